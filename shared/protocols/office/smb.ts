/**
 * Windows file sharing (MS-CIFS, MS-SMB2) in the session service of RFC 1002 section 4.3: commands are counted; who signs in, and which
 * files and pipes are opened and carried, is told, with the hash of what was carried whole. What is encrypted or compressed (MS-SMB2 2.2.41, 2.2.42) passes unread.
 */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { smbFunctionKey, smbFunctionName } from "./smb-names.ts"
import { SmbSession } from "./smb-session.ts"
import { readSmb1 } from "./smb1.ts"
import { readSmb2 } from "./smb2.ts"

const smbProtocol = protocol({
  name: "smb",
  title: "SMB",
  family: "office",
  wireshark: "smb || smb2",
  functionKey: smbFunctionKey,
  functionName: smbFunctionName,
})

const begin = (): SmbSession => new SmbSession()

export const smb: Dissector = {
  protocol: smbProtocol,
  tcp: [445, 139],

  takesPieces: true,

  /** The type and 17 or, on port 445, 24 bits of length. So long a message as takes more than 17 must begin as one. */
  size(bytes, from, to) {
    if (to - from < 4) return 0
    if (!isSession(bytes[from]!)) return -1
    if (bytes[from + 1]! > 1) {
      if (to - from < 8) return 0
      if (!this.probe(bytes, from, to)) return -1
    }
    return 4 + ((bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!)
  },

  /** A session request and its answers, a keep-alive, or a message with 0xFF, 0xFE, 0xFD or 0xFC and "SMB". */
  probe(bytes, from, to) {
    if (to - from < 4) return false
    const type = bytes[from]!
    if (type !== 0) return isSession(type) && bytes[from + 1]! <= 1
    if (to - from < 8) return false
    const letters = bytes[from + 5] === 0x53 && bytes[from + 6] === 0x4d && bytes[from + 7] === 0x42
    return letters && bytes[from + 4]! >= 0xfc
  },

  read(r, about, out) {
    const session = about.recall(begin)
    session.time = about.time
    if (about.piece) {
      session.goesOn(about.side, r.bytes, r.at, r.end)
      return r.skip(r.left, "More of the message")
    }
    const type = r.u8("Session message type")
    const length = r.u24("Length")
    session.begins(about.side, length - r.left)
    const isSmb = type === 0 && r.left >= 4 && r.bytes[r.at + 1] === 0x53
    if (isSmb && r.bytes[r.at] === 0xff) readSmb1(r, smbProtocol, session, out)
    else if (isSmb && r.bytes[r.at] === 0xfe) readSmb2(r, smbProtocol, session, out)
    if (r.left > 0) r.skip(r.left, "Message")
  },
}

const isSession = (type: number): boolean => type === 0 || (type >= 0x81 && type <= 0x85)
