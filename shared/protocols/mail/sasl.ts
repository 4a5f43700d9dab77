/** Sign-ins of mail (RFC 4422): the mechanisms PLAIN (RFC 4616) and LOGIN bring user and password in base64, others the user. Of the password only its mask is kept. */
import type { Findings } from "../dissector.ts"
import type { MaskedSecret } from "../../facts/fact.ts"
import { masked, withSecret } from "../office/credentials.ts"
import { indexOfByte, latinText, saysWord, shownText } from "../office/lines.ts"

const most = 400

function sextet(byte: number): number {
  if (byte >= 0x41 && byte <= 0x5a) return byte - 0x41
  if (byte >= 0x61 && byte <= 0x7a) return byte - 0x47
  if (byte >= 0x30 && byte <= 0x39) return byte + 4
  return byte === 0x2b ? 62 : byte === 0x2f ? 63 : -1
}

/** RFC 4648 section 4; what is behind a wrong character is left out. */
function fromBase64(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const end = Math.min(to, from + most)
  const decoded = new Uint8Array(most)
  let count = 0
  let held = 0
  let bits = 0
  for (let at = from; at < end; at++) {
    const value = sextet(bytes[at]!)
    if (value < 0) break
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    decoded[count++] = (held >> bits) & 255
  }
  return decoded.subarray(0, count)
}

/** Where the user stands in what proves the password without telling it: CRAM-MD5 (RFC 2195), SCRAM (RFC 5802), DIGEST-MD5 (RFC 2831), a token (RFC 7628, XOAUTH2). */
const provers =
  /^(\P{Cc}+) [\da-f]{32}$|^[nyp][^,]*,(?:a=[^,]*)?,n=([^,\p{Cc}]+)|\busername="([^"\p{Cc}]+)"|^(?:n,a=|user=)([^,\p{Cc}]+)/u

/** What the client tells of itself until the server has judged it. */
export class SignIn {
  user = ""
  isClear = false
  secret: MaskedSecret | null = null
  /** The server's next judgement is about a sign-in. */
  isWaiting = false
  private next: "" | "plain" | "user" | "password" | "other" = ""

  /** Lines of the client belong to the exchange, and are no commands. */
  get isTalking(): boolean {
    return this.next !== ""
  }

  /** User and password as they stand. */
  say(user: string, isClear: boolean, password: string | null = null): void {
    this.user = user
    this.secret = password === null ? null : masked(user, password)
    this.isClear = isClear
    this.isWaiting = true
    this.next = ""
  }

  /** Behind the word AUTH or AUTHENTICATE: the mechanism, and perhaps the first answer. */
  start(bytes: Uint8Array, from: number, to: number): void {
    const blank = indexOfByte(bytes, 0x20, from, to)
    const end = blank < 0 ? to : blank
    const is = (word: string): boolean => end - from === word.length && saysWord(bytes, from, end, word)
    this.say("", false)
    this.next = is("PLAIN") ? "plain" : is("LOGIN") ? "user" : "other"
    if (blank >= 0 && blank + 1 < to) this.line(bytes, blank + 1, to)
  }

  /** What the client answers to the server's challenge. */
  line(bytes: Uint8Array, from: number, to: number): void {
    // RFC 4954 section 4, RFC 9051 section 6.2.2: the client gives up.
    if (to - from === 1 && bytes[from] === 0x2a) return this.end()
    if (this.next === "plain") {
      const decoded = fromBase64(bytes, from, to)
      const first = indexOfByte(decoded, 0, 0, decoded.length)
      const second = first < 0 ? -1 : indexOfByte(decoded, 0, first + 1, decoded.length)
      if (second < 0) return this.say("", true)
      const user = shownText(decoded, first + 1, second, 64)
      this.say(user, true, latinText(decoded, second + 1, decoded.length))
    } else if (this.next === "user") {
      const decoded = fromBase64(bytes, from, to)
      this.user = shownText(decoded, 0, decoded.length, 64)
      this.next = "password"
    } else if (this.next === "password") {
      const decoded = fromBase64(bytes, from, to)
      this.secret = masked(this.user, latinText(decoded, 0, decoded.length))
      this.isClear = true
      this.next = ""
    } else if (this.next === "other" && this.user === "") {
      const decoded = fromBase64(bytes, from, to)
      const [, cram, scram, digest, token] = provers.exec(latinText(decoded, 0, decoded.length)) ?? []
      this.user = (cram ?? scram ?? digest ?? token ?? "").slice(0, 64)
    }
  }

  settle(succeeded: boolean, out: Findings): void {
    const { user, isClear, secret } = this
    if (this.isWaiting) out.tell({ kind: "signIn", user, succeeded, isClear, ...withSecret(secret) })
    this.end()
  }

  end(): void {
    this.isWaiting = false
    this.next = ""
    this.user = ""
    this.secret = null
  }
}

/** The word of a list that a line begins with: its place in the list, -1 for none. Behind it the line ends or a space stands. */
export function wordOf(words: readonly string[], bytes: Uint8Array, from: number, to: number): number {
  for (let n = 0; n < words.length; n++) {
    const word = words[n]!
    if (!saysWord(bytes, from, to, word)) continue
    const behind = from + word.length
    if (behind === to || bytes[behind] === 0x20 || bytes[behind] === 0x0d || bytes[behind] === 0x0a) return n
  }
  return -1
}

/** Commands that wait for their answers, which come in the same order. */
export class Queue {
  private readonly commands: number[] = []

  add(command: number): void {
    if (this.commands.length < 64) this.commands.push(command)
  }

  /** -1: nothing waits. */
  take(): number {
    return this.commands.shift() ?? -1
  }

  get isEmpty(): boolean {
    return this.commands.length === 0
  }
}
