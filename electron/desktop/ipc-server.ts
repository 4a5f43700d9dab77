/** The windows' side of the door: checks who sends, keeps each window's session token as a browser keeps a cookie, passes events on. */
import { ipcMain } from "electron"
import type { IpcMainInvokeEvent, WebContents } from "electron"
import type { Request } from "../../shared/api/client.ts"
import type { Caller } from "../../shared/api/host.ts"
import { isOwnPage } from "./app-scheme.ts"
import { askChannel, saidChannel } from "./channels.ts"
import type { CoreBridge } from "./core-bridge.ts"

export class StrangeSender extends Error {
  override readonly name = "StrangeSender"
}

type Guest = { readonly contents: WebContents; token: string | null }

/** Only the top frame of one of our pages may ask. */
function judgeSender(event: IpcMainInvokeEvent): void {
  const frame = event.senderFrame
  if (frame === null || frame.parent !== null || !isOwnPage(frame.url))
    throw new StrangeSender("This page may not talk to the sensor.")
}

function requestOf(value: unknown): Request {
  const { method, input } = (value ?? {}) as { method?: unknown; input?: unknown }
  return { method: typeof method === "string" ? method : "", input }
}

export class IpcServer {
  readonly #bridge: CoreBridge
  readonly #guests = new Map<number, Guest>()

  constructor(bridge: CoreBridge) {
    this.#bridge = bridge
    ipcMain.handle(askChannel, (event, value: unknown) => this.#ask(event, value))
  }

  welcome(contents: WebContents): void {
    const id = contents.id
    this.#guests.set(id, { contents, token: null })
    contents.once("destroyed", () => {
      this.#guests.delete(id)
      this.#bridge.unlisten(id)
    })
  }

  #caller(token: string | null): Caller {
    return { token, origin: "local", local: true }
  }

  async #ask(event: IpcMainInvokeEvent, value: unknown): Promise<string> {
    judgeSender(event)
    const guest = this.#guests.get(event.sender.id)
    if (!guest) throw new StrangeSender("This window is not known to the sensor.")
    const served = await this.#bridge.serve(requestOf(value), this.#caller(guest.token))
    if (served.token !== undefined) {
      guest.token = served.token
      if (guest.token === null) this.#bridge.unlisten(event.sender.id)
      else this.#bridge.listen(event.sender.id, this.#caller(guest.token))
    }
    return served.body
  }

  said(window: number, text: string): void {
    this.#guests.get(window)?.contents.send(saidChannel, text)
  }

  /** The core is away, or there again. */
  news(event: "lost" | "back"): void {
    for (const [id, { contents, token }] of this.#guests) {
      if (event === "back" && token !== null) this.#bridge.listen(id, this.#caller(token))
      contents.send(saidChannel, JSON.stringify({ event, payload: {} }))
    }
  }

  /** For downloads, which come by address and not through the channel: any window's session will do, the ticket names its owner. */
  callers(): Caller[] {
    return [...this.#guests.values()].map(({ token }) => this.#caller(token))
  }
}
