/** Secure Shell (RFC 4253 section 4.2): recognised by the line that both sides begin with. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const sshProtocol = protocol({ name: "ssh", title: "SSH", family: "office", wireshark: "ssh" })

export const ssh: Dissector = {
  protocol: sshProtocol,
  tcp: [22],
  anyPort: true,

  /** "SSH-1." or "SSH-2." */
  probe(bytes, from, to) {
    if (to - from < 6 || bytes[from] !== 0x53 || bytes[from + 1] !== 0x53 || bytes[from + 2] !== 0x48) return false
    return (
      bytes[from + 3] === 0x2d && (bytes[from + 4] === 0x31 || bytes[from + 4] === 0x32) && bytes[from + 5] === 0x2e
    )
  },

  read(r) {
    r.skip(r.left, "Data")
  },
}
