/**
 * Signing in over a terminal is a conversation in words: the server asks for a name and a password, and says in its own words what it
 * thinks of them. What most systems print is known; where the words are others, nothing is said. Of the password only its mask is kept.
 */
import type { MaskedSecret } from "../../facts/fact.ts"
import { masked } from "./credentials.ts"
import { latinText } from "./lines.ts"

export type SignInOutcome = "open" | "succeeded" | "failed"

const namePrompts = ["login:", "username:", "user name:", "user:", "userid:", "user id:", "logon:"]
const passwordPrompts = ["password:", "passwort:", "passcode:"]
const refusals = ["incorrect", "fail", "denied", "invalid", "bad password", "wrong", "not authorized", "unauthorized"]
const welcomes = ["welcome", "successful", "logged in"]
/** Only who is in is told of these, refused attempts of others among them. */
const greetings = ["last login", "last failed login", "last unsuccessful login", "new password"]

/** What was shown last is enough to find a prompt in. */
const kept = 160
const longestName = 64

export class TelnetSignIn {
  user = ""
  secret: MaskedSecret | null = null
  private phase: "idle" | "name" | "password" | "verdict" = "idle"
  private line = ""
  private tail = ""
  private afterReturn = false

  /** Bytes that the server shows. */
  shown(text: Uint8Array, length: number): SignInOutcome {
    this.tail = (this.tail + latinText(text, Math.max(0, length - kept), length).toLowerCase()).slice(-kept)
    const outcome = this.phase === "verdict" ? this.verdict() : "open"
    this.prompted()
    return outcome
  }

  /** Bytes that the client types, one by one or as whole lines. */
  typed(text: Uint8Array, length: number): SignInOutcome {
    for (let at = 0; at < length; at++) {
      const byte = text[at]!
      const isEnd = byte === 0x0d || (byte === 0x0a && !this.afterReturn)
      this.afterReturn = byte === 0x0d
      if (isEnd) this.entered()
      else if (this.phase === "name" || this.phase === "password") this.letter(byte)
    }
    return "open"
  }

  private letter(byte: number): void {
    if (byte === 0x08 || byte === 0x7f) this.line = this.line.slice(0, -1)
    else if (byte === 0x15) this.line = ""
    else if (byte >= 0x20 && byte !== 0x7f && this.line.length < longestName) this.line += String.fromCharCode(byte)
  }

  private entered(): void {
    if (this.phase === "name") {
      this.user = this.line.trim()
      this.phase = "idle"
    } else if (this.phase === "password") {
      this.secret = masked(this.user, this.line)
      this.phase = "verdict"
    } else return
    this.line = ""
    this.tail = ""
  }

  /** Asked again, refused; a line that ends as the prompts of command interpreters do, let in. */
  private verdict(): SignInOutcome {
    const { tail } = this
    const outcome = has(tail, greetings)
      ? "succeeded"
      : has(tail, refusals) || isAsking(tail)
        ? "failed"
        : has(tail, welcomes) || isShell(tail)
          ? "succeeded"
          : "open"
    if (outcome !== "open") this.phase = "idle"
    return outcome
  }

  private prompted(): void {
    if (this.phase === "verdict") return
    const end = this.tail.trimEnd()
    if (passwordPrompts.some((prompt) => end.endsWith(prompt))) this.asks("password")
    else if (isName(end)) this.asks("name")
  }

  private asks(phase: "name" | "password"): void {
    this.phase = phase
    this.line = ""
    this.tail = ""
  }
}

const has = (tail: string, words: readonly string[]): boolean => words.some((word) => tail.includes(word))

/** "Last login:" begins what greets who is in. */
const isName = (end: string): boolean =>
  !end.endsWith("last login:") && namePrompts.some((prompt) => end.endsWith(prompt))

function isAsking(tail: string): boolean {
  const end = tail.trimEnd()
  return isName(end) || passwordPrompts.some((prompt) => end.endsWith(prompt))
}

function isShell(tail: string): boolean {
  const line = tail.slice(tail.lastIndexOf("\n") + 1).trimEnd()
  return line.length > 0 && "$#>%".includes(line.at(-1)!)
}
