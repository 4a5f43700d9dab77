/** One request and its answer, the same over HTTP/1.1 and HTTP/2. */
import { constants } from "node:http2"
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2"
import { everyAnswer } from "./policy.ts"

export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge"
}

export class Exchange {
  readonly request: Http2ServerRequest
  readonly response: Http2ServerResponse
  readonly path: string
  readonly query: URLSearchParams

  constructor(request: Http2ServerRequest, response: Http2ServerResponse) {
    this.request = request
    this.response = response
    const [path, query] = (request.url ?? "/").split("?", 2)
    this.path = path ?? "/"
    this.query = new URLSearchParams(query ?? "")
  }

  get method(): string {
    return this.request.method
  }
  header(name: string): string {
    const value = this.request.headers[name]
    return Array.isArray(value) ? value.join(",") : (value ?? "")
  }
  get host(): string {
    return this.request.authority || this.header("host")
  }
  cookie(name: string): string | null {
    const found = this.header("cookie")
      .split(/[;,]\s*/)
      .find((one) => one.startsWith(`${name}=`))
    return found === undefined ? null : found.slice(name.length + 1)
  }

  send(status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array): void {
    const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength
    this.response.writeHead(status, { ...everyAnswer, ...headers, "content-length": String(length) })
    this.response.end(this.method === "HEAD" ? "" : body)
  }
  sendJson(status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
    this.send(status, { "content-type": "application/json", "cache-control": "no-store", ...headers }, body)
  }
  refuse(status: number, message: string): void {
    const headers = status === 413 ? this.#readNoMore() : {}
    this.sendJson(status, JSON.stringify({ ok: false, code: "refused", message }), headers)
  }
  /** The rest of the request is not wanted: over HTTP/2 its stream ends with the answer (RFC 9113, section 8.1), else the connection does. */
  #readNoMore(): Record<string, string> {
    const { request, response } = this
    if (request.httpVersionMajor < 2) return { connection: "close" }
    const { stream } = response
    stream.on("finish", () => stream.close(constants.NGHTTP2_NO_ERROR))
    return {}
  }

  async text(limit: number): Promise<string> {
    const pieces: Uint8Array[] = []
    let length = 0
    for await (const piece of this.request as AsyncIterable<Uint8Array>) {
      length += piece.length
      if (length > limit) throw new BodyTooLarge()
      pieces.push(piece)
    }
    return Buffer.concat(pieces).toString("utf8")
  }
}
