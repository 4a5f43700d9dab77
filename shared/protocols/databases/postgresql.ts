/** PostgreSQL (manual, chapter 55: frontend/backend protocol, version 3): who signs in to which database and how, the version, and what is asked. */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { indexOfByte, shownText } from "../office/lines.ts"
import { protocol } from "../protocol.ts"
import type { MaskedSecret } from "../../facts/fact.ts"
import { masked, withSecret } from "../office/credentials.ts"
import { statementText } from "./statement.ts"

const letter = (text: string): number => text.charCodeAt(0)
const STARTUP = 0
const [QUERY, PARSE, AUTHENTICATION, FAULT, STATUS] = [letter("Q"), letter("P"), letter("R"), letter("E"), letter("S")]
const VERSION_3 = 0x0003_0000
const TLS_REQUEST = 80_877_103

const messages: ReadonlyMap<number, string> = new Map([
  [STARTUP, "start"],
  [QUERY, "query"],
  [PARSE, "parse a statement"],
  [letter("B"), "bind"],
  [letter("F"), "function call"],
  [letter("X"), "terminate"],
])

/** Section 55.7: the answer to a demand for a password, in whatever form. */
const PASSWORD = letter("p")

const postgresProtocol = protocol({
  name: "postgresql",
  title: "PostgreSQL",
  family: "office",
  wireshark: "pgsql",
  functionName: (code) => messages.get(code),
})

class Session {
  secret: MaskedSecret | null = null
  user = ""
  isSettled = false
  isClear = false
}
const begin = (): Session => new Session()

const u32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0

export const postgresql: Dissector = {
  protocol: postgresProtocol,
  tcp: [5432],

  /** The first message has no letter before its length; the answer to the wish for TLS is one letter alone. */
  size(bytes, from, to) {
    const first = bytes[from]!
    if (to - from === 1) return first === letter("S") || first === letter("N") ? 1 : 0
    const at = first === 0 ? from : from + 1
    if (to < at + 4) return 0
    const length = u32(bytes, at)
    return length < 4 || length > 0x3fff_ffff ? -1 : at - from + length
  },

  probe(bytes, from, to) {
    if (to - from < 8 || bytes[from] !== 0) return false
    const code = u32(bytes, from + 4)
    return code === VERSION_3 || code === TLS_REQUEST
  },

  read(r, about, out) {
    const session = about.recall(begin)
    if (r.left === 1) return r.skip(1, "Answer to the wish for TLS")
    const kind = r.bytes[r.at] === 0 ? STARTUP : r.u8("Kind")
    r.u32("Length")
    if (kind === STARTUP) readStart(session, r, out)
    else if (about.direction === 1) fromClient(session, kind, r, out)
    else if (about.direction === -1) fromServer(session, kind, r, out)
    if (r.left > 0) r.skip(r.left, "Content")
  },
}

function readStart(session: Session, r: Reader, out: Findings): void {
  if (r.left < 4 || r.u32("Version") !== VERSION_3) return
  out.operation(postgresProtocol, STARTUP, "request")
  session.isSettled = false
  for (;;) {
    const name = text(r, "Name")
    if (name === "") return
    const value = text(r, "Value")
    if (name === "user") session.user = value
  }
}

/** Up to the next zero; "" at the end. */
function text(r: Reader, name: string): string {
  const { at } = r
  const end = indexOfByte(r.bytes, 0, at, r.end)
  if (end < 0) return ""
  r.skip(end + 1 - at, name)
  return shownText(r.bytes, at, end, 64)
}

function fromClient(session: Session, kind: number, r: Reader, out: Findings): void {
  // Asked for in the clear, the answer is the password as it is.
  if (kind === PASSWORD && session.isClear && !session.isSettled)
    session.secret = masked(session.user, text(r, "Password"))
  if (!messages.has(kind)) return
  out.operation(postgresProtocol, kind, "request")
  if (kind === PARSE) text(r, "Statement's name")
  if (kind !== QUERY && kind !== PARSE) return
  const end = indexOfByte(r.bytes, 0, r.at, r.end)
  const said = statementText(shownText(r.bytes, r.at, end < 0 ? r.end : end, 400))
  if (said !== "") out.tell({ kind: "statement", text: said })
}

function fromServer(session: Session, kind: number, r: Reader, out: Findings): void {
  if (kind === AUTHENTICATION && r.left >= 4) {
    const how = r.u32("Authentication")
    if (how === 3) session.isClear = true
    if (how === 0) settle(session, true, out)
  } else if (kind === FAULT) settle(session, false, out)
  else if (kind === STATUS && text(r, "Parameter") === "server_version") {
    const { at } = r
    const version = text(r, "Value")
    if (version !== "")
      out.claim("sender", "software", `PostgreSQL ${version}`, "PostgreSQL parameter", 0.6, at, r.at - 1 - at)
  }
}

/** A fault before the sign-in is settled refuses it; later ones are about statements. */
function settle(session: Session, succeeded: boolean, out: Findings): void {
  if (session.isSettled || session.user === "") return
  session.isSettled = true
  const { user, isClear, secret } = session
  out.tell({ kind: "signIn", user, succeeded, isClear, ...withSecret(secret) })
}
