/**
 * The queue of captures, in the writing thread: one is read at a time; its batches go into the database and are acknowledged to the
 * engine. After a crash an interrupted import is read again from the last checkpoint and the batches in the database are not sent again.
 */
import { randomUUID } from "node:crypto"
import { rmSync, statSync } from "node:fs"
import { performance } from "node:perf_hooks"
import { firstPolicy, type Policy } from "../../shared/detections/policy.ts"
import type { FromEngine } from "../../shared/engine/messages.ts"
import { Refusal } from "../../shared/api/server.ts"
import { captureRow } from "../handlers/capture-row.ts"
import type { Reading } from "../handlers/capture-row.ts"
import { alertList } from "../store/alert-list.ts"
import { applyBatch, takeImportBack } from "../store/apply-batch.ts"
import { baselineEdits } from "../store/baseline-edits.ts"
import { checkpoint } from "../store/checkpoint.ts"
import type { Database } from "../store/database.ts"
import { detection } from "../store/detection.ts"
import { packs } from "../store/packs.ts"
import { devices } from "../store/devices.ts"
import { imports } from "../store/imports.ts"
import type { Import } from "../store/imports.ts"
import { ChangedAlerts } from "./changed-alerts.ts"
import { ChangedDevices } from "./changed-devices.ts"
import { EngineThread } from "./engine-thread.ts"
import { LiveSegments } from "./live-segments.ts"
import { sameContent } from "./same-content.ts"
import { ReadingRate } from "./reading-rate.ts"
import type { FollowWish, NewFile, QueueCommand, QueueCommands, ThreadNews } from "./site-messages.ts"

/** An engine that does not answer Cancel in this time is ended. */
const cancelPatience = 1000
const tellEvery = 250

type Current = {
  readonly id: string
  readonly one: Import
  readonly rate: ReadingRate
  reading: Reading | null
  leaving: "cancelled" | null
  toldAt: number
}

const now = (): number => Date.now() * 1000

export class ImportQueue implements QueueCommands {
  readonly #database: Database
  readonly #engine: EngineThread
  readonly #tell: (news: ThreadNews) => void
  readonly #changed: ChangedDevices
  readonly #alerts: ChangedAlerts
  readonly #broken = new Map<string, number>()
  #current: Current | null = null
  readonly #live: LiveSegments
  #open: "no" | "opening" | "yes" = "no"
  /** What is asked of the engine once it is open. */
  #ask: () => void = () => undefined
  #looking = false
  #stopped = false
  #patience: NodeJS.Timeout | undefined

  constructor(database: Database, folder: string, engine: URL, tell: (news: ThreadNews) => void) {
    this.#database = database
    this.#tell = tell
    this.#changed = new ChangedDevices((ids, gone, all) =>
      tell({ news: "devices", ids, gone, all, total: devices.count(database) }),
    )
    this.#alerts = new ChangedAlerts(() => tell({ news: "alerts", open: alertList.openCounts(database) }))
    this.#engine = new EngineThread(engine, {
      said: (message) => this.#heard(message),
      broke: (reason) => this.#broke(reason),
    })
    this.#live = new LiveSegments({
      database,
      folder,
      tell,
      say: (message) => this.#engine.say(message),
      changed: this.#changed,
      alerts: this.#alerts,
      restart: () => this.#endEngine(),
      next: () => void this.#next(),
    })
  }

  start(): void {
    for (const one of imports.takingBack(this.#database)) takeImportBack(this.#database, one.id)
    void this.#next()
  }

  command(name: QueueCommand, values: readonly unknown[]): unknown {
    return (this[name] as (...values: unknown[]) => unknown)(...values)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#patience)
    this.#changed.stop()
    this.#alerts.stop()
    this.#live.stop()
    await this.#engine.end()
  }

  follow(wish: FollowWish | null): void {
    this.#live.follow(wish)
  }

  judgeAnew(): void {
    this.#live.judgeAnew()
  }

  add(files: readonly NewFile[]): string[] {
    const ids = this.#database.transaction(() =>
      files.map(({ path, file, by }) => {
        const found = statSync(path, { throwIfNoEntry: false })
        if (!found?.isFile())
          throw new Refusal("refused", `${file} can't be imported: there is no such file. Check the path.`)
        const id = randomUUID()
        imports.add(this.#database, {
          id,
          file,
          path,
          staged: false,
          print: "",
          state: "waiting",
          addedAt: now(),
          addedBy: by,
          size: found.size,
        })
        return id
      }),
    )
    for (const id of ids) this.#tellOf(id)
    void this.#next()
    return ids
  }

  announce(file: { name: string; size: number; print: string; by: string; path: string; id: string }): {
    id: string
    received: number
  } {
    const begun = imports.uploadOf(this.#database, file.print, file.size)
    if (begun) return { id: begun.id, received: begun.progress }
    this.#database.transaction(() =>
      imports.add(this.#database, {
        id: file.id,
        file: file.name,
        path: file.path,
        staged: true,
        print: file.print,
        state: "uploading",
        addedAt: now(),
        addedBy: file.by,
        size: file.size,
      }),
    )
    this.#tellOf(file.id)
    return { id: file.id, received: 0 }
  }

  arrived(id: string): void {
    const one = imports.get(this.#database, id)
    if (one?.state !== "uploading") return
    this.#setState(id, "waiting", "")
    void this.#next()
  }

  cancel(id: string): void {
    const one = imports.get(this.#database, id)
    if (!one) throw new Refusal("refused", "This import is no longer in the list.")
    if (this.#current?.id === id) return this.#cancelCurrent(this.#current)
    if (one.state !== "uploading" && one.state !== "waiting")
      throw new Refusal("refused", `${one.file} is not being imported any more, so there is nothing to cancel.`)
    if (one.applied > 0) this.#leave(one, "cancelled", "")
    else this.#setState(id, "cancelled", "")
    this.#dropStaged(one)
  }

  forget(id: string): void {
    const one = imports.get(this.#database, id)
    if (!one || ["uploading", "waiting", "reading"].includes(one.state) || this.#live.isFollowed(id))
      throw new Refusal("refused", "Only an import that has ended can be taken off the list. Cancel it first.")
    this.#database.transaction(() => imports.hide(this.#database, id))
    this.#tell({ news: "site" })
  }

  #setState(id: string, state: Import["state"], message: string): void {
    this.#database.transaction(() => imports.setState(this.#database, id, state, message))
    this.#tellOf(id)
  }

  #tellOf(id: string): void {
    const one = imports.get(this.#database, id)
    const reading = this.#current?.id === id ? this.#current.reading : null
    if (one) this.#tell({ news: "capture", capture: captureRow(one, reading) })
  }

  #dropStaged(one: Import): void {
    if (one.staged) rmSync(one.path, { force: true })
  }

  /** Takes up the next capture, if none is being read. */
  async #next(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    try {
      while (!this.#stopped && this.#current === null) {
        if (this.#live.active || this.#live.interrupted) return this.#goOnLive()
        const one = imports.next(this.#database)
        if (!one) return this.#goOnLive()
        if (await this.#isKnown(one)) continue
        if (this.#stopped || imports.get(this.#database, one.id)?.state === "cancelled") continue
        this.#read(one)
      }
    } finally {
      this.#looking = false
    }
  }

  /** Files of different size differ; only those of the same size as an earlier one are hashed, so that the first devices show at once. */
  async #isKnown(one: Import): Promise<boolean> {
    if (one.applied > 0) return false
    const alike = imports.doneWithSize(this.#database, one.size)
    const same = alike.length > 0 ? await sameContent(one.path, alike) : undefined
    if (!same || this.#stopped || imports.get(this.#database, one.id)?.state === "cancelled") return false
    this.#setState(
      one.id,
      "known",
      `Its content equals ${same.file}, imported ${new Date(same.addedAt / 1000).toISOString()}; nothing was read again.`,
    )
    this.#dropStaged(one)
    return true
  }

  #read(one: Import): void {
    this.#current = { id: one.id, one, rate: new ReadingRate(), reading: null, leaving: null, toldAt: 0 }
    const policy = this.#database.transaction(() => {
      imports.setState(this.#database, one.id, "reading", "")
      return this.#policyFor(one)
    })
    this.#tellOf(one.id)
    this.#whenOpen(() => this.#askToRead(one, policy))
  }

  #whenOpen(ask: () => void): void {
    if (this.#open === "yes") return ask()
    this.#ask = ask
    if (this.#open === "opening") return
    this.#open = "opening"
    this.#engine.say({ say: "open", state: checkpoint.get(this.#database) })
  }

  async #endEngine(): Promise<void> {
    this.#open = "no"
    await this.#engine.end()
  }

  /** Live capture is read when nothing else waits, and makes way when something does. */
  #goOnLive(): void {
    if (!this.#live.active) {
      if (this.#live.due) this.#whenOpen(() => this.#live.ask())
    } else if (imports.next(this.#database)) this.#live.pause()
  }

  #askToRead(one: Import, policy: Policy): void {
    const edits = baselineEdits.upTo(this.#database, policy.baseline ?? 0)
    const more = { name: one.file, applied: one.applied, policy: packs.full(this.#database, policy), edits }
    this.#engine.say({ say: "import", id: one.id, path: one.path, ...more })
  }

  /** Chosen when it is read first; what was begun goes on as it began. */
  #policyFor(one: Import): Policy {
    if (one.applied > 0) return one.policy ?? firstPolicy
    const policy = detection.policy(this.#database)
    imports.judgeBy(this.#database, one.id, policy)
    return policy
  }

  #heard(message: FromEngine): void {
    if (this.#stopped) return
    const current = this.#current
    if (message.say === "ready") {
      this.#open = "yes"
      this.#ask()
      this.#ask = () => undefined
      return
    }
    if (message.say === "live-batch" || message.say === "settled" || message.say === "unfollowable")
      return this.#live.heard(message)
    if (current?.id !== message.id) return
    switch (message.say) {
      case "batch":
        return this.#apply(current, message.batch)
      case "progress":
        current.reading = current.rate.note(
          performance.now(),
          message.bytesRead,
          message.bytesTotal,
          message.packets,
          message.accounting,
        )
        return this.#tellSometimes(current)
      case "cancelled":
        return this.#left(current)
      case "failed":
        return this.#failed(current, `${message.what}: ${message.why.replace(/\.$/, "")}. ${message.remedy}`.trim())
      case "finished":
        return current.leaving ? this.#left(current) : this.#finished(current, message.seconds)
      default:
        message satisfies never
    }
  }

  #tellSometimes(current: Current): void {
    const at = performance.now()
    if (at - current.toldAt < tellEvery) return
    current.toldAt = at
    this.#tellOf(current.id)
  }

  #apply(current: Current, batch: Extract<FromEngine, { say: "batch" }>["batch"]): void {
    if (current.leaving) return
    try {
      applyBatch(this.#database, current.id, batch)
    } catch (error) {
      return this.#unwritable(current, error as Error)
    }
    this.#engine.say({ say: "applied", id: current.id, batch: batch.number })
    this.#changed.note(
      batch.devices.map((device) => device.id),
      batch.merged.map((one) => one.id),
    )
    if (batch.alerts.length > 0 || batch.last) this.#alerts.note()
    this.#tellSometimes(current)
  }

  /** The disk is full, or the database can't take it: the import ends, what was there before stays. */
  #unwritable(current: Current, error: Error): void {
    void this.#endEngine().then(() =>
      this.#failed(current, `${current.one.file} could not be stored: ${error.message}`),
    )
  }

  #finished(current: Current, seconds: number): void {
    this.#database.transaction(() => imports.took(this.#database, current.id, seconds))
    this.#endCurrent(current)
  }

  #failed(current: Current, message: string): void {
    this.#open = "no"
    const applied = imports.get(this.#database, current.id)?.applied ?? 0
    if (applied > 0) this.#leave(current.one, "failed", message.slice(0, 2000))
    else this.#setState(current.id, "failed", message.slice(0, 2000))
    this.#endCurrent(current)
  }

  #cancelCurrent(current: Current): void {
    if (current.leaving) return
    current.leaving = "cancelled"
    current.reading = null
    this.#database.transaction(() => imports.startTakingBack(this.#database, current.id, "cancelled", ""))
    this.#tellOf(current.id)
    this.#engine.say({ say: "cancel", id: current.id })
    this.#patience = setTimeout(() => void this.#engine.end().then(() => this.#left(current)), cancelPatience)
  }

  #leave(one: Import, state: "cancelled" | "failed", message: string): void {
    this.#database.transaction(() => imports.startTakingBack(this.#database, one.id, state, message))
    takeImportBack(this.#database, one.id)
    this.#changed.noteAll()
    this.#alerts.note()
  }

  /** The engine has let go of a cancelled import: its rows go, and the engine starts again from the checkpoint. */
  #left(current: Current): void {
    if (this.#current !== current) return
    clearTimeout(this.#patience)
    this.#open = "no"
    takeImportBack(this.#database, current.id)
    this.#changed.noteAll()
    this.#alerts.note()
    this.#endCurrent(current)
  }

  #endCurrent(current: Current): void {
    this.#current = null
    this.#dropStaged(current.one)
    this.#changed.flush()
    this.#tellOf(current.id)
    this.#tell({ news: "site" })
    void this.#next()
  }

  /** Once, an import is tried again from where it was; twice, the file is the likely cause. */
  #broke(reason: string): void {
    this.#open = "no"
    const current = this.#current
    if (this.#stopped) return
    if (!current) return this.#live.broke(reason)
    if (current.leaving) return this.#left(current)
    const times = (this.#broken.get(current.id) ?? 0) + 1
    this.#broken.set(current.id, times)
    if (times > 1)
      return this.#failed(
        current,
        `${current.one.file} could not be analysed: the engine stopped twice (${reason}). Please report it with the file.`,
      )
    this.#current = null
    void this.#next()
  }
}
