/** Far more or far less traffic than in any minute while the sensor learned. Off unless somebody wants it. */
import type { Detection, Judging, Minute } from "../detection.ts"

const between = "abnormal-traffic-bandwidth-between-devices"
const whole = "abnormal-traffic-bandwidth"

/** Minutes that have to be seen before a range is known, how far off it must be, and bytes a minute that are no matter. */
const enough = 30
const far = 3
const small = 100_000

/** Keys of ranges below zero are of traffic; those of functions are not. */
const keyOf = (talk: number): number => -2 - talk

function judge(minute: Minute, judging: Judging): void {
  let all = 0
  for (const { client, server, protocol, bytes, talk } of minute.traffic) {
    all += bytes
    const said = compare(keyOf(talk), bytes, judging.world.isLearning(client, server), judging)
    if (said === "") continue
    const message = `{source} and {target} exchanged ${said}.`
    const line = { what: protocol, value: amount(bytes) }
    judging.raise({ kind: between, source: client, target: server, protocol, message, line, time: minute.time })
  }
  const said = compare(-1, all, judging.world.isLearning(), judging)
  if (said === "") return
  const message = `The sensor saw ${said}.`
  judging.raise({
    kind: whole,
    source: -1,
    target: -1,
    message,
    line: { what: "All traffic", value: amount(all) },
    time: minute.time,
  })
}

function compare(key: number, bytes: number, isLearning: boolean, { ranges }: Judging): string {
  const known = ranges.of(key)
  if (isLearning) {
    ranges.learn(key, bytes)
    return ""
  }
  if (known === undefined || known.count < enough || Math.max(bytes, known.high) < small) return ""
  if (bytes > known.high * far) return `${amount(bytes)} within a minute, where ${amount(known.high)} were the most`
  if (bytes * far < known.low) return `${amount(bytes)} within a minute, where ${amount(known.low)} were the least`
  return ""
}

const amount = (bytes: number): string =>
  bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

const minutes = (from: number, count: number, bytes: number) =>
  Array.from(
    { length: count },
    (_, n) =>
      ({
        says: "minute",
        from: "10.0.0.1",
        to: "10.0.0.2",
        protocol: "modbus",
        packets: 60,
        bytes,
        at: (from + n) * 60,
      }) as const,
  )

export const bandwidth: Detection = {
  kinds: [between, whole],
  minute: judge,
  examples: [
    {
      name: "ten times as much",
      learned: minutes(0, 40, 500_000),
      then: minutes(40, 2, 5_000_000),
      raises: [between, whole],
    },
    { name: "a little more", learned: minutes(0, 40, 500_000), then: minutes(40, 2, 700_000), raises: [] },
    {
      name: "too little was seen to tell",
      learned: minutes(0, 5, 500_000),
      then: minutes(5, 2, 5_000_000),
      raises: [],
    },
  ],
}
