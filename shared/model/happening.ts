/** What happened between two devices and is worth a row of its own: a sign-in, a file, a session from afar, a name that was asked for. */
import type { CarriedFile } from "../facts/fact.ts"

type Common = {
  /** The same for what happens again. */
  readonly id: string
  /** Device ids as they were then; "" for what is no device, such as a group address. */
  readonly client: string
  readonly server: string
  readonly clientAddress: string
  readonly serverAddress: string
  readonly protocol: string
  readonly count: number
  /** Microseconds since 1970 UTC. */
  readonly firstSeen: number
  readonly lastSeen: number
  /** The frame that told it first (0: none is kept), and its capture's SHA-256 or "" until that is known. */
  readonly frame: number
  readonly capture: string
}

export type SignIn = Common & {
  readonly kind: "signIn"
  readonly user: string
  /** presented: no answer shows how it went. */
  readonly outcome: "succeeded" | "refused" | "presented"
  readonly isClear: boolean
  /** The password's mask; "" where it could not be read. */
  readonly mask: string
  readonly isDefault: boolean
}

export type FileSeen = Common &
  Omit<CarriedFile, "kind" | "began"> & {
    readonly kind: "file"
  }

export type RemoteSession = Common & {
  readonly kind: "session"
  /** "Remote desktop (RDP)". */
  readonly title: string
  readonly port: number
  /** Bytes on the wire, from the client and to it. */
  readonly sent: number
  readonly received: number
  /** No end of it was seen. */
  readonly isOpen: boolean
}

export type NameAsked = Common & {
  readonly kind: "name"
  readonly name: string
  /** "A", "AAAA", "PTR". */
  readonly type: string
  readonly answers: readonly string[]
  /** "" where there is none. */
  readonly fault: string
  readonly answered: number
}

export type Happening = SignIn | FileSeen | RemoteSession | NameAsked
export const happeningKinds = ["signIn", "file", "session", "name"] as const satisfies readonly Happening["kind"][]

/** What is known of a happening and what came to it, in one. */
export function mergedHappening(before: Happening, now: Happening): Happening {
  const isProved = before.frame > 0
  const sum = {
    count: before.count + now.count,
    firstSeen: Math.min(before.firstSeen, now.firstSeen),
    lastSeen: Math.max(before.lastSeen, now.lastSeen),
    frame: isProved ? before.frame : now.frame,
    capture: isProved ? before.capture : now.capture,
  }
  if (before.kind === "session" && now.kind === "session")
    return { ...now, ...sum, sent: before.sent + now.sent, received: before.received + now.received }
  if (before.kind === "name" && now.kind === "name") {
    const { answers, fault } = now.answered > 0 ? now : before
    return { ...now, ...sum, answered: before.answered + now.answered, answers, fault }
  }
  return { ...now, ...sum }
}
