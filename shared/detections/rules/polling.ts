/** A poll that came like a clock comes at another pace, or stops. */
import type { Detection, Judging, Minute } from "../detection.ts"

const drift = "abnormal-periodic-behavior-in-communication-channel"

/** Minutes that have to be seen while the sensor learns before a pace is known. */
const enough = 5
/** So much faster or slower than ever seen, and for so many minutes in a row. */
const far = 1.5
const lasting = { count: 3, seconds: 240 }

function judge(minute: Minute, { world, raise, ranges, counting }: Judging): void {
  for (const { client, server, function: id, intervals, intervalSum } of minute.counts) {
    if (intervals < 2) continue
    const pace = intervalSum / intervals / 1e6
    if (world.isLearning(client, server)) {
      ranges.learn(id, pace)
      continue
    }
    const known = ranges.of(id)
    if (known === undefined || known.count < enough) continue
    if (pace <= known.high * far && pace >= known.low / far) continue
    if (!counting.reaches(`pace|${id}`, minute.time, lasting)) continue
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

export const polling: Detection = {
  kinds: [drift],
  minute: judge,
  examples: [
    { name: "every second becomes every three", learned: polls(0, 10, 1), then: polls(10, 5, 3), raises: [drift] },
    { name: "one slow minute", learned: polls(0, 10, 1), then: [...polls(10, 1, 3), ...polls(11, 5, 1)], raises: [] },
    { name: "a pace that was hardly seen", learned: polls(0, 2, 1), then: polls(2, 5, 3), raises: [] },
  ],
}
