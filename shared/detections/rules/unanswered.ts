/** A device that always answered is asked and says nothing. */
import type { Detection, Judging, Minute } from "../detection.ts"

const general = "device-is-suspected-to-be-disconnected-unresponsive"
const modbus = "suspicion-of-unresponsive-modbus-device"

/** Only what was answered before can be missing: a mirror port may show one direction, and some requests need no answer. */
function judge(minute: Minute, { world, raise, threshold, counting, isFirst, isKnown }: Judging): void {
  for (const { client, server, requests, responses, exceptions, function: id } of minute.counts) {
    const { protocol, title } = world.functionWords(id)
    const key = `unanswered|${world.text(client)}|${world.text(server)}|${protocol}`
    if (responses + exceptions > 0) {
      isFirst(`answers|${key}`)
      counting.forget(key)
      continue
    }
    if (requests === 0 || world.isGroup(server) || !isKnown(`answers|${key}`)) continue
    const kind = protocol === "modbus" ? modbus : general
    const limit = threshold(kind)
    if (!counting.reaches(key, minute.time, limit, requests)) continue
    const message = `{target} did not answer {source} any more over ${title}: ${limit.count} requests or more without an answer within ${Math.ceil(limit.seconds / 60)} minutes.`
    raise({ kind, source: client, target: server, protocol, message, line: { what: "No answer" }, time: minute.time })
  }
}

const asked = (at: number, requests: number, responses: number, protocol = "s7comm") =>
  ({ says: "minute", from: "10.0.0.1", to: "10.0.0.2", protocol, key: "4", requests, responses, at: at * 60 }) as const

export const unanswered: Detection = {
  kinds: [general, modbus],
  minute: judge,
  examples: [
    { name: "a controller falls silent", then: [asked(0, 60, 60), asked(1, 5, 0), asked(2, 5, 0)], raises: [general] },
    {
      name: "a Modbus device falls silent",
      then: [asked(0, 60, 60, "modbus"), asked(1, 5, 0, "modbus")],
      raises: [modbus],
    },
    { name: "who never answered may not be heard here", then: [asked(0, 60, 0), asked(1, 60, 0)], raises: [] },
    {
      name: "a few lost answers",
      then: [asked(0, 60, 60), asked(1, 60, 58), asked(2, 3, 0), asked(3, 60, 60)],
      raises: [],
    },
  ],
}
