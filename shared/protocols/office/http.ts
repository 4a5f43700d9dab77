/** HTTP/1.1 (RFC 9112 sections 3 and 4): recognised by its first line, answers counted by status; bodies pass unread. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const statuses: ReadonlyMap<number, string> = new Map([
  [200, "ok"],
  [301, "moved permanently"],
  [302, "found"],
  [304, "not modified"],
  [400, "bad request"],
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "not found"],
  [500, "internal server error"],
  [503, "service unavailable"],
])

const httpProtocol = protocol({
  name: "http",
  title: "HTTP",
  family: "office",
  wireshark: "http",
  functionName: (code) => statuses.get(code),
})

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

  read(r, _about, out) {
    const status = statusOf(r.bytes, r.at, r.end)
    if (status > 0) out.operation(httpProtocol, status, status >= 400 ? "exception" : "response")
    r.skip(r.left, "Data")
  },
}

/** The three digits after "HTTP/1.x "; 0 where no status line begins here. */
function statusOf(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 12 || bytes[from + 8] !== 0x20 || !starts(bytes, from, to, "HTTP/1.")) return 0
  let status = 0
  for (let at = from + 9; at < from + 12; at++) {
    const digit = bytes[at]! - 0x30
    if (digit < 0 || digit > 9) return 0
    status = status * 10 + digit
  }
  return status >= 100 && status < 600 ? status : 0
}

function starts(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from < text.length) return false
  for (let n = 0; n < text.length; n++) if (bytes[from + n] !== text.charCodeAt(n)) return false
  return true
}
