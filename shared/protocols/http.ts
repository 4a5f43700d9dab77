/** HTTP/1.1 (RFC 9112 sections 3 and 4): recognised by its first line; bodies pass unread. */
import type { Dissector } from "./dissector.ts"
import { protocol } from "./protocol.ts"

const httpProtocol = protocol({ name: "http", title: "HTTP", family: "office", wireshark: "http" })

const methods = ["GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "CONNECT ", "PATCH ", "PROPFIND ", "TRACE "]

export const http: Dissector = {
  protocol: httpProtocol,
  tcp: [80, 8080, 8000, 8008, 8088, 8888, 3128, 5357, 5985],
  anyPort: true,

  probe(bytes, from, to) {
    if (starts(bytes, from, to, "HTTP/1.")) return true
    for (const method of methods) if (starts(bytes, from, to, method)) return true
    return false
  },

  read(r) {
    r.skip(r.left, "Data")
  },
}

function starts(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from < text.length) return false
  for (let n = 0; n < text.length; n++) if (bytes[from + n] !== text.charCodeAt(n)) return false
  return true
}
