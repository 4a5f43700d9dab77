/** OpenVPN tunnels (draft-openvpn-protocol section 3, and the program's own documents): packets are counted by their opcode. What is inside is encrypted. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const opcodes: ReadonlyMap<number, string> = new Map([
  [1, "hard reset of the client, version 1"],
  [2, "hard reset of the server, version 1"],
  [3, "soft reset"],
  [4, "control"],
  [5, "acknowledgement"],
  [6, "data, version 1"],
  [7, "hard reset of the client"],
  [8, "hard reset of the server"],
  [9, "data"],
  [10, "hard reset of the client, version 3"],
  [11, "wrapped client key"],
])

const openvpnProtocol = protocol({
  name: "openvpn",
  title: "OpenVPN",
  family: "office",
  wireshark: "openvpn",
  functionName: (code) => opcodes.get(code),
  wiresharkFunction: (code) => `openvpn.opcode == ${code}`,
})

const isData = (opcode: number): boolean => opcode === 6 || opcode === 9
/** Opcode, the session's name of eight bytes, and at least a count of acknowledgements and one number. */
const shortestControl = 14
/** Opcode, number and one block. */
const shortestData = 20
/** Over TCP nothing is longer than a packet of the tunnel. */
const longest = 10_000

function isPacket(bytes: Uint8Array, at: number, to: number): boolean {
  const opcode = bytes[at]! >> 3
  if (!opcodes.has(opcode)) return false
  if (isData(opcode)) return to - at >= shortestData
  // Hard resets begin with the first key.
  if ((opcode === 7 || opcode === 8 || opcode === 10) && (bytes[at]! & 7) !== 0) return false
  if (to - at < shortestControl) return false
  for (let n = 1; n <= 8; n++) if (bytes[at + n] !== 0) return true
  return false
}

export const openvpn: Dissector = {
  protocol: openvpnProtocol,
  udp: [1194],
  probe: isPacket,

  read(r, _about, out) {
    out.operation(openvpnProtocol, r.u8("Opcode and key") >> 3, "message")
    if (r.left > 0) r.skip(r.left, "Encrypted data")
  },
}

/** The same over TCP: the length stands before each packet. */
export const openvpnTcp: Dissector = {
  protocol: openvpnProtocol,
  tcp: [1194],

  size(bytes, from, to) {
    if (to - from < 2) return 0
    const length = (bytes[from]! << 8) | bytes[from + 1]!
    return length < shortestControl || length > longest ? -1 : 2 + length
  },

  probe(bytes, from, to) {
    if (to - from < 2 + shortestControl) return false
    const length = (bytes[from]! << 8) | bytes[from + 1]!
    return length >= shortestControl && length <= longest && isPacket(bytes, from + 2, Math.min(to, from + 2 + length))
  },

  read(r, _about, out) {
    r.u16("Length")
    out.operation(openvpnProtocol, r.u8("Opcode and key") >> 3, "message")
    if (r.left > 0) r.skip(r.left, "Encrypted data")
  },
}
