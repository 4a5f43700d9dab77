/** WireGuard tunnels (J. Donenfeld, "WireGuard: Next Generation Kernel Network Tunnel", section 5.4): four messages of fixed form. What is inside is encrypted. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const [INITIATION, ANSWER, COOKIE, TRANSPORT] = [1, 2, 3, 4]
const messages = ["", "handshake initiation", "handshake response", "cookie reply", "transport data"]

const wireguardProtocol = protocol({
  name: "wireguard",
  title: "WireGuard",
  family: "office",
  wireshark: "wg",
  functionName: (code) => (code === 0 ? undefined : messages[code]),
  wiresharkFunction: (code) => `wg.type == ${code}`,
  unseen: "the paper that describes WireGuard",
})

/** What type and length allow: data are padded to 16 bytes, behind 16 of header, with 16 of proof. */
function isMessage(type: number, length: number): boolean {
  if (type === INITIATION) return length === 148
  if (type === ANSWER) return length === 92
  if (type === COOKIE) return length === 64
  return type === TRANSPORT && length >= 32 && length % 16 === 0
}

export const wireguard: Dissector = {
  protocol: wireguardProtocol,
  udp: [51820],

  probe: (bytes, from, to) =>
    to - from >= 32 &&
    bytes[from + 1] === 0 &&
    bytes[from + 2] === 0 &&
    bytes[from + 3] === 0 &&
    isMessage(bytes[from]!, to - from),

  read(r, _about, out) {
    const type = r.u8("Type")
    r.skip(3, "Reserved")
    out.operation(wireguardProtocol, type, type === INITIATION ? "request" : type === ANSWER ? "response" : "message")
    r.skip(r.left, "Encrypted data")
  },
}
