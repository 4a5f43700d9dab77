/** A device that always answered is asked and says nothing. */
import type { FunctionId } from "../../facts/fact.ts"
import type { Detection, Judging, Minute, MinuteCount } from "../detection.ts"

const general = "device-is-suspected-to-be-disconnected-unresponsive"
const modbus = "suspicion-of-unresponsive-modbus-device"

/** Only what was answered before can be missing: a mirror port may show one direction, and some requests need no answer. */
function judge(minute: Minute, judging: Judging): void {
  for (const asked of askedIn(minute).values()) {
    if (asked.answers > 0) judging.counting.forget(asked.key)
    else silent(asked, minute.time, judging)
  }
}

type Asked = { readonly key: number; readonly function: FunctionId; requests: number; answers: number } & Ends
type Ends = Pick<MinuteCount, "client" | "server">

/** By who asks whom over what: answers may have functions of their own (DNP3). */
function askedIn(minute: Minute): ReadonlyMap<number, Asked> {
  const found = new Map<number, Asked>()
  for (const { talk: key, client, server, requests, responses, exceptions, messages, function: id } of minute.counts) {
    let asked = found.get(key)
    if (asked === undefined) {
      asked = { key, client, server, function: id, requests: 0, answers: 0 }
      found.set(key, asked)
    }
    asked.requests += requests
    asked.answers += responses + exceptions + messages
  }
  return found
}

function silent({ key, client, server, function: id, requests }: Asked, time: number, judging: Judging): void {
  const { world, raise, threshold, counting } = judging
  if (requests === 0 || world.isGroup(server) || !world.hasAnswered(id)) return
  const { protocol, title, name } = world.functionWords(id)
  const kind = protocol === "modbus" ? modbus : general
  const limit = threshold(kind, server)
  if (!counting.reaches(key, time, limit, requests)) return
  const message = `{target} left ${limit.count} requests of {source} or more over ${title} without an answer within ${Math.ceil(limit.seconds / 60)} minutes.`
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
