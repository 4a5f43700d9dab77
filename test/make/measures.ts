/** Measures in memory: a test says who exchanged what in which minute, and hours and days follow from it. */
import type { Covered, Grain, Measures, Talk, TalkFunction, Timing } from "../../shared/insight/trends/measures.ts"
import { timingMinutes } from "../../shared/insight/trends/measures.ts"
import type { TrendDevice } from "../../shared/insight/trends/question.ts"
import { dayStart } from "../../shared/insight/trends/zone.ts"

type Row = { readonly minute: number; readonly id: number; readonly values: readonly number[] }

/** Minutes since 1970 UTC of "2026-03-02T06:00". */
export const minuteOf = (utc: string): number => Date.parse(`${utc}Z`) / 60_000

const plainTalk: Omit<Talk, "id"> = {
  ...{ client: "", server: "", clientAddress: "10.0.0.1", serverAddress: "10.0.0.2" },
  ...{ vlan: -1, transport: "tcp", port: 502, protocol: "modbus", cast: "unicast" },
}

export const deviceNamed = (id: string, more: Partial<TrendDevice> = {}): TrendDevice => ({
  ...{ id, name: id.toUpperCase(), addresses: [], macs: [], vendor: "", os: "", vlans: [], protocols: [] },
  ...{ firstSeen: 0, lastSeen: 0, internet: false, router: false },
  ...more,
})

export class TestMeasures implements Measures {
  readonly talks: (Talk | undefined)[] = [undefined]
  readonly functions: (TalkFunction | undefined)[] = []
  readonly #zone: string
  readonly #covered: Covered[] = []
  readonly #traffic: Row[] = []
  readonly #counts: Row[] = []
  readonly #timing: Row[] = []
  /** Minutes before this are not kept. */
  forgottenBefore = Number.NEGATIVE_INFINITY
  /** Steps that were visited, by grain: what a question cost. */
  readonly visited: Record<Grain, number> = { minute: 0, hour: 0, day: 0 }

  constructor(zone = "UTC") {
    this.#zone = zone
  }

  talk(more: Partial<Talk>): number {
    return this.talks.push({ ...plainTalk, ...more, id: this.talks.length }) - 1
  }
  fn(talk: number, key: string, name = "", protocol = this.talks[talk]?.protocol ?? ""): number {
    return this.functions.push({ id: this.functions.length, talk, protocol, key, name }) - 1
  }
  listened(from: string, to: string): void {
    this.#covered.push({ from: minuteOf(from) * 60e6, to: minuteOf(to) * 60e6 })
  }
  /** Also counts for everything. */
  sent(at: string, talk: number, packets: number, bytes: number): void {
    for (const id of talk === 0 ? [0] : [0, talk])
      this.#traffic.push({ minute: minuteOf(at), id, values: [packets, bytes] })
  }
  count(at: string, fn: number, [requests = 0, responses = 0, exceptions = 0, messages = 0]: readonly number[]): void {
    this.#counts.push({ minute: minuteOf(at), id: fn, values: [requests, responses, exceptions, messages] })
  }
  time(at: string, fn: number, more: Partial<Timing>): void {
    const { answered = 0, responseSum = 0, longest = 0, intervals = 0, intervalSum = 0, jitterSum = 0 } = more
    const values = [answered, responseSum, longest, intervals, intervalSum, jitterSum]
    this.#timing.push({ minute: minuteOf(at), id: fn, values })
  }

  #step(grain: Grain, minute: number, finest: number): number {
    if (grain === "minute") return Math.floor(minute / finest) * finest
    return grain === "hour" ? Math.floor(minute / 60) * 60 : dayStart(minute, this.#zone)
  }

  #visit(
    rows: readonly Row[],
    [grain, from, to, finest]: readonly [Grain, number, number, number],
    visit: (step: number, id: number, values: readonly number[]) => void,
    wanted: ((id: number) => boolean) | undefined,
  ): void {
    const sums = new Map<string, { step: number; id: number; values: number[] }>()
    for (const { minute, id, values } of rows) {
      const step = this.#step(grain, minute, finest)
      if (step < from || step >= to || wanted?.(id) === false) continue
      if (grain === "minute" && minute < this.forgottenBefore) continue
      const one = sums.get(`${step} ${id}`) ?? { step, id, values: values.map(() => 0) }
      sums.set(`${step} ${id}`, one)
      values.forEach((value, at) => (one.values[at]! += value))
    }
    this.visited[grain] += sums.size
    for (const { step, id, values } of sums.values()) visit(step, id, values)
  }

  readonly covered = (from: number, to: number): readonly Covered[] =>
    this.#covered.filter((one) => one.to >= from && one.from <= to)
  readonly traffic: Measures["traffic"] = (grain, from, to, visit, wanted) =>
    this.#visit(
      this.#traffic,
      [grain, from, to, 1],
      (step, id, [packets = 0, bytes = 0]) => visit(step, id, packets, bytes),
      wanted,
    )
  readonly counts: Measures["counts"] = (grain, from, to, visit, wanted) =>
    this.#visit(
      this.#counts,
      [grain, from, to, 1],
      (step, id, [a = 0, b = 0, c = 0, d = 0]) => visit(step, id, a, b, c, d),
      wanted,
    )
  readonly timing: Measures["timing"] = (grain, from, to, visit, wanted) =>
    this.#visit(
      this.#timing,
      [grain, from, to, timingMinutes],
      (step, id, [answered = 0, responseSum = 0, longest = 0, intervals = 0, intervalSum = 0, jitterSum = 0]) =>
        visit(step, id, { answered, responseSum, longest, intervals, intervalSum, jitterSum }),
      wanted,
    )
  readonly kept = (grain: Grain): { first: number; last: number } | null => {
    const steps = this.#traffic
      .filter(({ minute }) => grain !== "minute" || minute >= this.forgottenBefore)
      .map(({ minute }) => this.#step(grain, minute, 1))
    return steps.length === 0 ? null : { first: Math.min(...steps), last: Math.max(...steps) }
  }
}
