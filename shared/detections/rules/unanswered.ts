/** A device that always answered is asked and says nothing. */
import type { Detection, Judging, Minute, MinuteCount } from "../detection.ts"

const general = "device-is-suspected-to-be-disconnected-unresponsive"
const modbus = "suspicion-of-unresponsive-modbus-device"

type Asked = Pick<MinuteCount, "client" | "server" | "function"> & { requests: number; answers: number }

/** Only what was answered before can be missing: a mirror port may show one direction, and some requests need no answer. */
function judge(minute: Minute, judging: Judging): void {
  for (const [key, { answers, ...asked }] of askedIn(minute, judging)) {
    if (answers === 0) silent(key, asked, minute.time, judging)
    else {
      judging.isFirst(`answers|${key}`)
      judging.counting.forget(key)
    }
  }
}

/** By who asks whom over what: answers may have functions of their own (DNP3). */
function askedIn(minute: Minute, { world }: Judging): ReadonlyMap<string, Asked> {
  const found = new Map<string, Asked>()
  for (const { client, server, requests, responses, exceptions, messages, function: id } of minute.counts) {
    const { protocol } = world.functionWords(id)
    const key = `unanswered|${world.text(client)}|${world.text(server)}|${protocol}`
    const asked = found.get(key) ?? { client, server, function: id, requests: 0, answers: 0 }
    asked.requests += requests
    asked.answers += responses + exceptions + messages
    found.set(key, asked)
  }
  return found
}

function silent(key: string, asked: Omit<Asked, "answers">, time: number, judging: Judging): void {
  const { world, raise, threshold, counting, isKnown } = judging
  const { client, server, requests, function: id } = asked
  if (requests === 0 || world.isGroup(server) || !isKnown(`answers|${key}`)) return
  const { protocol, title, name } = world.functionWords(id)
  const kind = protocol === "modbus" ? modbus : general
  const limit = threshold(kind)
  if (!counting.reaches(key, time, limit, requests)) return
  const message = `{target} did not answer {source} any more over ${title}: ${limit.count} requests or more without an answer within ${Math.ceil(limit.seconds / 60)} minutes.`
  raise({ kind, source: client, target: server, protocol, message, line: { what: name }, time })
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
