/** What the core and the engine's worker thread say to each other. Everything survives a structured clone. */
import type { Accounting, Batch, CaptureFacts } from "./batch.ts"

export type ToEngine =
  /** Start from this state (null: an empty site). Always first, and again to start over. */
  | { readonly say: "open"; readonly state: Uint8Array | null }
  /** Read a capture. Batches up to `applied` are in the store already: they are made again and not sent. */
  | {
      readonly say: "import"
      readonly id: string
      readonly path: string
      readonly name: string
      readonly applied: number
    }
  | { readonly say: "cancel"; readonly id: string }
  /** The store has this batch. The engine keeps at most two batches under way and waits for this. */
  | { readonly say: "applied"; readonly id: string; readonly batch: number }

export type FromEngine =
  | { readonly say: "ready" }
  | { readonly say: "batch"; readonly id: string; readonly batch: Batch }
  /** A few a second while reading. Bytes are of the file as it lies on the disk. */
  | {
      readonly say: "progress"
      readonly id: string
      readonly bytesRead: number
      readonly bytesTotal: number
      readonly packets: number
      readonly accounting: Accounting
    }
  /** After cancel: the engine's state is that before the import; the core takes the import's rows back. */
  | { readonly say: "cancelled"; readonly id: string; readonly packets: number }
  /** The file can't be read at all. */
  | {
      readonly say: "failed"
      readonly id: string
      readonly what: string
      readonly why: string
      readonly remedy: string
    }
  | {
      readonly say: "finished"
      readonly id: string
      readonly capture: CaptureFacts
      readonly accounting: Accounting
      readonly seconds: number
    }
