/** Where requests begin among the bytes that a client of HTTP sends: heads that come in pieces are put together, bodies are passed over. */
import { headEnd, methodEnd, readHead, versionAt, type Head, type HttpUser } from "./http-head.ts"
import type { HttpUploads } from "./http-uploads.ts"
import { indexOfByte, latinText, lineEnd, textEnd } from "./lines.ts"

/** The methods that a conversation is recognised by (RFC 9110 section 9, RFC 5789, RFC 4918). */
export const httpMethods: ReadonlySet<string> = new Set(
  "GET POST HEAD PUT DELETE OPTIONS CONNECT PATCH PROPFIND TRACE".split(" "),
)

/** A head that is longer is read as far as this. */
const longestHead = 65_536
/** One segment may hold so many requests without a body. */
const mostInSegment = 64

export class HttpRequests {
  /** Who waits for the answer that decides a sign-in; null: nobody. */
  user: HttpUser | null = null
  /** Whose sign-in succeeded and was told. */
  signedIn: string | null = null
  /** Another protocol goes on here (status 101, or 200 to CONNECT). */
  isOver = false
  method = ""
  private body = 0
  private readonly uploads: HttpUploads | null
  private time = 0
  private begun: Uint8Array | null = null
  private length = 0
  /** Where the last line of what is begun begins: everything before was looked at. */
  private line = 0

  constructor(uploads: HttpUploads | null = null) {
    this.uploads = uploads
  }

  /** Takes a segment of the client. */
  take(bytes: Uint8Array, from: number, to: number, found: (head: Head) => void, time = 0): void {
    this.time = time
    if (this.begun !== null) {
      if (!restarts(bytes, from, to)) return this.goesOn(bytes, from, to, found)
      this.answered(found) // bytes were lost between
    }
    for (let n = 0, at = from; n < mostInSegment && at < to; n++) {
      if (!(this.body > 0 ? restarts(bytes, at, to) : isRequest(bytes, at, to))) {
        return this.content(bytes, at, to)
      }
      const end = headEnd(bytes, at, to)
      if (end < 0) return this.begin(bytes, at, to)
      const head = this.read(bytes, at, end, found)
      const rest = Math.min(head.body, to - end)
      this.body = head.body
      this.content(bytes, end, end + rest)
      at = end + rest
    }
  }

  /** The server answers: what is begun never ends. */
  answered(found: (head: Head) => void): void {
    if (this.begun === null) return
    this.read(this.begun, 0, this.length, found)
    this.begun = null
    this.body = 0
  }

  private read(bytes: Uint8Array, from: number, end: number, found: (head: Head) => void): Head {
    const head = readHead(bytes, from, end)
    if (!isRequest(bytes, from, end)) return head // its first line was cut: another protocol
    this.uploads?.ends(false) // what was begun before went on no further
    this.method = head.web.method
    if (head.user !== null) this.user = head.user
    found(head)
    if (head.fields !== "") this.uploads?.asks(head.fields)
    if (head.body > 0 && head.body < Infinity)
      this.uploads?.begins(head.web.method, head.web.path, latinText(bytes, from, end), this.time)
    return head
  }

  private content(bytes: Uint8Array, from: number, to: number): void {
    if (this.body <= 0) return
    const end = Math.min(to, from + this.body)
    this.uploads?.take(bytes, from, end)
    this.body -= end - from
    if (this.body === 0) this.uploads?.ends(true)
  }

  private begin(bytes: Uint8Array, from: number, to: number): void {
    this.begun = new Uint8Array(Math.max(4096, to - from))
    this.length = 0
    this.line = 0
    this.append(bytes, from, to)
  }

  private goesOn(bytes: Uint8Array, from: number, to: number, found: (head: Head) => void): void {
    const before = this.length
    this.append(bytes, from, to)
    const begun = this.begun!
    const end = headEnd(begun, this.line, this.length)
    if (end < 0 && this.length < longestHead) return
    const head = this.read(begun, 0, end < 0 ? this.length : end, found)
    this.begun = null
    this.body = end < 0 ? Infinity : head.body
    if (end >= 0) this.content(bytes, from + (end - before), to)
    const next = from + (end - before) + head.body
    if (end >= 0 && next < to) this.take(bytes, next, to, found, this.time)
  }

  private append(bytes: Uint8Array, from: number, to: number): void {
    const kept = Math.min(to - from, longestHead - this.length)
    let begun = this.begun!
    if (this.length + kept > begun.length) {
      begun = new Uint8Array(Math.min(longestHead, Math.max(begun.length * 2, this.length + kept)))
      begun.set(this.begun!.subarray(0, this.length))
      this.begun = begun
    }
    // A line that was whole before is not looked at again; a head ends with two line ends.
    if (this.length > 0) this.line = begun.lastIndexOf(0x0a, this.length - 1) + 1
    begun.set(bytes.subarray(from, from + kept), this.length)
    this.length += kept
  }
}

/** A first line that names HTTP, as a client of any program may send it. */
function namesHttp(bytes: Uint8Array, from: number, to: number): boolean {
  const method = methodEnd(bytes, from, to)
  const end = lineEnd(bytes, from, to)
  if (method === from || bytes[end - 1] !== 0x0a || versionAt(bytes, method, textEnd(bytes, from, end)) < 0)
    return false
  // "PRI * HTTP/2.0" opens HTTP/2 (RFC 9113 section 3.4): no request.
  return latinText(bytes, from, method) !== "PRI"
}

/** A whole first line where none was expected: bytes were lost. */
const restarts = (bytes: Uint8Array, from: number, to: number): boolean =>
  httpMethods.has(latinText(bytes, from, methodEnd(bytes, from, to))) && namesHttp(bytes, from, to)

const isRequest = (bytes: Uint8Array, from: number, to: number): boolean =>
  namesHttp(bytes, from, to) || beginsRequest(bytes, from, to)

/** A method that everybody knows and a path: the first line goes on, or ends without a version. */
function beginsRequest(bytes: Uint8Array, from: number, to: number): boolean {
  const method = methodEnd(bytes, from, to)
  if (bytes[method + 1] !== 0x2f || !httpMethods.has(latinText(bytes, from, method))) return false
  const end = lineEnd(bytes, from, to)
  return bytes[end - 1] !== 0x0a || indexOfByte(bytes, 0x20, method + 1, end) < 0
}
