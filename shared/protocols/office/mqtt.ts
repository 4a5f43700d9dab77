/** MQTT 3.1.1 and 5 (OASIS, section 2.1 fixed header, 3.1 connect): recognised by its packets; who connects is told, messages are not read. */
import type { Dissector, Findings } from "../dissector.ts"
import type { Reader } from "../../bytes/reader.ts"
import type { MaskedSecret } from "../../facts/fact.ts"
import { protocol } from "../protocol.ts"
import { masked, withSecret } from "./credentials.ts"
import { latinText, shownText } from "./lines.ts"

const kinds: ReadonlyMap<number, string> = new Map([
  [1, "connect"],
  [2, "connect acknowledgement"],
  [3, "publish"],
  [4, "publish acknowledgement"],
  [5, "publish received"],
  [6, "publish release"],
  [7, "publish complete"],
  [8, "subscribe"],
  [9, "subscribe acknowledgement"],
  [10, "unsubscribe"],
  [11, "unsubscribe acknowledgement"],
  [12, "ping"],
  [13, "ping response"],
  [14, "disconnect"],
  [15, "authentication"],
])

const mqttProtocol = protocol({
  name: "mqtt",
  title: "MQTT",
  family: "office",
  wireshark: "mqtt",
  functionName: (code) => kinds.get(code),
})

export const mqtt: Dissector = {
  protocol: mqttProtocol,
  tcp: [1883],

  size(bytes, from, to) {
    if (to > from && !isKind(bytes[from]!)) return -1
    let length = 0
    for (let n = 0; n < 4; n++) {
      if (from + 1 + n >= to) return 0
      const byte = bytes[from + 1 + n]!
      length |= (byte & 0x7f) << (7 * n)
      if (byte < 0x80) return 2 + n + length
    }
    return -1
  },

  /** A connect names its protocol; everything else must have the flags that its type asks for. */
  probe(bytes, from, to) {
    if (to - from < 2 || !isKind(bytes[from]!)) return false
    if (bytes[from]! !== 0x10) return true
    for (let at = from + 2; at < from + 7 && at + 4 <= to; at++) {
      if (bytes[at] === 0x4d && bytes[at + 1] === 0x51) return true
    }
    return false
  },

  read(r, about, out) {
    const kind = r.u8("Packet type and flags") >> 4
    out.operation(mqttProtocol, kind, "message")
    if (kind === CONNECT) connect(about.recall(begin), r, out)
    else if (kind === ACKNOWLEDGED) acknowledged(about.recall(begin), r, out)
    r.skip(r.left, "Packet")
  },
}

const CONNECT = 1
const ACKNOWLEDGED = 2

class Session {
  /** null: nobody signs in. */
  user: string | null = null
  secret: MaskedSecret | null = null
}
const begin = (): Session => new Session()

function skipLength(r: Reader): void {
  for (let n = 0; n < 4 && r.left > 0; n++) if (r.u8("Remaining length") < 0x80) return
}

/** Two bytes of length, then so many; the beginning of it, or -1 where it does not fit. */
function field(r: Reader, name: string): number {
  if (r.left < 2) return -1
  const length = r.u16(name)
  if (length > r.left) return -1
  const { at } = r
  r.skip(length, name)
  return at
}

/** Version 3.1.1 section 3.1, version 5 section 3.1: name, level, flags, then what the flags promise, in this order. */
function connect(session: Session, r: Reader, out: Findings): void {
  session.user = session.secret = null
  skipLength(r)
  if (field(r, "Protocol") < 0 || r.left < 4) return
  const level = r.u8("Level")
  const flags = r.u8("Flags")
  r.u16("Keep alive")
  if (level === 5 && !skipProperties(r)) return
  const client = field(r, "Client")
  if (client < 0) return
  claimClient(r.bytes, client, r.at, out)
  if ((flags & 0x80) === 0) return
  if ((flags & 4) !== 0 && ((level === 5 && !skipProperties(r)) || field(r, "Topic") < 0 || field(r, "Will") < 0))
    return
  const at = field(r, "User")
  if (at < 0) return
  session.user = shownText(r.bytes, at, r.at, 64)
  const secret = (flags & 0x40) !== 0 ? field(r, "Password") : -1
  session.secret = masked(session.user, secret < 0 ? "" : latinText(r.bytes, secret, r.at))
}

/** What a client calls itself to the broker, unless it made the name up for this connection. */
function claimClient(bytes: Uint8Array, from: number, to: number, out: Findings): void {
  const name = shownText(bytes, from, to, 64)
  if (!/^[\x21-\x7e]*[A-Za-z]{2}[\x21-\x7e]*$/.test(name) || /[0-9a-f]{6}|\d{4}/i.test(name)) return
  out.claim("sender", "software", `${name} (MQTT client)`, "MQTT connect", 0.4, from, to - from)
}

function skipProperties(r: Reader): boolean {
  let length = 0
  for (let n = 0; n < 4 && r.left > 0; n++) {
    const byte = r.u8("Properties")
    length |= (byte & 0x7f) << (7 * n)
    if (byte < 0x80) break
  }
  if (length > r.left) return false
  r.skip(length, "Properties")
  return true
}

/** Section 3.2: 0 lets in; 4 and 5, in version 5 134 and 135, refuse who signs in. Other codes refuse the connection. */
function acknowledged(session: Session, r: Reader, out: Findings): void {
  skipLength(r)
  const { user, secret } = session
  if (r.left < 2 || user === null) return
  r.u8("Flags")
  const code = r.u8("Return code")
  session.user = session.secret = null
  if (code === 0 || code === 4 || code === 5 || code === 134 || code === 135)
    out.tell({ kind: "signIn", user, succeeded: code === 0, isClear: true, ...withSecret(secret) })
}

/** Table 2.2: types 6, 8 and 10 have the flags 2, publish any but quality 3, the others none. */
function isKind(first: number): boolean {
  const kind = first >> 4
  const flags = first & 0x0f
  if (kind === 3) return (flags & 6) !== 6
  if (kind === 6 || kind === 8 || kind === 10) return flags === 2
  return kind !== 0 && flags === 0
}
