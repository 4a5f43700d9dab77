/** Too many of something within a time: exceptions, restarts. Counted by the minute. */
import type { EndpointId } from "../../facts/fact.ts"
import type { Detection, ExampleFact, Minute, Judging, MinuteCount } from "../detection.ts"
import { noteMinute } from "./noted-functions.ts"

const exceptions = "abnormal-exception-pattern-in-slave"
const restartsOften = "outstation-restarts-frequently"
const restartsVeryOften = "excessive-restart-rate-of-an-outstation"
const overflows = "continuous-event-buffer-overflow-at-outstation"
const stops = "abnormal-termination-of-applications"
const pings = "icmp-flooding"

function judge(minute: Minute, judging: Judging): void {
  for (const count of minute.counts) {
    if (count.exceptions > 0) burst(exceptions, count, count.exceptions, minute.time, judging)
    const asked = count.requests + count.messages
    if (asked === 0 && count.exceptions === 0) continue
    const words = judging.world.functionWords(count.function)
    noteMinute(words, count, minute.time, judging)
    if (asked === 0) continue
    if (words.protocol === "dnp3" && words.key === "iin:11") burst(overflows, count, asked, minute.time, judging)
    if (/\b(?:stop|halt)\b/i.test(words.does)) burst(stops, count, asked, minute.time, judging)
    if (words.protocol !== "dnp3" && words.protocol !== "iec104") continue
    if (!words.does.startsWith("Restart")) continue
    burst(restartsOften, count, asked, minute.time, judging)
    burst(restartsVeryOften, count, asked, minute.time, judging)
  }
  for (const { client, server, protocol, packets } of minute.traffic)
    if (protocol === "icmp" || protocol === "icmpv6") flood(client, server, packets, minute.time, judging)
}

function flood(client: EndpointId, server: EndpointId, packets: number, time: number, judging: Judging): void {
  const { world, raise, threshold } = judging
  const limit = threshold(pings, server)
  // Counted by the minute: a limit of another time is brought to it.
  if (packets < (limit.count * 60) / limit.seconds || world.isGroup(server)) return
  const message = `{source} and {target} exchanged ${packets} ICMP packets within a minute.`
  raise({ kind: pings, source: client, target: server, message, line: { what: "ICMP" }, time })
}

const says: Readonly<Record<string, (times: string) => string>> = {
  [exceptions]: (times) => `{target} refused what {source} asked ${times}.`,
  [overflows]: (times) => `{target} told {source} ${times} that its event buffer overflowed.`,
  [stops]: (times) => `{source} told {target} to stop programs ${times}.`,
  [restartsOften]: (times) => `{source} told {target} to restart ${times}.`,
  [restartsVeryOften]: (times) => `{source} told {target} to restart ${times}.`,
}

function burst(kind: string, count: MinuteCount, times: number, time: number, judging: Judging): void {
  const { world, raise, threshold, counting } = judging
  const { client, server } = count
  const limit = threshold(kind, server)
  const { protocol, name } = world.functionWords(count.function)
  const key = `${kind}|${world.text(client)}|${world.text(server)}|${protocol}`
  if (!counting.reaches(key, time, limit, times)) return
  const message = says[kind]!(`${limit.count} times or more within ${Math.ceil(limit.seconds / 60)} minutes`)
  raise({ kind, source: client, target: server, protocol, message, line: { what: name }, time })
}

/** An outstation of DNP3 is restarted so often in each of these minutes. */
const restarts = (minutes: readonly number[], requests: number): ExampleFact[] =>
  minutes.map((minute) => ({
    says: "minute",
    from: "10.0.0.1",
    to: "10.0.0.2",
    protocol: "dnp3",
    key: "13",
    does: "Restart the outstation",
    requests,
    at: minute * 60,
  }))

export const bursts: Detection = {
  kinds: [exceptions, restartsOften, restartsVeryOften, overflows, stops, pings],
  minute: judge,
  examples: [
    {
      name: "twenty exceptions within the hour",
      then: [0, 10, 20].map((minute) => ({
        says: "minute",
        from: "10.0.0.1",
        to: "10.0.0.2",
        protocol: "modbus",
        key: "3",
        exceptions: 7,
        at: minute * 60,
      })),
      raises: [exceptions],
    },
    {
      name: "as many, over two days",
      then: [0, 1000, 2000].map((minute) => ({
        says: "minute",
        from: "10.0.0.1",
        to: "10.0.0.2",
        protocol: "modbus",
        key: "3",
        exceptions: 7,
        at: minute * 60,
      })),
      raises: [],
    },
    {
      name: "an outstation is restarted again and again",
      then: restarts([0, 2, 4], 1),
      raises: [restartsOften],
    },
    {
      name: "an outstation is restarted over and over within the hour",
      then: restarts([0, 2, 4, 6, 8], 4),
      raises: [restartsOften, restartsVeryOften],
    },
    {
      name: "an outstation that is restarted once a day",
      then: restarts([0, 1440, 2880], 1),
      raises: [],
    },
    {
      name: "the event buffer of an outstation overflows again and again",
      then: [0, 2, 4].map((minute) => ({
        says: "minute",
        from: "10.0.0.1",
        to: "10.0.0.2",
        protocol: "dnp3",
        key: "iin:11",
        isDetail: true,
        messages: 1,
        at: minute * 60,
      })),
      raises: [overflows],
    },
    {
      name: "somebody stops one program after the other",
      then: [0, 10, 20].map((minute) => ({
        says: "minute",
        from: "10.0.0.9",
        to: "10.0.0.2",
        protocol: "mms",
        key: "41",
        does: "Stop",
        requests: 8,
        at: minute * 60,
      })),
      raises: [stops],
    },
    {
      name: "sixty pings within a minute",
      then: [{ says: "minute", from: "10.0.0.9", to: "10.0.0.2", protocol: "icmp", packets: 120 }],
      raises: [pings],
    },
  ],
}
