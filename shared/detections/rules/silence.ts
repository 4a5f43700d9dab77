/** A channel with a pace that was learned goes silent. Off unless somebody wants it. */
import type { Detection, Judging, Minute } from "../detection.ts"

const inactive = "inactive-communication-channel"

/** Minutes that have to be seen before a pace is known, and seconds beyond which a minute may pass without a request. */
const enough = 5
const slowest = 20

function judge(minute: Minute, { world, raise, threshold, ranges, counting, swap }: Judging): void {
  if (world.isLearning()) return
  const heard = new Set<number>()
  for (const { function: id, requests } of minute.counts) if (requests > 0) heard.add(id)
  for (const [id, { high, count }] of ranges.all()) {
    if (id < 0 || count < enough || high > slowest) continue
    if (heard.has(id)) {
      counting.forget(`silent|${id}`)
      swap(`silent|${id}`, "")
      continue
    }
    const { client, server } = world.endsOf(id)
    const lasting = threshold(inactive, server)
    if (counting.reaches(`silent|${id}`, minute.time, lasting) && swap(`silent|${id}`, "told") !== "told") {
      if (world.isLearning(client, server)) continue // who came to stay for a day has no channel
      const { protocol, name, title } = world.functionWords(id)
      const message = `{source} does not ask {target} over ${title} any more, which it did every ${Math.max(1, Math.round(high))} seconds or more often.`
      raise({
        kind: inactive,
        source: client,
        target: server,
        protocol,
        message,
        line: { what: name },
        time: minute.time,
      })
    }
  }
}

const minutes = (from: number, count: number, requests: number, protocol = "modbus") =>
  Array.from(
    { length: count },
    (_, n) =>
      ({
        says: "minute",
        from: protocol === "modbus" ? "10.0.0.1" : "10.0.0.7",
        to: "10.0.0.2",
        protocol,
        key: "3",
        ...{ requests, responses: requests, intervals: requests, intervalSum: requests === 0 ? 0 : 60 },
        at: (from + n) * 60,
      }) as const,
  )

export const silence: Detection = {
  kinds: [inactive],
  minute: judge,
  examples: [
    { name: "a poll stops", learned: minutes(0, 10, 60), then: minutes(10, 5, 60, "s7comm"), raises: [inactive] },
    {
      name: "a poll that pauses for two minutes",
      learned: minutes(0, 10, 60),
      then: [...minutes(10, 2, 60, "s7comm"), ...minutes(12, 5, 60)],
      raises: [],
    },
    { name: "what came once a minute", learned: minutes(0, 10, 1), then: minutes(10, 5, 60, "s7comm"), raises: [] },
  ],
}
