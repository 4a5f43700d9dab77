/** What is written down of what people and the sensor itself did: the events of the timeline. */

export type EventKind =
  "sign-in" | "users" | "recovery" | "activation" | "certificate" | "network" | "monitoring" | "settings" | "system"

export type Note = {
  readonly kind: EventKind
  readonly title: string
  /** One or two sentences; never a secret. */
  readonly text: string
  /** Account, or "" for the sensor itself. */
  readonly who: string
  readonly origin: string
}

/** On the disk when the promise resolves. */
export type Journal = (note: Note) => Promise<void>
