/** What one publisher's control block said last, and what is wrong with what it says next: IEC 61850-8-1 section 18.1, IEC 61850-7-2 section 18.2. */
import { fingerprint } from "../../bytes/fingerprint.ts"
import type { Element } from "../osi/ber.ts"

/** Codes of details; 0 is an older one. */
export const findings = [
  ["needs-commissioning", "the control block needs commissioning"],
  ["state-back", "state number went back"],
  ["state-skipped", "state numbers were skipped"],
  ["state-restarted", "state number began again at 1"],
  ["sequence-back", "sequence number went back"],
  ["sequence-skipped", "sequence numbers were skipped"],
  ["sequence-repeated", "sequence number was repeated"],
  ["configuration-changed", "configuration revision changed"],
  ["data-set-changed", "data set was changed"],
  ["entries-changed", "number of data set entries changed"],
  ["entries-differ", "number of entries is not that of the data"],
  ["data-changed", "data changed without a new state number"],
  ["late", "time allowed to live was exceeded"],
  ["simulated", "simulation flag is set"],
  ["second-publisher", "another device publishes this control block too"],
] as const

export const NEEDS_COMMISSIONING = 0
export const SIMULATION = 13
export const SECOND_PUBLISHER = 14
const STATE_BACK = 1
const STATE_SKIPPED = 2
const STATE_RESTARTED = 3
const SEQUENCE_BACK = 4
const SEQUENCE_SKIPPED = 5
const SEQUENCE_REPEATED = 6
const CONFIGURATION_CHANGED = 7
const DATA_SET_CHANGED = 8
const ENTRIES_CHANGED = 9
const ENTRIES_DIFFER = 10
const DATA_CHANGED = 11
const LATE = 12

/** What the message that is read now says. */
export type Said = {
  reference: number
  lives: number
  dataSet: number
  state: number
  sequence: number
  revision: number
  entries: number
  /** Elements that the data have. */
  values: number
  data: number
  time: number
}

export const nothingSaid = (): Said => ({
  reference: 0,
  lives: 0,
  dataSet: 0,
  state: 0,
  sequence: 0,
  revision: 0,
  entries: 0,
  values: 0,
  data: 0,
  time: 0,
})

/** Control blocks of one source and target, told apart by their reference; a simulated one is another publisher. */
const MOST = 16

export type Publishers = { readonly blocks: Said[]; replaced: number }

export const noPublishers = (): Publishers => ({ blocks: [], replaced: 0 })

/** An unsigned integer of up to 32 bits, and a sign octet. */
export function numberOf(bytes: Uint8Array, { from, to }: Element): number {
  let value = 0
  for (let at = from; at < to && at < from + 5; at++) value = value * 256 + bytes[at]!
  return value
}

export const nameOf = (bytes: Uint8Array, { from, to }: Element): number => fingerprint(bytes, from, to)

/** Of all bytes: what changes may stand far behind. */
export function dataOf(bytes: Uint8Array, { from, to }: Element): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash
}

/** Codes found by the last `follow`, in their order. */
export const found: number[] = []

/** Compares what is said with what was said before, and keeps it. The codes of the findings stand in `found`. True for a control block that is new here. */
export function follow(publishers: Publishers, said: Said): boolean {
  found.length = 0
  if (said.entries !== said.values) found.push(ENTRIES_DIFFER)
  const before = blockOf(publishers, said.reference)
  if (before === null) {
    keep(publishers, said)
    return true
  }
  compareSettings(before, said)
  compareNumbers(before, said)
  if (said.time - before.time > before.lives * 1000) found.push(LATE)
  copy(before, said)
  return false
}

function compareSettings(before: Said, said: Said): void {
  if (said.revision !== before.revision) found.push(CONFIGURATION_CHANGED)
  if (said.dataSet !== before.dataSet) found.push(DATA_SET_CHANGED)
  if (said.entries !== before.entries) found.push(ENTRIES_CHANGED)
}

function compareNumbers(before: Said, said: Said): void {
  const states = said.state - before.state
  if (said.state === 1 && said.sequence < before.sequence && said.sequence <= 1) found.push(STATE_RESTARTED)
  else if (states === 0) {
    compareSequence(said.sequence - before.sequence, said.sequence)
    if (said.data !== before.data) found.push(DATA_CHANGED)
  } else if (states < 0) found.push(STATE_BACK)
  else {
    if (states > 1) found.push(STATE_SKIPPED)
    if (said.sequence > 1) found.push(SEQUENCE_SKIPPED)
  }
}

/** After its highest value the number goes on with 1. */
function compareSequence(step: number, sequence: number): void {
  if (step === 1) return
  if (step === 0) found.push(SEQUENCE_REPEATED)
  else if (step > 1) found.push(SEQUENCE_SKIPPED)
  else if (sequence > 1 || step > -0x7fffffff) found.push(SEQUENCE_BACK)
}

function blockOf({ blocks }: Publishers, reference: number): Said | null {
  for (let n = 0; n < blocks.length; n++) if (blocks[n]!.reference === reference) return blocks[n]!
  return null
}

function keep(publishers: Publishers, said: Said): void {
  const { blocks } = publishers
  if (blocks.length < MOST) return void blocks.push({ ...said })
  copy(blocks[publishers.replaced]!, said)
  publishers.replaced = (publishers.replaced + 1) % MOST
}

function copy(into: Said, from: Said): void {
  into.reference = from.reference
  into.lives = from.lives
  into.dataSet = from.dataSet
  into.state = from.state
  into.sequence = from.sequence
  into.revision = from.revision
  into.entries = from.entries
  into.data = from.data
  into.time = from.time
}
