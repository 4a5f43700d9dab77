/**
 * MySQL and MariaDB (MySQL Internals manual, client/server protocol: connection phase and command phase): the server's version, who signs in, and what is asked.
 * Passwords travel as answers to a challenge.
 */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { indexOfByte, shownText } from "../office/lines.ts"
import { protocol } from "../protocol.ts"
import { packagedSystem } from "../office/packaged-system.ts"
import { statementText } from "./statement.ts"

const QUERY = 3
const commands: ReadonlyMap<number, string> = new Map([
  [1, "quit"],
  [2, "choose a database"],
  [QUERY, "query"],
  [4, "list fields"],
  [9, "statistics"],
  [14, "ping"],
  [17, "change the user"],
  [22, "prepare a statement"],
  [23, "execute a statement"],
  [25, "close a statement"],
])

const mysqlProtocol = protocol({
  name: "mysql",
  title: "MySQL",
  family: "office",
  wireshark: "mysql",
  functionName: (code) => commands.get(code),
  wiresharkFunction: (code) => `mysql.command == ${code}`,
})

const OK = 0
const ERROR = 0xff
/** The client asks for TLS (capability flag CLIENT_SSL). */
const TLS = 0x800
const HEADER = 4

class Session {
  phase: "greeting" | "login" | "answer" | "commands" | "secret" = "greeting"
  user = ""
}
const begin = (): Session => new Session()

export const mysql: Dissector = {
  protocol: mysqlProtocol,
  tcp: [3306],

  size(bytes, from, to) {
    if (to - from < HEADER) return 0
    return HEADER + (bytes[from]! | (bytes[from + 1]! << 8) | (bytes[from + 2]! << 16))
  },

  /** The greeting: packet 0, protocol 10 and the version in figures; or an error where the server wants nobody. */
  probe(bytes, from, to) {
    if (to - from < HEADER + 8 || bytes[from + 3] !== 0 || bytes[from + 2] !== 0) return false
    if (bytes[from + HEADER] === ERROR) return bytes[from + 6] === 0x04
    const digit = bytes[from + HEADER + 1]!
    return bytes[from + HEADER] === 10 && digit >= 0x33 && digit <= 0x39
  },

  read(r, about, out) {
    const session = about.recall(begin)
    r.skip(3, "Length")
    const number = r.u8("Packet")
    if (r.left === 0 || session.phase === "secret") return r.skip(r.left, "Data")
    if (about.direction === 1) fromClient(session, r, number, out)
    else if (about.direction === -1) fromServer(session, r, out)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

function fromServer(session: Session, r: Reader, out: Findings): void {
  const kind = r.bytes[r.at]!
  if (session.phase === "greeting") {
    if (kind !== 10) return
    session.phase = "login"
    r.u8("Protocol")
    const { at } = r
    const end = indexOfByte(r.bytes, 0, at, r.end)
    if (end < 0) return
    const version = shownText(r.bytes, at, end, 80)
    r.skip(end - at, "Version")
    // MariaDB from 10 on puts a MySQL version before its own, for old clients.
    const [, maria] = /^(?:5\.5\.5-)?(\d[\d.]*)-MariaDB/i.exec(version) ?? []
    const program = maria === undefined ? `MySQL ${version}` : `MariaDB ${maria}`
    out.claim("sender", "software", program, "MySQL greeting", 0.6, at, end - at)
    const system = packagedSystem(version)
    if (system !== "") out.claim("sender", "os", system, "MySQL greeting", 0.5, at, end - at)
  } else if (session.phase === "answer" && (kind === OK || kind === ERROR)) {
    out.tell({ kind: "signIn", user: session.user, succeeded: kind === OK, isClear: false })
    session.phase = kind === OK ? "commands" : "greeting"
  }
}

/** The login: capabilities, largest packet, character set, 23 reserved bytes, user. */
function fromClient(session: Session, r: Reader, number: number, out: Findings): void {
  if (session.phase === "login") {
    if (r.left < 32) return
    const { at } = r
    const flags = r.u32le("Capabilities")
    if ((flags & TLS) !== 0 && r.left === 28) {
      session.phase = "secret"
      return
    }
    r.skip(28, "Settings")
    const end = indexOfByte(r.bytes, 0, at + 32, r.end)
    if (end < 0) return
    session.user = shownText(r.bytes, at + 32, end, 64)
    session.phase = "answer"
  } else if (session.phase === "commands" && number === 0) {
    const command = r.u8("Command")
    out.operation(mysqlProtocol, command, "request")
    if (command !== QUERY) return
    const text = statementText(shownText(r.bytes, r.at, r.end, 400))
    if (text !== "") out.tell({ kind: "statement", text })
  }
}
