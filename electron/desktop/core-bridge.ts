/** Main's end of the port: starts the core's process, starts it again when it dies, and tells the windows meanwhile. */
import { utilityProcess } from "electron"
import type { UtilityProcess } from "electron"
import type { Request } from "../../shared/api/client.ts"
import type { Caller, Download, Served } from "../../shared/api/host.ts"
import type { CoreStart, FromCore, ToCore } from "./core-messages.ts"

export type BridgeHeard = {
  readonly started: (firstPassword: string | null, again: boolean) => void
  /** It died; it is being started again. */
  readonly lost: () => void
  /** It can't be started: in words. */
  readonly failed: (message: string) => void
  readonly said: (window: number, text: string) => void
}

const unreachable = JSON.stringify({
  ok: false,
  code: "unreachable",
  message: "The sensor's core is starting again. Wait a moment; nothing that was acknowledged is lost.",
})
const pause = 500
const mostRestarts = 5
const restartsForgottenAfter = 60_000

type Waiting = { readonly served?: (served: Served) => void; readonly downloaded?: (download: Download | null) => void }

export class CoreBridge {
  readonly #entry: string
  readonly #start: CoreStart
  readonly #heard: BridgeHeard
  readonly #waiting = new Map<number, Waiting>()
  #child: UtilityProcess | null = null
  #ready = false
  #last = 0
  #restarts = 0
  #stopping: (() => void) | null = null

  constructor(entry: string, start: CoreStart, heard: BridgeHeard) {
    this.#entry = entry
    this.#start = start
    this.#heard = heard
  }

  open(): void {
    const child = utilityProcess.fork(this.#entry, [], { serviceName: "Plantwarden core" })
    this.#child = child
    child.on("message", (message: FromCore) => this.#received(message))
    child.on("exit", (code) => this.#exited(child, code))
    this.#say({ say: "start", start: this.#restarts === 0 ? this.#start : { ...this.#start, captures: [] } })
  }

  #say(message: ToCore): void {
    this.#child?.postMessage(message)
  }

  #received(message: FromCore): void {
    switch (message.say) {
      case "started":
        this.#ready = true
        setTimeout(() => (this.#restarts = 0), restartsForgottenAfter).unref()
        return this.#heard.started(message.firstPassword, this.#restarts > 0)
      case "failed":
        this.#child = null
        return this.#heard.failed(message.message)
      case "served":
        this.#waiting.get(message.id)?.served?.(message.served)
        this.#waiting.delete(message.id)
        return
      case "downloaded":
        this.#waiting.get(message.id)?.downloaded?.(message.download)
        this.#waiting.delete(message.id)
        return
      case "said":
        return this.#heard.said(message.window, message.text)
      case "stopped":
        return this.#stopping?.()
      default:
        message satisfies never
    }
  }

  #exited(child: UtilityProcess, code: number): void {
    if (this.#child !== child) return
    this.#child = null
    this.#ready = false
    for (const { served, downloaded } of this.#waiting.values()) {
      served?.({ body: unreachable })
      downloaded?.(null)
    }
    this.#waiting.clear()
    if (this.#stopping) return this.#stopping()
    this.#restarts++
    if (this.#restarts > mostRestarts)
      return this.#heard.failed(
        `The sensor's core stopped ${mostRestarts} times in a row (code ${code}). Start Plantwarden again.`,
      )
    this.#heard.lost()
    setTimeout(() => this.open(), pause)
  }

  serve(request: Request, caller: Caller): Promise<Served> {
    if (!this.#ready) return Promise.resolve({ body: unreachable })
    const id = ++this.#last
    return new Promise((resolve) => {
      this.#waiting.set(id, { served: resolve })
      this.#say({ say: "serve", id, request, caller })
    })
  }

  download(ticket: string, caller: Caller): Promise<Download | null> {
    if (!this.#ready) return Promise.resolve(null)
    const id = ++this.#last
    return new Promise((resolve) => {
      this.#waiting.set(id, { downloaded: resolve })
      this.#say({ say: "download", id, ticket, caller })
    })
  }

  listen(window: number, caller: Caller): void {
    this.#say({ say: "listen", window, caller })
  }
  unlisten(window: number): void {
    this.#say({ say: "unlisten", window })
  }

  /** Resolves when the core has closed the site, or after four seconds: what was acknowledged is on the disk either way. */
  stop(): Promise<void> {
    if (!this.#child) return Promise.resolve()
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, 4000)
      this.#stopping = () => {
        clearTimeout(limit)
        resolve()
      }
      this.#say({ say: "stop" })
    })
  }
}
