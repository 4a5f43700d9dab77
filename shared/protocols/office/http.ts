/** HTTP/1.1 (RFC 9112 sections 3 and 4): recognised by its first line, answers counted by status, requests told; bodies pass unread. */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { httpMethods, HttpRequests } from "./http-requests.ts"
import { withSecret } from "./credentials.ts"
import { lineEnd } from "./lines.ts"

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

const methods = [...httpMethods].map((method) => `${method} `)

export const http: Dissector = {
  protocol: httpProtocol,
  tcp: [80, 8080, 8000, 8008, 8088, 8888, 3128, 5357, 5985],
  anyPort: true,

  probe(bytes, from, to) {
    if (starts(bytes, from, to, "HTTP/1.")) return true
    for (const method of methods) if (starts(bytes, from, to, method)) return true
    return false
  },

  read(r, about, out) {
    const status = about.direction === 1 ? 0 : statusOf(r.bytes, r.at, r.end)
    if (status > 0) out.operation(httpProtocol, status, status >= 400 ? "exception" : "response")
    const requests = about.recall(begin)
    if (!requests.isOver) {
      if (status > 0) answered(requests, status, out)
      else if (about.direction !== -1)
        requests.take(r.bytes, r.at, r.end, ({ web, isOverlong }) => {
          out.tell(web)
          if (isOverlong) out.tell({ kind: "longText", field: "Request line" })
        })
    }
    if (r.trace !== null && (status > 0 || this.probe(r.bytes, r.at, r.end))) showHead(r)
    r.skip(r.left, "Data")
  },
}

const begin = (): HttpRequests => new HttpRequests()

/** RFC 9110 section 15: 1xx is no answer yet; 401 and 403 refuse who asked. A success is told once a connection. */
function answered(requests: HttpRequests, status: number, out: Findings): void {
  requests.answered(({ web }) => out.tell(web))
  if (status === 101 || (status < 300 && requests.method === "CONNECT")) requests.isOver = true
  const { user } = requests
  if (user === null || status < 200) return
  requests.user = null
  const succeeded = status !== 401 && status !== 403
  const { name, isClear, secret } = user
  if (succeeded && name === requests.signedIn) return
  if (succeeded) requests.signedIn = name
  out.tell({ kind: "signIn", user: name, succeeded, isClear, ...withSecret(secret) })
}

/** The lines of a head one by one, for who looks at a packet. */
function showHead(r: Reader): void {
  for (let name = "First line"; r.left > 0; name = "Header") {
    const length = lineEnd(r.bytes, r.at, r.end) - r.at
    const isEnd = length <= 2
    r.skip(length, isEnd ? "End of the head" : name)
    if (isEnd) return
  }
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
