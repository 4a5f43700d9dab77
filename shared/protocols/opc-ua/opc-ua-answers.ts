/** What answers of OPC UA say of each node that was asked for: OPC 10000-4 sections 5.8 to 5.14. */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { details } from "./opc-ua-details.ts"
import {
  readCount,
  readNodeId,
  skipDiagnostics,
  skipExtension,
  skipLocalized,
  skipQualified,
  skipText,
} from "./opc-ua-encoding.ts"
import { claimValue, type Wanted } from "./opc-ua-identity.ts"
import type { Protocol } from "../protocol.ts"
import { readDataValue, skipVariant } from "./opc-ua-values.ts"

export const isBad = (status: number): boolean => status >= 0x80000000

/** One node's status; what is bad is counted by its name too. */
function judge(out: Findings, protocol: Protocol, status: number, at = 0, length = 0): void {
  const bad = isBad(status)
  if (bad) tellStatus(out, protocol, status)
  out.result(!bad, at, length)
}

export const tellStatus = (out: Findings, protocol: Protocol, status: number): void =>
  out.detail(protocol, details.status | (status >>> 16))

function readValues(r: Reader, out: Findings, protocol: Protocol, wanted: Wanted | null): void {
  const count = readCount(r, "Results")
  for (let n = 0; n < count; n++) {
    r.group("Result")
    const { at, length, status } = readDataValue(r)
    judge(out, protocol, status, Math.max(0, at), length)
    if (at >= 0 && !isBad(status)) claimValue(r, out, wanted, n, at)
    r.endGroup()
  }
}

function readStatuses(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "Results")
  for (let n = 0; n < count; n++) judge(out, protocol, r.u32le("Status"))
}

function readBrowsed(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "Results")
  for (let n = 0; n < count; n++) {
    judge(out, protocol, r.u32le("Status"))
    skipText(r, "Continuation point")
    const references = readCount(r, "References")
    for (let reference = 0; reference < references; reference++) skipReference(r)
  }
}

/** Section 7.30 ReferenceDescription. */
function skipReference(r: Reader): void {
  r.group("Reference")
  readNodeId(r, "Reference type")
  r.u8("Forward")
  readNodeId(r, "Node")
  skipQualified(r, "Browse name")
  skipLocalized(r, "Display name")
  r.u32le("Node class")
  readNodeId(r, "Type definition")
  r.endGroup()
}

function readCalled(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "Results")
  for (let n = 0; n < count; n++) {
    const status = r.u32le("Status")
    const given = readCount(r, "Results of the arguments")
    r.skip(given * 4, "Results of the arguments")
    const notes = readCount(r, "Diagnostics of the arguments")
    for (let note = 0; note < notes; note++) skipDiagnostics(r)
    const outputs = readCount(r, "Output arguments")
    const { at } = r
    if (outputs > 0) skipVariant(r)
    judge(out, protocol, status, at, r.at - at)
    for (let output = 1; output < outputs; output++) skipVariant(r)
  }
}

function readAdded(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "Results")
  for (let n = 0; n < count; n++) {
    judge(out, protocol, r.u32le("Status"))
    readNodeId(r, "Node that was added")
  }
}

function readTranslated(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "Results")
  for (let n = 0; n < count; n++) {
    judge(out, protocol, r.u32le("Status"))
    const targets = readCount(r, "Targets")
    for (let target = 0; target < targets; target++) {
      readNodeId(r, "Target")
      r.u32le("Remaining path")
    }
  }
}

function readHistory(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "Results")
  for (let n = 0; n < count; n++) {
    judge(out, protocol, r.u32le("Status"))
    skipText(r, "Continuation point")
    skipExtension(r, "History data")
  }
}

function readHistoryUpdated(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "Results")
  for (let n = 0; n < count; n++) {
    judge(out, protocol, r.u32le("Status"))
    const results = readCount(r, "Results of the operations")
    r.skip(results * 4, "Results of the operations")
    const notes = readCount(r, "Diagnostics")
    for (let note = 0; note < notes; note++) skipDiagnostics(r)
  }
}

function readItemsMade(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "Results")
  for (let n = 0; n < count; n++) {
    judge(out, protocol, r.u32le("Status"))
    r.u32le("Monitored item")
    r.skip(12, "Sampling interval and queue size")
    skipExtension(r, "Result of the filter")
  }
}

/** Encodings of the kinds of notifications: data, events, status. */
const kindsOfNotification: Readonly<Record<number, number>> = { 811: 1, 916: 2, 820: 3 }
const NOTIFICATIONS = 16

/** Section 5.14.5 Publish: subscription, numbers that can be had again, whether more follows, then the message of section 7.26. */
function readPublished(r: Reader, out: Findings, protocol: Protocol): void {
  r.u32le("Subscription")
  const available = readCount(r, "Available sequence numbers")
  r.skip(available * 4, "Available sequence numbers")
  r.u8("More notifications")
  r.u32le("Sequence number of the notification")
  r.skip(8, "Time of publishing")
  const count = readCount(r, "Notifications")
  for (let n = 0; n < count && n < NOTIFICATIONS; n++) {
    const kind = kindsOfNotification[readNodeId(r, "Notification type")] ?? 0
    out.detail(protocol, details.notification | kind)
    if (r.u8("Encoding of the notification") !== 0) skipText(r, "Notification")
  }
}

type Read = (r: Reader, out: Findings, protocol: Protocol, wanted: Wanted | null) => void
const readers: ReadonlyMap<number, Read> = new Map<number, Read>([
  [491, readAdded],
  [497, readStatuses],
  [503, readStatuses],
  [509, readStatuses],
  [530, readBrowsed],
  [557, readTranslated],
  [634, readValues],
  [667, readHistory],
  [676, readStatuses],
  [703, readHistoryUpdated],
  [715, readCalled],
  [754, readItemsMade],
  [829, readPublished],
  [850, readStatuses],
])

/** What an answer says, behind its header; `wanted`: what the request asked for that tells what the server is. */
export const opcUaAnswer = (response: number): Read | undefined => readers.get(response)
