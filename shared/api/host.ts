/** What a host (window, browser console, command line) gets from the core, whatever carries the messages. */
import type { Request } from "./client.ts"

/** Who asks: the session's token, where from, and whether the host can read the files of the person who asks. */
export type Caller = {
  readonly token: string | null
  readonly origin: string
  readonly local: boolean
  /** Browser and system, as far as they say. */
  readonly program?: string
}

/** `body` is the response as JSON. `token`: absent, as it was; null, forget it; else the new one. */
export type Served = { readonly body: string; readonly token?: string | null }

/** One event of the contract, ready to send: `{"event":…,"payload":…}` as JSON. `live` tells whether the caller's session still is. */
export type Said = { readonly text: string }

export type Range = { readonly from: number; readonly to: number; readonly size: number }
export type Received =
  | { readonly ok: true; readonly received: number }
  | { readonly ok: false; readonly status: number; readonly message: string; readonly received: number }

export type Download = { readonly file: string; readonly type: string; readonly bytes: Uint8Array }

export type Core = {
  readonly serve: (request: Request, caller: Caller) => Promise<Served>
  /** Null when the caller is not signed in; else how to stop. */
  readonly listen: (caller: Caller, heard: (said: Said) => void) => (() => void) | null
  /** A piece of an announced upload, kept on the disk when the promise resolves. */
  readonly receive: (id: string, range: Range, body: AsyncIterable<Uint8Array>, caller: Caller) => Promise<Received>
  /** What a ticket stands for, once. */
  readonly download: (ticket: string, caller: Caller) => Promise<Download | null>
  readonly stop: () => Promise<void>
}
