/** What happens when: activities that repeat and single events, played in the order of time into a file. */
import type { PcapngFile } from "./pcapng-file.ts"
import type { Random } from "./random.ts"

type Activity = {
  next: number
  readonly until: number
  readonly interval: number
  readonly jitter: number
  readonly run: (time: number, turn: number) => void
  turn: number
}

type Waiting = { readonly time: number; readonly order: number; readonly frame: Uint8Array }

export class Timeline {
  private readonly activities: Activity[] = []
  private readonly random: Random
  private waiting: Waiting[] = []
  private order = 0

  constructor(random: Random) {
    this.random = random
  }

  /** Once. Times are microseconds since 1970 UTC. */
  at(time: number, run: (time: number) => void): void {
    this.every(time, time, 1, 0, run)
  }

  /** From `from` to `until` every `interval`, each time up to `jitter` late. */
  every(
    from: number,
    until: number,
    interval: number,
    jitter: number,
    run: (time: number, turn: number) => void,
  ): void {
    this.activities.push({ next: from, until, interval, jitter, run, turn: 0 })
  }

  /** Takes a frame of the activity under way; frames may lie in its future. */
  readonly sink = (time: number, frame: Uint8Array): void => {
    this.waiting.push({ time, order: this.order++, frame })
  }

  /** Plays everything, or until the file has `limit` packets. */
  play(file: PcapngFile, limit = Infinity): void {
    for (let turns = 0; ; turns++) {
      const activity = this.earliest()
      if (activity === undefined || file.packets >= limit) break
      if ((turns & 255) === 0) this.write(file, activity.next - 10_000, limit)
      activity.run(activity.next + Math.floor(this.random.next() * activity.jitter), activity.turn++)
      activity.next += activity.interval
    }
    this.write(file, Infinity, limit)
  }

  private earliest(): Activity | undefined {
    let found: Activity | undefined
    for (const activity of this.activities) {
      if (activity.next <= activity.until && (found === undefined || activity.next < found.next)) found = activity
    }
    return found
  }

  /** Writes, in order, the frames from before `time`: activities reach back a few milliseconds at most. */
  private write(file: PcapngFile, time: number, limit: number): void {
    this.waiting.sort((a, b) => a.time - b.time || a.order - b.order)
    let count = 0
    for (const one of this.waiting) {
      if (one.time >= time || file.packets >= limit) break
      file.packet(one.time, one.frame)
      count++
    }
    this.waiting = this.waiting.slice(count)
  }
}
