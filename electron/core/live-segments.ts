/**
 * Live capture in the writing thread: has the engine follow the ring, segment after segment, and stores its batches. Imports go in between.
 * After a crash the segment that was under way is read again from the ring, and what the store has of it is not sent again.
 */
import { join } from "node:path"
import { firstPolicy, type Policy } from "../../shared/detections/policy.ts"
import type { FromEngine, ToEngine } from "../../shared/engine/messages.ts"
import { ringFolder } from "../capture/ring-files.ts"
import { passOver } from "../capture/ring-reader.ts"
import { captureRow } from "../handlers/capture-row.ts"
import { applyLiveBatch, takeSegmentBack } from "../store/apply-live-batch.ts"
import { baselineEdits } from "../store/baseline-edits.ts"
import type { Database } from "../store/database.ts"
import { detection } from "../store/detection.ts"
import { packs } from "../store/packs.ts"
import { imports } from "../store/imports.ts"
import { live, ownerOf } from "../store/live.ts"
import type { Live, PassedOver } from "../store/live.ts"
import type { FollowWish, ThreadNews } from "./site-messages.ts"

export type LiveMessage = Extract<FromEngine, { say: "live-batch" | "settled" | "unfollowable" }>

/** What a live capture needs of the queue it is part of. */
export type LiveTools = {
  readonly database: Database
  readonly folder: string
  readonly say: (message: ToEngine) => void
  readonly tell: (news: ThreadNews) => void
  readonly changed: { note: (ids: readonly string[], gone: readonly string[]) => void; noteAll: () => void }
  readonly alerts: { note: () => void }
  /** The engine must begin anew from the last checkpoint; resolves when it has let go. */
  readonly restart: () => Promise<void>
  /** Look what is to be read next. */
  readonly next: () => void
}

/** Milliseconds until a batch that found no place on the disk is tried again. */
const tryAgainAfter = 5000
const usualMost = 16_000_000

export class LiveSegments {
  readonly #tools: LiveTools
  #on = false
  /** What is in the ring is still to be read, then it ends. */
  #draining = false
  #next: FollowWish | null = null
  #active = ""
  #most = usualMost
  #problem = ""
  #breaks = 0
  #held: NodeJS.Timeout | undefined

  constructor(tools: LiveTools) {
    this.#tools = tools
  }

  get active(): boolean {
    return this.#active !== ""
  }

  /** Batches of a segment are in the store without its end: nothing else may be read before it. */
  get interrupted(): boolean {
    return (live.get(this.#tools.database)?.cuts.length ?? 0) > 0
  }

  get due(): boolean {
    return this.#held === undefined && (this.#on || this.#draining || this.interrupted)
  }

  isFollowed(id: string): boolean {
    return (this.#on || this.interrupted) && live.get(this.#tools.database)?.session === id
  }

  follow(wish: FollowWish | null): void {
    const known = live.get(this.#tools.database)
    if (wish === null || (wish.session !== known?.session && (this.active || this.interrupted))) {
      this.#next = wish
      this.#drain()
    } else if (wish.session === known?.session) this.#goOn(wish)
    else this.#begin(wish)
    this.#tools.next()
  }

  stop(): void {
    clearTimeout(this.#held)
  }

  /** Has the engine, which is open, follow the ring. */
  ask(): void {
    const one = live.get(this.#tools.database)
    if (one === null) return this.#ended()
    this.#active = ownerOf(one)
    const { settled, cuts, session } = one
    const sources = settled.heard.map(({ interface: name, place }) => ({
      ...place,
      folder: this.#ring(name),
    }))
    const before = settled.accounting.read
    const name = settled.facts.file
    const mostBytes = this.#most
    const policy = this.#policyFor(one)
    const { database } = this.#tools
    const edits = baselineEdits.upTo(database, policy.baseline ?? 0)
    const more = { name, before, sources, cuts, mostBytes, policy: packs.full(database, policy), edits }
    this.#tools.say({ say: "follow", id: this.#active, capture: session, ...more })
    if (!this.#on) this.#tools.say({ say: "settle", id: this.#active, drain: true })
    this.#tell()
  }

  /** A segment that is read again is judged as it was. */
  #policyFor({ cuts, policy }: Live): Policy {
    if (cuts.length > 0) return policy ?? firstPolicy
    const { database } = this.#tools
    const now = detection.policy(database)
    if (JSON.stringify(now) !== JSON.stringify(policy)) database.transaction(() => live.judgeBy(database, now))
    return now
  }

  /** What people set holds from the next segment on: it begins now. */
  judgeAnew(): void {
    if (this.active) this.pause()
  }

  /** An import waits. What is left to be drained is read first. */
  pause(): void {
    if (this.#on) this.#tools.say({ say: "settle", id: this.#active, drain: false })
  }

  heard(message: LiveMessage): void {
    if (message.id !== this.#active) return
    switch (message.say) {
      case "live-batch":
        return this.#apply(message)
      case "settled":
        return this.#settled(message.drained)
      case "unfollowable":
        return this.#takeBack(message.why)
      default:
        message satisfies never
    }
  }

  /** Once, the segment is read again; twice, its packets are the likely cause. */
  broke(reason: string): void {
    if (!this.active) return this.#hold()
    this.#active = ""
    this.#breaks++
    if (this.#breaks > 1) this.#passOver(reason)
    else this.#tools.next()
  }

  #passOver(reason: string): void {
    const one = live.get(this.#tools.database)
    const passed = one?.now.heard.map(({ interface: name, place }) => passOver({ ...place, folder: this.#ring(name) }))
    const packets = passed?.reduce((sum, of) => sum + of.packets, 0) ?? 0
    const places = passed?.map((of) => of.place) ?? []
    this.#takeBack(`the engine stopped twice (${reason}), so ${packets} packets were passed over`, { packets, places })
  }

  #ring(name: string): string {
    return ringFolder(join(this.#tools.folder, "ring"), name)
  }

  #drain(): void {
    this.#on = false
    this.#draining = true
    if (this.active) this.#tools.say({ say: "settle", id: this.#active, drain: true })
  }

  #goOn(wish: FollowWish): void {
    this.#on = true
    this.#draining = false
    this.#next = null
    this.#most = wish.most
  }

  #begin(wish: FollowWish): void {
    const { database } = this.#tools
    database.transaction(() => live.begin(database, wish))
    this.#goOn(wish)
    this.#tell()
    this.#tools.tell({ news: "site" })
  }

  #apply({ batch, cut }: Extract<LiveMessage, { say: "live-batch" }>): void {
    const { database, say, changed } = this.#tools
    try {
      applyLiveBatch(database, batch, cut)
    } catch (error) {
      return this.#unwritable(error as Error)
    }
    this.#problem = ""
    say({ say: "applied", id: this.#active, batch: batch.number })
    changed.note(
      batch.devices.map((device) => device.id),
      batch.merged.map((one) => one.id),
    )
    if (batch.alerts.length > 0 || batch.last) this.#tools.alerts.note()
    this.#tell()
  }

  /** The disk is full, or the database can't take it: the segment is read again when there may be space. */
  #unwritable(error: Error): void {
    this.#problem = `What was captured could not be stored: ${error.message}`
    this.#active = ""
    this.#hold()
    this.#tell()
    void this.#tools.restart()
  }

  #hold(): void {
    clearTimeout(this.#held)
    this.#held = setTimeout(() => {
      this.#held = undefined
      this.#tools.next()
    }, tryAgainAfter)
  }

  #settled(drained: boolean): void {
    this.#active = ""
    this.#breaks = 0
    if (drained && !this.#on) this.#ended()
    this.#tools.tell({ news: "site" })
    this.#tools.next()
  }

  #ended(): void {
    this.#draining = false
    if (this.#next) this.#begin(this.#next)
  }

  #takeBack(why: string, passedOver: PassedOver | null = null): void {
    const { database, changed, restart, next } = this.#tools
    this.#active = ""
    this.#breaks = 0
    takeSegmentBack(database, passedOver)
    changed.noteAll()
    this.#tools.alerts.note()
    this.#problem = `A part of the live capture was lost: ${why}.`
    this.#tell()
    void restart().then(next)
  }

  #tell(): void {
    const { database, tell } = this.#tools
    const one = live.get(database)
    if (!one) return
    const { session, settled, now, lost } = one
    tell({ news: "live", live: { session, settled, now, lost, problem: this.#problem } })
    const row = imports.get(database, session)
    if (row) tell({ news: "capture", capture: captureRow(row, null) })
  }
}
