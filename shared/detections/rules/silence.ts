/** A channel with a pace that was learned goes silent. Off unless somebody wants it. */
import type { Detection, Judging, Minute } from "../detection.ts"

const inactive = "inactive-communication-channel"

/** Minutes that have to be seen before a pace is known, and seconds beyond which a minute may pass without a request. */
const enough = 5
const slowest = 20
/** So many minutes in a row, of which a capture that ends or begins may cut two. */
const lasting = { count: 3, seconds: 300 }

function judge(minute: Minute, { world, raise, ranges, counting, swap }: Judging): void {
  if (world.isLearning()) return
  const heard = new Set<number>()
  for (const { function: id, requests } of minute.counts) if (requests > 0) heard.add(id)
  for (const [id, { high, count }] of ranges.all()) {
    if (id < 0 || count < enough || high > slowest) continue
    if (heard.has(id)) {
      counting.forget(`silent|${id}`)
      if (swap(`silent|${id}`, "") === "") continue
    } else if (counting.reaches(`silent|${id}`, minute.time, lasting) && swap(`silent|${id}`, "told") !== "told") {
      const { client, server } = world.endsOf(id)
      const { protocol, name, title } = world.functionWords(id)
      const message = `{source} does not ask {target} over ${title} any more, which it did every ${Math.max(1, Math.round(high))} seconds or more often.`
      raise({ kind: inactive, source: client, target: server, protocol, message, line: { what: name }, time: minute.time })
    }
  }
}
