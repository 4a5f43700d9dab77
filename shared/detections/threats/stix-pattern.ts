/**
 * The part of STIX 2.1 patterns (section 9) that says "any of these addresses, names or files (SHA-256)": comparisons with = or IN, joined by OR, in one or
 * several observations joined by OR. Everything else needs more than one thing to come together, or something that traffic does not show.
 */
import type { Threat } from "../policy.ts"
import { ipv4Number, normalIpv6 } from "../../net/ip.ts"

export type Compared = Pick<Threat, "what" | "value">
export type PatternRead = { readonly compared: readonly Compared[] } | { readonly unused: string }

type Token = { readonly is: "text" | "word" | "sign"; readonly text: string }

const most = 100_000

/** Strings are in single quotes, with \' and \\ inside (section 9.4.1). */
function tokens(pattern: string): readonly Token[] | null {
  const found: Token[] = []
  const each = /\s+|'((?:[^'\\]|\\.)*)'|([A-Za-z0-9_][A-Za-z0-9_:.*-]*)|([[\]()=,]|!=|<=|>=|<|>)/y
  while (each.lastIndex < pattern.length) {
    const one = each.exec(pattern)
    if (one === null) return null
    const [, text, word, sign] = one
    if (text !== undefined) found.push({ is: "text", text: text.replaceAll(/\\(.)/g, "$1") })
    else if (word !== undefined) found.push({ is: "word", text: word })
    else if (sign !== undefined) found.push({ is: "sign", text: sign })
  }
  return found
}

const whats: Readonly<Record<string, Threat["what"]>> = {
  "domain-name:value": "domain",
  "ipv4-addr:value": "address",
  "ipv6-addr:value": "address",
  "network-traffic:dst_ref.value": "address",
  "network-traffic:src_ref.value": "address",
}

/** A file by a hash: SHA-256 is what files on the wire are compared by; others say nothing beside it. */
const hashes = /^file:hashes\.(?:(sha-?256)|[a-z0-9-]+)$/
const otherHash = "files told by another hash than SHA-256"

/** What an object is that we can't see, in words. */
function unseen(path: string): string {
  if (path.startsWith("file:")) return "files told by their name or size"
  if (path.startsWith("url:")) return "whole web addresses"
  if (path.startsWith("email")) return "e-mail"
  if (/^(?:process|windows-registry-key|mutex|directory|software|user-account):/.test(path))
    return "what only a program on the computer can see"
  return "objects that the sensor does not look for"
}
const together = "several things that must come together"
const unreadable = "patterns that can't be read"

const fileOf = (text: string): ValueRead =>
  /^[0-9a-f]{64}$/i.test(text.trim()) ? { value: text.trim().toLowerCase() } : { unused: unreadable }

type ValueRead = { readonly value: string } | { readonly unused: string }

function domainOf(text: string): ValueRead {
  const value = text.trim().toLowerCase().replace(/\.$/, "")
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(value) ? { value } : { unused: unreadable }
}

/** As the engine writes it: RFC 5952 for version 6. A network of one address is that address. */
function addressOf(text: string): ValueRead {
  const [bare = "", length] = text.trim().toLowerCase().split("/")
  const isV6 = bare.includes(":")
  if (length !== undefined && length !== (isV6 ? "128" : "32")) return { unused: "networks instead of addresses" }
  if (!isV6) return ipv4Number(bare) < 0 ? { unused: unreadable } : { value: bare }
  const value = normalIpv6(bare)
  return value === "" ? { unused: unreadable } : { value }
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  readonly compared: Compared[] = []

  constructor(all: readonly Token[]) {
    this.#tokens = all
  }

  /** Null, or why it is not used. */
  all(): string | null {
    for (;;) {
      const fault = this.#takes("(") ? this.#closed(() => this.all(), ")") : this.#observation()
      if (fault !== null) return fault
      if (this.#at === this.#tokens.length || this.#peek(")")) return null
      if (!this.#takes("or")) return together
    }
  }

  #observation(): string | null {
    if (!this.#takes("[")) return unreadable
    return this.#closed(() => this.#comparisons(), "]")
  }

  #closed(read: () => string | null, end: string): string | null {
    const fault = read()
    if (fault !== null) return fault
    return this.#takes(end) ? null : together
  }

  #comparisons(): string | null {
    for (;;) {
      const fault = this.#takes("(") ? this.#closed(() => this.#comparisons(), ")") : this.#comparison()
      if (fault !== null) return fault
      if (this.#takes("or")) continue
      return this.#peek("and") ? together : null
    }
  }

  #comparison(): string | null {
    const path = this.#tokens[this.#at++]
    if (path?.is !== "word") return unreadable
    const hash = hashes.exec(this.#wholePath(path.text))
    const what = hash === null ? whats[path.text.toLowerCase()] : hash[1] === undefined ? "another hash" : "file"
    if (what === undefined) return unseen(path.text)
    if (this.#takes("=")) return this.#value(what)
    if (!this.#takes("in")) return "comparisons other than = and IN"
    if (!this.#takes("(")) return unreadable
    for (;;) {
      const fault = this.#value(what)
      if (fault !== null) return fault
      if (this.#takes(")")) return null
      if (!this.#takes(",")) return unreadable
    }
  }

  /** Names with a hyphen stand in quotation marks (section 9.6): file:hashes.'SHA-256'. */
  #wholePath(path: string): string {
    const next = this.#tokens[this.#at]
    if (!path.endsWith(".") || next?.is !== "text") return path.toLowerCase()
    this.#at++
    return `${path}${next.text}`.toLowerCase()
  }

  #value(what: Threat["what"] | "another hash"): string | null {
    const one = this.#tokens[this.#at++]
    if (one?.is !== "text") return unreadable
    if (this.compared.length >= most) return unreadable
    if (what === "another hash") return null
    const read = what === "domain" ? domainOf(one.text) : what === "file" ? fileOf(one.text) : addressOf(one.text)
    if ("unused" in read) return read.unused
    this.compared.push({ what, value: read.value })
    return null
  }

  #peek(text: string): boolean {
    const one = this.#tokens[this.#at]
    return one !== undefined && one.is !== "text" && one.text.toLowerCase() === text
  }

  #takes(text: string): boolean {
    const found = this.#peek(text)
    if (found) this.#at++
    return found
  }
}

export function readPattern(pattern: string): PatternRead {
  const all = tokens(pattern)
  if (all === null || all.length === 0) return { unused: unreadable }
  const parser = new Parser(all)
  const fault = parser.all()
  if (fault !== null) return { unused: fault }
  return parser.compared.length === 0 ? { unused: otherHash } : { compared: parser.compared }
}
