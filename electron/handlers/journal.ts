/** What is written down of what people and the sensor itself did: the events of the timeline. */

import type { EventKindCode } from "../../shared/detections/event-kind.ts"

export type EventKind =
  | "alerts"
  | "detection"
  | "sign-in"
  | "users"
  | "recovery"
  | "activation"
  | "certificate"
  | "network"
  | "monitoring"
  | "settings"
  | "work"
  | "system"

export type Note = {
  readonly kind: EventKind
  readonly title: string
  /** One or two sentences; never a secret. */
  readonly text: string
  /** Account, or "" for the sensor itself. */
  readonly who: string
  readonly origin: string
  /** What it is in the timeline; without it, what its kind usually is. */
  readonly code?: EventKindCode
  readonly alert?: string
  readonly device?: string
}

/** On the disk when the promise resolves. */
export type Journal = (note: Note) => Promise<void>
