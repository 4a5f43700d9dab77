/** What the core and its site threads say to each other. A thread owns a connection to the database; the writing one owns the import queue too. */
import type { Capture } from "../../shared/api/contract/captures.ts"
import type { MadeName } from "../handlers/answers/made.ts"
import type { SitePlace, Restored } from "../store/open-site.ts"
import type { Live, NewLive } from "../store/live.ts"
import type { OpenCounts } from "../store/alert-list.ts"
import type { TableCall } from "../store/tables.ts"

export type ThreadRole = "writer" | "reader"

/** Given to the thread when it starts. */
export type ThreadStart = {
  readonly role: ThreadRole
  /** Whether it makes answers: what a reading thread is for, or the only one. */
  readonly answers: boolean
  readonly place: SitePlace
  readonly engine: string
}

export type NewFile = { readonly path: string; readonly file: string; readonly by: string }

export type QueueCommands = {
  add: (files: readonly NewFile[]) => string[]
  announce: (file: { name: string; size: number; print: string; by: string; path: string; id: string }) => {
    id: string
    received: number
  }
  /** The whole upload is there. */
  arrived: (id: string) => void
  cancel: (id: string) => void
  forget: (id: string) => void
  /** Follow this live capture's ring from now on; null: read what is left of it, then stop. */
  follow: (order: FollowWish | null) => void
  /** How traffic is judged was set anew. */
  judgeAnew: () => void
}
/** `most`: bytes of a segment. */
export type FollowWish = NewLive & { readonly most: number }
export type QueueCommand = keyof QueueCommands

export type ThreadCall =
  | { readonly do: "write" | "query"; readonly call: TableCall }
  /** A question of the API, answered with checked JSON text. */
  | { readonly do: "answer"; readonly method: string; readonly input: unknown }
  /** What the core needs of many rows, made in the thread. */
  | { readonly do: "made"; readonly name: MadeName; readonly input: unknown }
  | { readonly do: "queue"; readonly command: QueueCommand; readonly values: readonly unknown[] }
  | { readonly do: "size" }
  | { readonly do: "close" }

export type ToThread = { readonly id: number; readonly call: ThreadCall }

/** How far live capture was read. `problem`: what keeps it from being read, or "". */
export type LiveNews = Pick<Live, "session" | "settled" | "now" | "lost"> & { readonly problem: string }

/** What a thread tells: the site's news, and how far live capture is, which only monitoring hears. */
export type ThreadNews = SiteNews | { readonly news: "live"; readonly live: LiveNews }

export type SiteNews =
  | { readonly news: "capture"; readonly capture: Capture }
  | {
      readonly news: "devices"
      readonly ids: readonly string[]
      readonly gone: readonly string[]
      readonly all: boolean
      readonly total: number
    }
  | { readonly news: "site" }
  | { readonly news: "alerts"; readonly open: OpenCounts }

export type FromThread =
  | { readonly say: "opened"; readonly restored: Restored | null }
  | { readonly say: "unopened"; readonly name: string; readonly message: string }
  | { readonly say: "value"; readonly id: number; readonly value: unknown }
  | {
      readonly say: "thrown"
      readonly id: number
      readonly name: string
      readonly message: string
      readonly code?: string
      readonly stack?: string
    }
  | { readonly say: "news"; readonly news: ThreadNews }
