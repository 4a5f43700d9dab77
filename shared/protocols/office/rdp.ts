/** Remote desktop (MS-RDPBCGR sections 2.2.1.1 and 5.4): TPKT with COTP first, then mostly TLS; recognised; of what it says, TLS's handshake is read. */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { indexOfByte, latinText, shownText } from "./lines.ts"
import { protocol } from "../protocol.ts"
import { textAt, zeroAt } from "./smb-text.ts"
import { readHandshake } from "./tls-handshake.ts"
import { tlsProtocol } from "./tls-names.ts"
import { cotpProtocol, tpktProtocol } from "../osi/tpkt.ts"

const rdpProtocol = protocol({ name: "rdp", title: "RDP", family: "office", wireshark: "rdp" })

export const rdp: Dissector = {
  protocol: rdpProtocol,
  tcp: [3389],

  size(bytes, from, to) {
    if (to - from < 2) return 0
    const first = bytes[from]!
    if (first === 3 && bytes[from + 1] === 0) return to - from < 4 ? 0 : (bytes[from + 2]! << 8) | bytes[from + 3]!
    if (isTls(bytes, from)) return to - from < 5 ? 0 : 5 + ((bytes[from + 3]! << 8) | bytes[from + 4]!)
    if ((first & 3) !== 0) return -1
    // Fast path (section 2.2.8.1.2): the length in one byte, or in two with the top bit set.
    const length = bytes[from + 1]!
    if (length < 0x80) return length < 3 ? -1 : length
    return to - from < 3 ? 0 : ((length & 0x7f) << 8) | bytes[from + 2]!
  },

  /** A connection request or confirm, data with a conference inside, or TLS. */
  probe(bytes, from, to) {
    if (to - from < 7) return false
    if (isTls(bytes, from)) return true
    const type = bytes[from + 5]!
    return bytes[from] === 3 && bytes[from + 1] === 0 && (type === 0xe0 || type === 0xd0 || type === 0xf0)
  },

  read(r, _about, out) {
    if (r.bytes[r.at] === 3) {
      out.layer(tpktProtocol)
      out.layer(cotpProtocol)
      r.u8("Version")
      r.u8("Reserved")
      r.u16("Length")
      if (r.bytes[r.at + 1] === 0xe0) tellUser(r, out)
      else if (r.bytes[r.at + 3] === 0x7f && r.bytes[r.at + 4] === 0x65) claimClient(r, out)
    } else if (isTls(r.bytes, r.at)) {
      out.layer(tlsProtocol)
      // The certificate that Windows makes for itself names the computer.
      if (r.bytes[r.at] === 22) readHandshake(r.bytes, r.at + 5, r.end, out)
    }
    r.skip(r.left, "Data")
  },
}

/** MCS connect initial (section 2.2.1.3): behind the key of the conference stands the client's core data, with 15 letters of its computer's name (section 2.2.1.3.2). */
const KEY = [0x44, 0x75, 0x63, 0x61] as const
const CORE_TYPE = 0xc001
const NAME_AT = 24
const NAME_LENGTH = 32
function claimClient(r: Reader, out: Findings): void {
  const { bytes, end } = r
  let at = r.at
  while (at + KEY.length < end && !KEY.every((letter, n) => bytes[at + n] === letter)) at++
  // A length of one byte or two.
  at += KEY.length + ((bytes[at + KEY.length]! & 0x80) === 0 ? 1 : 2)
  if (at + NAME_AT + NAME_LENGTH > end || (bytes[at]! | (bytes[at + 1]! << 8)) !== CORE_TYPE) return
  const from = at + NAME_AT
  const name = textAt(bytes, from, zeroAt(bytes, from, from + NAME_LENGTH, true), true)
  if (/^[\p{L}\d][\p{L}\d_-]{0,14}$/u.test(name))
    out.claim("sender", "hostname", name, "RDP client", 0.6, from, 2 * name.length)
}

/** Section 2.2.1.1: "Cookie: mstshash=" and the user, as far as the client writes it. Whether he is let in is encrypted. */
const cookie = "Cookie: mstshash="
function tellUser(r: Reader, out: Findings): void {
  const from = r.at + 7
  const end = indexOfByte(r.bytes, 0x0d, from, r.end)
  if (end < 0 || latinText(r.bytes, from, from + cookie.length) !== cookie) return
  const user = shownText(r.bytes, from + cookie.length, end, 64)
  if (user !== "") out.tell({ kind: "presented", user, isClear: false })
}

const isTls = (bytes: Uint8Array, from: number): boolean =>
  bytes[from]! >= 0x14 && bytes[from]! <= 0x17 && bytes[from + 1] === 3
