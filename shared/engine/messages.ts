/** What the core and the engine's worker thread say to each other. Everything survives a structured clone. */
import type { BaselineEdit } from "../baseline/entry.ts"
import type { Policy } from "../detections/policy.ts"
import type { Accounting, Batch, CaptureFacts } from "./batch.ts"
import type { LiveCut, RingPlace, RingSource, Turn } from "./live.ts"

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
      /** How its traffic is judged. A replay gets the same. */
      readonly policy: Policy
      /** What people changed of the baseline since the last checkpoint. */
      readonly edits?: readonly BaselineEdit[]
    }
  | { readonly say: "cancel"; readonly id: string }
  /** Follow the ring files of a live capture. What `cuts` tells is in the store already: it is read again and not sent. */
  | {
      readonly say: "follow"
      readonly id: string
      /** What claims from it carry as their capture. */
      readonly capture: string
      readonly name: string
      /** Frames of this live capture before this segment. */
      readonly before: number
      readonly sources: readonly (RingSource & RingPlace)[]
      readonly cuts: readonly (readonly Turn[])[]
      /** A segment ends after so many bytes: a replay is never longer. */
      readonly mostBytes: number
      readonly policy: Policy
      readonly edits?: readonly BaselineEdit[]
    }
  /** End the segment: at the next frame, or (drain) when everything in the ring was read. */
  | { readonly say: "settle"; readonly id: string; readonly drain: boolean }
  /** The store has this batch. The engine keeps at most two batches under way and waits for this. */
  | { readonly say: "applied"; readonly id: string; readonly batch: number }

export type FromEngine =
  | { readonly say: "ready" }
  | { readonly say: "batch"; readonly id: string; readonly batch: Batch }
  | { readonly say: "live-batch"; readonly id: string; readonly batch: Batch; readonly cut: LiveCut }
  /** The segment is at its end; without frames, it sent no batch. drained: the ring held nothing more. */
  | { readonly say: "settled"; readonly id: string; readonly drained: boolean }
  /** What the store has can't be read again: a ring file is gone or damaged. */
  | { readonly say: "unfollowable"; readonly id: string; readonly why: string }
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
