/** Handshake messages (RFC 8446 section 4, RFC 5246 section 7.4) and versions by number. */
import { protocol } from "../protocol.ts"

export const CLIENT_HELLO = 1
export const SERVER_HELLO = 2
export const CERTIFICATE = 11

const messages: ReadonlyMap<number, string> = new Map([
  [CLIENT_HELLO, "client hello"],
  [SERVER_HELLO, "server hello"],
  [CERTIFICATE, "certificate"],
])
const versions: ReadonlyMap<number, string> = new Map([
  [0x0300, "SSL 3.0"],
  [0x0301, "TLS 1.0"],
  [0x0302, "TLS 1.1"],
  [0x0303, "TLS 1.2"],
  [0x0304, "TLS 1.3"],
])

/** Details: the version that the server chose. */
export const tlsProtocol = protocol({
  name: "tls",
  title: "TLS",
  family: "office",
  wireshark: "tls",
  functionName: (code) => messages.get(code),
  wiresharkFunction: (code) => `tls.handshake.type == ${code}`,
  detailKey: (code) => `version:${code.toString(16).padStart(4, "0")}`,
  detailName: (code) => versions.get(code),
})
export const isVersion = (version: number): boolean => versions.has(version)
