/** The browser console: pages, questions, events, uploads and downloads over HTTPS. It carries the cookie; who may do what is the core's affair. */
import { createSecureServer } from "node:http2"
import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from "node:http2"
import type { AddressInfo, Socket } from "node:net"
import type { Caller, Core } from "../../shared/api/host.ts"
import { EventChannels } from "./event-channel.ts"
import { BodyTooLarge, Exchange } from "./exchange.ts"
import { isLoopback } from "../../shared/net/loopback.ts"
import { originCheck } from "./origin.ts"
import { openPages } from "./pages.ts"
import { everyAnswer } from "./policy.ts"

export type WebOptions = {
  readonly core: Core
  readonly pages: string
  readonly host: string
  readonly port: number
  readonly key: string
  readonly certificate: string
  /** Of the session cookie. */
  readonly cookie: string
  /** What the console answers to, at this moment. */
  readonly names: () => readonly string[]
  readonly log: (line: string) => void
}
export type WebServer = {
  readonly address: string
  readonly port: number
  /** New connections get this certificate; open ones go on. */
  readonly useCertificate: (key: string, certificate: string) => void
  readonly stop: () => Promise<void>
}

const apiLimit = 4 * 1024 * 1024
const pieceLimit = 64 * 1024 * 1024
const keepAlive = 15_000

const setCookie = (name: string, token: string | null): string =>
  `${name}=${token ?? ""}; Path=/; Secure; HttpOnly; SameSite=Strict${token === null ? "; Max-Age=0" : ""}`

class Console {
  readonly #options: WebOptions
  readonly #cookie: string
  readonly #events: EventChannels
  readonly #pages: ReturnType<typeof openPages>
  readonly #isOwn: ReturnType<typeof originCheck>

  constructor(options: WebOptions, port: () => number) {
    this.#options = options
    this.#cookie = options.cookie
    this.#events = new EventChannels(options.core)
    this.#pages = openPages(options.pages)
    this.#isOwn = originCheck(options.names, port)
  }

  closeStreams(): void {
    this.#events.closeAll()
  }

  #caller(exchange: Exchange): Caller {
    const address = exchange.request.socket.remoteAddress ?? ""
    return {
      token: exchange.cookie(this.#cookie),
      origin: isLoopback(address.replace("::ffff:", "")) ? "local" : address,
      local: false,
      program: exchange.header("user-agent").slice(0, 200),
    }
  }

  async handle(exchange: Exchange): Promise<void> {
    const { method, path } = exchange
    const changes = method !== "GET" && method !== "HEAD"
    const headers = { host: exchange.host, origin: exchange.header("origin"), site: exchange.header("sec-fetch-site") }
    if (!this.#isOwn(headers, changes))
      return exchange.refuse(403, "This sensor does not answer to that name or to other pages.")
    if (path === "/api" && method === "POST") return this.#api(exchange)
    if (path === "/events" && method === "GET") return this.#listen(exchange)
    if (path.startsWith("/upload/") && method === "PUT") return this.#upload(exchange, path.slice("/upload/".length))
    if (path.startsWith("/download/") && method === "GET")
      return this.#download(exchange, path.slice("/download/".length))
    if (changes) return exchange.refuse(405, "This address only answers GET.")
    return this.#page(exchange)
  }

  async #api(exchange: Exchange): Promise<void> {
    if (!exchange.header("content-type").startsWith("application/json"))
      return exchange.refuse(415, "Requests are JSON.")
    const request = parseRequest(await exchange.text(apiLimit))
    if (!request) return exchange.refuse(400, "The request is not JSON with a method and an input.")
    const served = await this.#options.core.serve(request, this.#caller(exchange))
    const cookie = served.token === undefined ? {} : { "set-cookie": setCookie(this.#cookie, served.token) }
    exchange.sendJson(200, served.body, cookie)
  }

  #listen(exchange: Exchange): void {
    const { response } = exchange
    const caller = this.#caller(exchange)
    const stream = {
      write: (text: string) => response.write(text),
      end: () => void response.end(),
      behind: () => (response.stream as { writableLength?: number } | undefined)?.writableLength ?? 0,
    }
    const headers = { ...everyAnswer, "content-type": "text/event-stream", "cache-control": "no-store" }
    const begin = () => response.writeHead(200, headers)
    const started = {
      write: (text: string) => (response.headersSent || begin(), stream.write(text)),
      end: stream.end,
      behind: stream.behind,
    }
    const lastId = exchange.header("last-event-id") || (exchange.query.get("after") ?? "")
    if (!this.#events.attach(caller, lastId, started)) return exchange.refuse(401, "You are not signed in.")
    const beat = setInterval(() => stream.write(": \n\n"), keepAlive)
    response.on("close", () => {
      clearInterval(beat)
      this.#events.detach(caller, started)
    })
  }

  async #upload(exchange: Exchange, id: string): Promise<void> {
    const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(exchange.header("content-range"))
    if (!range) return exchange.refuse(400, 'An upload needs the header "Content-Range: bytes FROM-TO/SIZE".')
    const [from, to, size] = range.slice(1).map(Number) as [number, number, number]
    if (to - from >= pieceLimit) return exchange.refuse(413, "The piece is larger than 64 MiB. Send smaller ones.")
    const body = exchange.request as AsyncIterable<Uint8Array>
    const received = await this.#options.core.receive(id, { from, to, size }, body, this.#caller(exchange))
    exchange.sendJson(received.ok ? 200 : received.status, JSON.stringify(received))
  }

  async #download(exchange: Exchange, ticket: string): Promise<void> {
    const found = await this.#options.core.download(ticket, this.#caller(exchange))
    if (!found) return exchange.refuse(404, "This download was fetched already or is too old. Ask for it again.")
    const name = encodeURIComponent(found.file)
    const headers = {
      "content-type": found.type,
      "cache-control": "no-store",
      "content-disposition": `attachment; filename*=UTF-8''${name}`,
    }
    exchange.send(200, headers, found.bytes)
  }

  #page(exchange: Exchange): void {
    const file = this.#pages.find(exchange.path, exchange.header("accept-encoding"))
    if (!file) return exchange.send(404, { "content-type": "text/plain; charset=utf-8" }, "There is no such page.")
    exchange.send(200, file.headers, file.bytes)
  }
}

function parseRequest(text: string): { method: string; input: unknown } | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  const { method, input } = (value ?? {}) as { method?: unknown; input?: unknown }
  return typeof method === "string" ? { method, input } : null
}

export async function startWeb(options: WebOptions): Promise<WebServer> {
  const server = createSecureServer({
    key: options.key,
    cert: options.certificate,
    allowHTTP1: true,
    minVersion: "TLSv1.2",
  })
  const port = () => (server.address() as AddressInfo).port
  const console = new Console(options, port)
  const sessions = new Set<ServerHttp2Session>()
  const sockets = new Set<Socket>()
  server.on("session", (session) => {
    sessions.add(session)
    session.on("close", () => sessions.delete(session))
    session.on("error", () => session.destroy()) // the other side broke the protocol or the line
  })
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket))
  })
  server.on("request", (request: Http2ServerRequest, response: Http2ServerResponse) => {
    const exchange = new Exchange(request, response)
    response.on("error", () => response.destroy())
    console.handle(exchange).catch((error: unknown) => failed(exchange, error, options.log))
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(options.port, options.host, () => {
      server.off("error", reject)
      resolve()
    })
  })
  const shown = options.host.includes(":") ? `[${options.host}]` : options.host
  return {
    address: `https://${shown}:${port()}`,
    port: port(),
    useCertificate: (key, cert) => server.setSecureContext({ key, cert, minVersion: "TLSv1.2" }),
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      console.closeStreams()
      for (const session of sessions) session.destroy()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function failed(exchange: Exchange, error: unknown, log: (line: string) => void): void {
  if (exchange.response.headersSent || exchange.response.destroyed) return
  if (error instanceof BodyTooLarge) return exchange.refuse(413, "The request is too large.")
  if ((error as NodeJS.ErrnoException).code === "ECONNRESET" || exchange.request.aborted) return
  log(`${exchange.method} ${exchange.path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  exchange.refuse(500, "Something went wrong inside the sensor. The log says what.")
}
