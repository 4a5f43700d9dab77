/** What the engine tells the core: batches of changes, deterministic in content and number for the same capture. */
import type { BaselineNews } from "../baseline/entry.ts"
import type { RuleHits } from "../detections/custom/rule.ts"
import type { AlertChange, TrafficEvent } from "../detections/finding.ts"
import type { CaptureHealth } from "../model/capture-health.ts"
import type { Claim, Connection, Device } from "../model/device.ts"
import type { Happening } from "../model/happening.ts"
import type { Place } from "../model/place.ts"
import type { Talk, TalkFunction } from "../model/talk.ts"

export const problemCodes = [
  "cut-short",
  "damaged-block",
  "bad-record-length",
  "unknown-file-type",
  "unsupported-pcap-variant",
  "unsupported-link-type",
  "interface-drops",
  "unreliable-time",
  "gzip-damaged",
  "table-overflow",
  "stream-limit",
  "fragment-limit",
  "dissector-benched",
  "no-packets",
] as const

/** Something about a capture that a person must know, in words. */
export type Problem = {
  readonly code: (typeof problemCodes)[number]
  /** Byte offset in the uncompressed file where it applies; 0 where it has no place. */
  readonly offset: number
  readonly message: string
}

/** Frames by class; read is always the sum of the other five. */
export type Accounting = {
  readonly read: number
  readonly decoded: number
  readonly recognised: number
  readonly truncated: number
  readonly malformed: number
  readonly unsupportedLink: number
}

export type CaptureFacts = {
  readonly file: string
  /** Empty until the whole file was read. */
  readonly sha256: string
  readonly fileType: "pcap" | "pcapng" | "unknown"
  readonly linkTypes: readonly number[]
  readonly packets: number
  readonly bytes: number
  readonly wireBytes: number
  /** Microseconds since 1970 UTC; 0 where there is no packet. */
  readonly first: number
  readonly last: number
  readonly problems: readonly Problem[]
}

/** One frame copied out of a capture because a shown claim rests on it. */
export type EvidenceFrame = {
  readonly frame: number
  readonly linkType: number
  readonly time: number
  readonly wireLength: number
  readonly bytes: Uint8Array
}

/** What was measured in one minute, in rows of numbers. Additive: the store adds it to what it has. */
export type MeasuredMinute = {
  /** Minutes since 1970 UTC. */
  readonly minute: number
  /** Rows of talk (-1: everything), packets, bytes. */
  readonly traffic: Float64Array
  /** Rows of function, requests, responses, exceptions, messages. */
  readonly counts: Float64Array
  /** Rows of function, answered, sum and longest of the answers' times, intervals, their sum, sum of their differences (microseconds). */
  readonly timing: Float64Array
}

/** Talks and functions that measures name by number, new ones and changed ones. The engine's numbers hold as long as its state does. */
export type MeasuredKeys = {
  readonly talks: readonly Talk[]
  readonly functions: readonly TalkFunction[]
}

export type Batch = {
  /** 1, 2, 3 … within one import. A replay makes the same batches again; the store discards those it has. */
  readonly number: number
  readonly last: boolean
  /** New or changed devices, whole. */
  readonly devices: readonly Device[]
  /** Ids that no longer are devices of their own, and what they became part of. */
  readonly merged: readonly { readonly id: string; readonly into: string }[]
  /** All claims of each changed device. `capture` of claims from this import is "" until the last batch. */
  readonly claims: readonly { readonly device: string; readonly claims: readonly Claim[] }[]
  readonly connections: readonly Connection[]
  /** Ids of connections that exist no more because their ends were joined. */
  readonly droppedConnections: readonly string[]
  /** All places of each connection of which one changed. */
  readonly places: readonly { readonly connection: string; readonly places: readonly Place[] }[]
  /** What happened since the last batch; the store adds it to what it has. */
  readonly happenings: readonly Happening[]
  readonly evidence: readonly EvidenceFrame[]
  readonly measured: readonly MeasuredMinute[]
  readonly keys: MeasuredKeys
  /** Alerts that began or went on, and what the timeline is told, in the order of the traffic. */
  readonly alerts: readonly AlertChange[]
  readonly events: readonly TrafficEvent[]
  /** How often the user's own rules matched. */
  readonly hits: readonly RuleHits[]
  /** What became part of the baseline, and what departed from it, in the order of the traffic. */
  readonly baseline: readonly BaselineNews[]
  readonly accounting: Accounting
  /** Of the capture (or the part of a live one) so far. */
  readonly health: CaptureHealth
  readonly capture: CaptureFacts
  /** With the last batch: the engine's whole state, from which the next import goes on. */
  readonly state?: Uint8Array
}
