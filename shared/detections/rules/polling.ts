/** A poll that came like a clock comes at another pace, or stops. */
import type { Detection, Judging, Minute } from "../detection.ts"

const drift = "abnormal-periodic-behavior-in-communication-channel"

/** Minutes that have to be seen while the sensor learns before a pace is known. */
const enough = 5
/** So much faster or slower than ever seen, and so many minutes in a row with a pause that ended in them; slow polls end one in few minutes. */
const far = 1.5
const often = 3
const lasting = (pace: number) => ({ count: often, seconds: Math.max(240, (often + 1) * pace) })

function judge(minute: Minute, { world, raise, ranges, counting }: Judging): void {
  for (const { client, server, function: id, intervals, intervalSum } of minute.counts) {
    if (intervals === 0) continue
    const pace = intervalSum / intervals / 1e6
    if (world.isLearning(client, server)) {
      ranges.learn(id, pace)
      continue
    }
    const known = ranges.of(id)
    if (known === undefined || known.count < enough) continue
    if (pace <= known.high * far && pace >= known.low / far) continue
    if (!counting.reaches(`pace|${id}`, minute.time, lasting(pace))) continue
    const { protocol, name, title } = world.functionWords(id)
    const message = `{source} asks {target} over ${title} at another pace: every ${seconds(pace)} instead of every ${usual(known)}.`
    raise({
      kind: drift,
      source: client,
      target: server,
      protocol,
      message,
      line: { what: name, value: `every ${seconds(pace)}` },
      time: minute.time,
    })
  }
}

const usual = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  seconds(low) === seconds(high) ? seconds(low) : `${seconds(low)} to ${seconds(high)}`

function seconds(value: number): string {
  if (value < 1) return `${Math.round(value * 1000)} ms`
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`
}

const polls = (from: number, count: number, pause: number) =>
  Array.from(
    { length: count },
    (_, n) =>
      ({
        says: "minute",
        from: "10.0.0.1",
        to: "10.0.0.2",
        protocol: "modbus",
        key: "3",
        requests: 60 / pause,
        responses: 60 / pause,
        intervals: 60 / pause,
        intervalSum: 60,
        at: (from + n) * 60,
      }) as const,
  )

/** One pause of so many minutes ends in each of as many minutes. */
const slowPolls = (from: number, count: number, minutes: number) =>
  Array.from(
    { length: count },
    (_, n) =>
      ({
        says: "minute",
        from: "10.0.0.1",
        to: "10.0.0.2",
        protocol: "dnp3",
        key: "1",
        requests: 1,
        responses: 1,
        intervals: 1,
        intervalSum: minutes * 60,
        at: (from + n * minutes) * 60,
      }) as const,
  )

export const polling: Detection = {
  kinds: [drift],
  minute: judge,
  examples: [
    { name: "every second becomes every three", learned: polls(0, 10, 1), then: polls(10, 5, 3), raises: [drift] },
    {
      name: "every two minutes becomes every five",
      learned: slowPolls(0, 8, 2),
      then: slowPolls(20, 4, 5),
      raises: [drift],
    },
    { name: "every two minutes, as ever", learned: slowPolls(0, 8, 2), then: slowPolls(20, 4, 2), raises: [] },
    { name: "one slow minute", learned: polls(0, 10, 1), then: [...polls(10, 1, 3), ...polls(11, 5, 1)], raises: [] },
    { name: "a pace that was hardly seen", learned: polls(0, 2, 1), then: polls(2, 5, 3), raises: [] },
  ],
}
