/** Files that go to a server again and again at the same distance of time, as backups do, and then do not. */
import type { Detection, ExampleFact, Judging, Minute, Spoken } from "../detection.ts"
import type { Rhythm } from "../rhythms.ts"

const missed = "expected-backup-operation-did-not-occur"

const minute = 60e6
/** Beginnings that have to be seen before a rhythm is known, and the shortest one. */
const enough = 4
const shortest = 2 * 60 * minute
/** How far beginnings may lie apart from the rhythm: part of it, and at least so much. */
const looseness = 0.05
const leastLoose = 15 * minute
/** Without a captured minute for so long, nobody listened. */
const gap = 10 * minute

function keep(fact: Spoken<"file"> | Spoken<"carried">, { world, rhythms }: Judging): void {
  const { client, server, protocol, way, name, time } = fact
  if (way !== "toServer" || protocol === "http") return
  const key = `${world.text(client)}|${world.text(server)}|${protocol}`
  rhythms.happened(key, { source: client, target: server, protocol, what: name }, time)
}

/** The distance in the middle, and how far the others lie from it; null: there is no rhythm. */
function paceOf({ begins }: Rhythm): { readonly every: number; readonly spread: number } | null {
  if (begins.length < enough) return null
  const distances = begins.slice(1).map((begin, n) => begin - begins[n]!)
  const every = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)]!
  const spread = Math.max(...distances.map((distance) => Math.abs(distance - every)))
  const isRegular = every >= shortest && spread <= Math.max(leastLoose, every * looseness)
  return isRegular ? { every, spread } : null
}

const spanText = (time: number): string => {
  const minutes = Math.round(time / minute)
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
}

function judge({ time }: Minute, judging: Judging): void {
  const { rhythms, raise, threshold } = judging
  const before = rhythms.listen(time)
  for (const rhythm of rhythms.all()) {
    const began = rhythm.begins.at(-1)!
    const pace = rhythm.told === began ? null : paceOf(rhythm)
    if (pace === null) continue
    const due = began + pace.every
    // Nobody listened when it was due: whether it came is not known.
    if (time - before > gap && due > before && due < time) {
      rhythm.told = began
      continue
    }
    const limit = threshold(missed, rhythm.target)
    const late = time - due - pace.spread - limit.seconds * 1e6
    if (late < 0 || 1 + Math.floor(late / pace.every) < limit.count) continue
    rhythm.told = began
    const { source, target, protocol, what } = rhythm
    const message = `{source} did not send {target} files over ${protocol.toUpperCase()}, which it does every ${spanText(pace.every)}; they are ${spanText(time - due)} late.`
    raise({ kind: missed, source, target, protocol, message, line: { what: "Last time", where: what }, time })
  }
}

const day = 86_400
const puts = (at: number): ExampleFact => ({
  ...{ says: "said", from: "10.0.0.9", to: "10.0.0.2", protocol: "ftp", at },
  said: { kind: "file", name: "plant.zip", way: "toServer" },
})
const nights = [0, day, 2 * day + 200, 3 * day]
const passes = (from: number, minutes: number): readonly ExampleFact[] =>
  Array.from({ length: minutes }, (_, n) => ({
    ...{ says: "minute", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", packets: 9 },
    at: from + n * 60,
  }))
const learned = [...nights.map(puts), ...passes(4 * day - 600, 9)]

export const backups: Detection = {
  kinds: [missed],
  facts: { file: keep, carried: keep },
  minute: judge,
  examples: [
    { name: "the backup of every night does not begin", learned, then: passes(4 * day - 60, 20), raises: [missed] },
    {
      name: "it begins a few minutes late",
      learned,
      then: [...passes(4 * day - 60, 4), puts(4 * day + 240), ...passes(4 * day + 240, 20)],
      raises: [],
    },
    { name: "nobody listened when it was due", learned, then: passes(4 * day + 7200, 20), raises: [] },
    {
      name: "files that come as they are needed",
      learned: [...[0, 9000, 100_000, 140_000].map(puts), ...passes(200_000, 9)],
      then: passes(200_600, 20),
      raises: [],
    },
  ],
}
