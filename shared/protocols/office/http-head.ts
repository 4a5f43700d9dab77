/**
 * The head of an HTTP request (RFC 9112 sections 2 to 5): its first line and its headers, each byte looked at once. Built for requests
 * that want to do harm: nothing here goes back over what it read, and nothing grows with what is sent.
 */
import type { MaskedSecret, Said } from "../../facts/fact.ts"
import { masked } from "./credentials.ts"
import { indexOfByte, latinText, lineEnd, overlong, shownText, textEnd } from "./lines.ts"

type Web = Extract<Said, { kind: "web" }>

export type Head = {
  readonly web: Web
  /** Bytes of the body that follows; Infinity where only its end tells. */
  readonly body: number
  /** Who signs in with "Authorization: Basic" (RFC 7617 section 2) or "Digest" (RFC 7616 section 3.4); null: nobody. */
  readonly user: HttpUser | null
  /** The fields of the address that hold a password, as they stand; "" for none. It goes no further than to its mask. */
  readonly fields: string
  readonly isOverlong: boolean
}

export type HttpUser = { readonly name: string; readonly isClear: boolean; readonly secret: MaskedSecret | null }

const longest = { path: 2000, host: 255, text: 400 }
const mostCookies = 100
/** As http-uploads.ts knows fields of passwords. */
const secretField = /([?&;](?:\w*[._-])?(?:pass|passwd|password|pwd|passwort|kennwort|pw)=)[^&;#\s]+/gi

const isUpper = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** RFC 9110 section 5.6.2: letters, digits and some marks. */
const isToken = (byte: number): boolean =>
  isUpper(byte & 0xdf) || isDigit(byte) || (byte < 0x80 && "!#$%&'*+-.^_`|~".includes(String.fromCharCode(byte)))

/** Where the first word ends that a space follows: a method in capitals; `from` where none begins here. */
export function methodEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && at - from < 32 && (isUpper(bytes[at]!) || bytes[at] === 0x2d || bytes[at] === 0x5f)) at++
  return at > from && at < to && bytes[at] === 0x20 ? at : from
}

/** Where " HTTP/1.1" or the like begins at the end of a line's text; -1 where it does not end so. */
export function versionAt(bytes: Uint8Array, from: number, end: number): number {
  const at = end - 9
  if (at < from || bytes[at] !== 0x20 || bytes[at + 5] !== 0x2f || bytes[at + 7] !== 0x2e) return -1
  return latinText(bytes, at + 1, at + 5) === "HTTP" && isDigit(bytes[at + 6]!) && isDigit(bytes[at + 8]!) ? at : -1
}

/** One past the empty line that ends a head; -1 where it goes on. `begin` is where its last line may begin. */
export function headEnd(bytes: Uint8Array, begin: number, to: number): number {
  for (let at = begin; at < to;) {
    const end = lineEnd(bytes, at, to)
    if (bytes[end - 1] !== 0x0a) return -1
    if (textEnd(bytes, at, end) === at) return end
    at = end
  }
  return -1
}

/** Reads a head from `from` to `to`; of one that is cut short, what is there. */
export function readHead(bytes: Uint8Array, from: number, to: number): Head {
  const end = lineEnd(bytes, from, to)
  const head = new HeadReader(bytes)
  head.first(from, textEnd(bytes, from, end), bytes[end - 1] === 0x0a)
  for (let at = end; at < to;) {
    const next = lineEnd(bytes, at, to)
    const text = textEnd(bytes, at, next)
    if (text === at) break
    head.header(at, text, bytes[next - 1] === 0x0a)
    at = next
  }
  return head.done(end - from > overlong)
}

class HeadReader {
  private readonly bytes: Uint8Array
  private method = ""
  private path = ""
  private fields = ""
  private host = ""
  private userAgent = ""
  private soapAction = ""
  private cookies: readonly string[] = []
  private headers = 0
  private longestHeader = 0
  private fault = ""
  private length = 0
  private isChunked = false
  private hasLength = false
  private user: HttpUser | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Section 3: method, target, version. */
  first(from: number, end: number, isWhole: boolean): void {
    const { bytes } = this
    const method = methodEnd(bytes, from, end)
    this.method = latinText(bytes, from, method)
    const version = versionAt(bytes, method, end)
    const target = version < 0 ? end : version
    this.target(shownText(bytes, method + 1, target, longest.path))
    if (!isWhole) return
    if (version < 0) this.fails("no HTTP version")
    else if (bytes[version + 6] !== 0x31) this.fails("an HTTP version that does not exist")
    if (indexOfByte(bytes, 0x20, method + 1, target) >= 0) this.fails("a space within the address")
    if (this.hasControl(method + 1, target)) this.fails("forbidden characters in the address")
  }

  /** Section 3.2: a path, or a whole address as proxies get it. */
  private target(target: string): void {
    const host = target.indexOf("://")
    if (host < 0 || target.startsWith("/")) return this.located(target)
    const path = target.indexOf("/", host + 3)
    const authority = target.slice(host + 3, path < 0 ? undefined : path)
    // Before an at sign stand a user and perhaps a password (RFC 3986 section 3.2.1).
    this.host = authority.slice(authority.lastIndexOf("@") + 1).toLowerCase()
    this.located(path < 0 ? "/" : target.slice(path))
  }

  /** A password in the address is not told with it. */
  private located(path: string): void {
    this.path = path.replaceAll(secretField, "$1…")
    if (this.path !== path) this.fields = path.slice(path.indexOf("?") + 1)
  }

  /** Section 5: a name, a colon, a value. A line that begins with a space goes on with the one before it (section 5.2). */
  header(from: number, end: number, isWhole: boolean): void {
    const { bytes } = this
    this.longestHeader = Math.max(this.longestHeader, end - from)
    if (bytes[from] === 0x20 || bytes[from] === 0x09) return
    this.headers++
    const colon = indexOfByte(bytes, 0x3a, from, end)
    if (colon < 0) {
      if (isWhole) this.fails("a header without a colon")
      return
    }
    for (let at = from; at < colon; at++)
      if (!isToken(bytes[at]!)) {
        this.fails("forbidden characters in the name of a header")
        break
      }
    if (this.hasControl(colon + 1, end)) this.fails("forbidden characters in a header")
    if (isWhole) this.value(latinText(bytes, from, Math.min(colon, from + 32)).toLowerCase(), colon + 1, end)
  }

  private value(name: string, from: number, end: number): void {
    const text = (most: number): string => shownText(this.bytes, from, end, most)
    switch (name) {
      case "host":
        if (this.host === "") this.host = text(longest.host).toLowerCase()
        return
      case "user-agent":
        this.userAgent = text(longest.text)
        return
      case "soapaction":
        this.soapAction = text(longest.text).replaceAll('"', "")
        return
      case "cookie":
        this.cookies = cookieNames(text(end - from))
        return
      case "authorization":
        this.user = userOf(text(longest.text))
        return
      case "content-length":
        this.hasLength = true
        this.length = Number(text(20))
        if (!Number.isSafeInteger(this.length) || this.length < 0) this.fails("a content length that is no number")
        return
      case "transfer-encoding":
        this.isChunked = true
    }
  }

  done(isOverlong: boolean): Head {
    const { method, host, path, fields, userAgent, soapAction, cookies, headers, longestHeader } = this
    // Section 6.3: this is how requests are smuggled past a proxy.
    if (this.isChunked && this.hasLength) this.fails("both a length and an encoding without one")
    const { fault } = this
    return {
      web: { kind: "web", method, host, path, userAgent, soapAction, cookies, headers, longestHeader, fault },
      body: this.isChunked ? Infinity : Number.isSafeInteger(this.length) ? this.length : 0,
      user: this.user,
      fields,
      isOverlong,
    }
  }

  /** The first fault counts. */
  private fails(fault: string): void {
    if (this.fault === "") this.fault = fault
  }

  /** Any but the horizontal tab (RFC 9110 section 5.5). */
  private hasControl(from: number, end: number): boolean {
    for (let at = from; at < end; at++) {
      const byte = this.bytes[at]!
      if ((byte < 0x20 && byte !== 0x09) || byte === 0x7f) return true
    }
    return false
  }
}

/** RFC 6265 section 4.2.1: pairs of name and value. */
function cookieNames(text: string): readonly string[] {
  return text
    .split(";", mostCookies)
    .map((pair) => (pair.split("=", 1)[0] ?? "").trim().slice(0, 100))
    .filter((name) => name !== "")
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/** Of "Basic …" the name, and how the password may be shown; of "Digest …" the name. Null where it is another scheme. */
function userOf(value: string): HttpUser | null {
  const scheme = value.slice(0, 7).toLowerCase()
  if (scheme === "digest ") {
    const [, name] = /username="([^"]{0,64})/.exec(value) ?? []
    return name === undefined ? null : { name, isClear: false, secret: null }
  }
  if (!scheme.startsWith("basic ")) return null
  const bytes = fromBase64(value.slice(6).trim())
  const colon = indexOfByte(bytes, 0x3a, 0, bytes.length)
  const name = shownText(bytes, 0, colon < 0 ? bytes.length : colon, 64)
  const password = latinText(bytes, colon < 0 ? bytes.length : colon + 1, bytes.length)
  return { name, isClear: true, secret: masked(name, password) }
}

function fromBase64(text: string): Uint8Array {
  const bytes: number[] = []
  let [bits, held] = [0, 0]
  for (const letter of text) {
    const six = letters.indexOf(letter)
    if (six < 0) break
    held = ((held << 6) | six) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 0xff)
  }
  return Uint8Array.from(bytes)
}
