/** Messages that contradict their own specification: a broken device, or somebody who tries what it does then. */
import type { Detection, Judging, Spoken } from "../detection.ts"

const many = "excessive-malformed-packets-in-a-single-session"
const byMaster = "illegal-dnp3-operation"
const byOutstation = "usage-of-improper-formatting-by-outstation"

function judge({ client, server, sender, protocol, time }: Spoken<"malformed">, judging: Judging): void {
  const { world, raise, threshold, counting } = judging
  if (protocol === "dnp3") {
    const isMaster = sender === client
    const message = `{source} sent {target} a DNP3 message that contradicts the specification.`
    const [source, target] = isMaster ? [client, server] : [server, client]
    const line = { what: "Malformed message" }
    raise({ kind: isMaster ? byMaster : byOutstation, source, target, protocol, message, line, time })
  }
  const limit = threshold(many, server)
  if (!counting.reaches(`${many}|${world.text(client)}|${world.text(server)}|${protocol}`, time, limit)) return
  const message = `{source} and {target} exchanged ${limit.count} messages or more of ${protocol} within ${Math.ceil(limit.seconds / 60)} minutes that contradict its specification.`
  raise({ kind: many, source: client, target: server, protocol, message, line: { what: "Malformed messages" }, time })
}

const wrong = (protocol: string, at: number, isAnswer = false) =>
  ({ says: "malformed", from: "10.0.0.1", to: "10.0.0.2", protocol, isAnswer, at }) as const

export const malformed: Detection = {
  kinds: [many, byMaster, byOutstation],
  facts: { malformed: judge },
  examples: [
    { name: "two within a minute", then: [wrong("modbus", 0), wrong("modbus", 20)], raises: [many] },
    { name: "one a day", then: [wrong("modbus", 0), wrong("modbus", 86_400)], raises: [] },
    { name: "of a DNP3 master", then: [wrong("dnp3", 0)], raises: [byMaster] },
    { name: "of a DNP3 outstation", then: [wrong("dnp3", 0, true)], raises: [byOutstation] },
  ],
}
