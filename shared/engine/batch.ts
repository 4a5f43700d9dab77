/** What the engine tells the core: batches of changes, deterministic in content and number for the same capture. */
import type { Claim, Connection, Device } from "../model/device.ts"

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

/** Traffic of one (client, server, protocol) in one minute. Additive: the store adds it to what it has. */
export type SeriesDelta = {
  /** Connection id. */
  readonly connection: string
  /** Minutes since 1970 UTC. */
  readonly minute: number
  readonly packets: number
  readonly bytes: number
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
  readonly evidence: readonly EvidenceFrame[]
  readonly series: readonly SeriesDelta[]
  readonly accounting: Accounting
  readonly capture: CaptureFacts
  /** With the last batch: the engine's whole state, from which the next import goes on. */
  readonly state?: Uint8Array
}
