/** Table live: which live capture is followed and how far. Its batches since the last checkpoint form a segment, which a replay makes again. */
import type { Policy } from "../../shared/detections/policy.ts"
import type { Accounting, CaptureFacts } from "../../shared/engine/batch.ts"
import type { LiveCut, RingPlace, Turn } from "../../shared/engine/live.ts"
import type { Database } from "./database.ts"
import { imports, noFrames } from "./imports.ts"

/** Of one interface, since its live capture began. */
export type Heard = {
  readonly interface: string
  readonly analysed: number
  /** Time of the newest packet, microseconds since 1970 UTC; 0 before the first. */
  readonly newest: number
  /** Where its ring was read to. */
  readonly place: RingPlace
}

/** How things stood at a moment. */
type Standing = { readonly heard: readonly Heard[]; readonly accounting: Accounting; readonly facts: CaptureFacts }

export type Live = {
  /** Id of the import that stands for the whole live capture, and what its claims carry. */
  readonly session: string
  /** Counts the segments; together with the session it names who owns their rows. */
  readonly segment: number
  /** At the last checkpoint, and after the last batch. */
  readonly settled: Standing
  readonly now: Standing
  /** How the batches since the checkpoint were cut. */
  readonly cuts: readonly (readonly Turn[])[]
  /** Packets that were counted once and had to be taken back because the ring no longer had them. */
  readonly lost: number
  /** Places of interfaces that are not followed now. */
  readonly left: readonly RingPlace[]
  /** How the segment's traffic is judged. */
  readonly policy?: Policy
}

/** Packets that the engine can't survive, and where reading goes on after them. */
export type PassedOver = { readonly packets: number; readonly places: readonly RingPlace[] }

export type NewLive = {
  readonly session: string
  readonly interfaces: readonly string[]
  readonly at: number
  readonly by: string
}

const noFacts = (session: string, file: string): CaptureFacts => ({
  file,
  sha256: session,
  fileType: "pcapng",
  linkTypes: [],
  packets: 0,
  bytes: 0,
  wireBytes: 0,
  first: 0,
  last: 0,
  problems: [],
})

export const nameOf = (interfaces: readonly string[]): string => `Live capture on ${interfaces.join(", ")}`

export const ownerOf = ({ session, segment }: Live): string => `${session}/${segment}`

const add = (one: Accounting, other: Accounting): Accounting => ({
  read: one.read + other.read,
  decoded: one.decoded + other.decoded,
  recognised: one.recognised + other.recognised,
  truncated: one.truncated + other.truncated,
  malformed: one.malformed + other.malformed,
  unsupportedLink: one.unsupportedLink + other.unsupportedLink,
})

/** The whole live capture: what was settled before, and the segment. */
const joined = (before: CaptureFacts, segment: CaptureFacts): CaptureFacts => ({
  ...before,
  fileType: segment.fileType === "unknown" ? before.fileType : segment.fileType,
  linkTypes: [...new Set([...before.linkTypes, ...segment.linkTypes])],
  packets: before.packets + segment.packets,
  bytes: before.bytes + segment.bytes,
  wireBytes: before.wireBytes + segment.wireBytes,
  first: before.first === 0 ? segment.first : before.first,
  last: Math.max(before.last, segment.last),
  problems: segment.problems.filter(({ code }) => code !== "no-packets" && code !== "cut-short"),
})

const taken = (turns: readonly Turn[], index: number): number =>
  turns.reduce((sum, [source, frames]) => sum + (source === index ? frames : 0), 0)

export const live = {
  get(database: Database): Live | null {
    const row = database.get<{ data: string }>("select data from live where one = 1")
    return row ? (JSON.parse(row.data) as Live) : null
  },
  put(database: Database, one: Live): void {
    database.run("insert or replace into live (one, data) values (1, ?)", JSON.stringify(one))
    imports.applied(database, one.session, 0, one.now.facts, one.now.accounting)
  },
  /** How the segment is judged that begins now. */
  judgeBy(database: Database, policy: Policy): void {
    const one = live.get(database)
    if (one) live.put(database, { ...one, policy })
  },
  /** A new live capture; where each interface's ring was read to before is kept. */
  begin(database: Database, { session, interfaces, at, by }: NewLive): void {
    const old = live.get(database)
    const known = [...(old?.now.heard.map((one) => one.place) ?? []), ...(old?.left ?? [])]
    const file = nameOf(interfaces)
    const more = { path: "", staged: false, print: "", state: "done", addedAt: at, addedBy: by, size: 0 } as const
    imports.add(database, { id: session, file, ...more })
    const heard = interfaces.map((name) => {
      const place = known.find((one) => one.interface === name) ?? { interface: name, file: "", offset: 0 }
      return { interface: name, analysed: 0, newest: 0, place }
    })
    const settled = { heard, accounting: noFrames, facts: noFacts(session, file) }
    const left = known.filter((one) => !interfaces.includes(one.interface))
    live.put(database, { session, segment: 1, settled, now: settled, cuts: [], lost: 0, left })
  },
}

/** After a batch. `settled`: it carried the engine's state. */
export function advanced(one: Live, cut: LiveCut, accounting: Accounting, facts: CaptureFacts, settled: boolean): Live {
  const heard = one.now.heard.map((of, index) => ({
    interface: of.interface,
    analysed: of.analysed + taken(cut.turns, index),
    newest: Math.max(of.newest, cut.newest[index] ?? 0),
    place: cut.reached[index] ?? of.place,
  }))
  const now = { heard, accounting: add(one.settled.accounting, accounting), facts: joined(one.settled.facts, facts) }
  if (settled) return { ...one, segment: one.segment + 1, settled: now, now, cuts: [] }
  return { ...one, now, cuts: [...one.cuts, cut.turns] }
}

/** The segment's packets are taken back; reading goes on where it stood, or beyond packets that are passed over. */
export function withoutSegment(one: Live, passedOver: PassedOver | null): Live {
  const lost = one.lost + one.now.accounting.read - one.settled.accounting.read + (passedOver?.packets ?? 0)
  const places = passedOver?.places ?? one.now.heard.map((of) => of.place)
  const heard = one.settled.heard.map((of, index) => ({ ...of, place: places[index] ?? of.place }))
  const settled = { ...one.settled, heard }
  return { ...one, segment: one.segment + 1, settled, now: settled, cuts: [], lost }
}
