/** Too many of something within a time: exceptions, restarts. Counted by the minute. */
import type { Detection, Minute, Judging, MinuteCount } from "../detection.ts"

const exceptions = "abnormal-exception-pattern-in-slave"
const restartsOften = "outstation-restarts-frequently"
const restartsVeryOften = "excessive-restart-rate-of-an-outstation"

function judge(minute: Minute, judging: Judging): void {
  for (const count of minute.counts) {
    if (count.exceptions > 0) burst(exceptions, count, count.exceptions, minute.time, judging)
    const asked = count.requests + count.messages
    if (asked === 0) continue
    const words = judging.world.functionWords(count.function)
    if (words.protocol !== "dnp3" && words.protocol !== "iec104") continue
    if (!words.does.startsWith("Restart")) continue
    burst(restartsOften, count, asked, minute.time, judging)
    burst(restartsVeryOften, count, asked, minute.time, judging)
  }
}

const says: Readonly<Record<string, (times: string) => string>> = {
  [exceptions]: (times) => `{target} refused what {source} asked ${times}.`,
  [restartsOften]: (times) => `{source} told {target} to restart ${times}.`,
  [restartsVeryOften]: (times) => `{source} told {target} to restart ${times}.`,
}

function burst(kind: string, count: MinuteCount, times: number, time: number, judging: Judging): void {
  const { world, raise, threshold, counting } = judging
  const limit = threshold(kind)
  const { client, server } = count
  const { protocol, name } = world.functionWords(count.function)
  const key = `${kind}|${world.text(client)}|${world.text(server)}|${protocol}`
  if (!counting.reaches(key, time, limit, times)) return
  const message = says[kind]!(`${limit.count} times or more within ${Math.ceil(limit.seconds / 60)} minutes`)
  raise({ kind, source: client, target: server, protocol, message, line: { what: name }, time })
}

export const bursts: Detection = {
  kinds: [exceptions, restartsOften, restartsVeryOften],
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
      then: [0, 2, 4].map((minute) => ({
        says: "minute",
        from: "10.0.0.1",
        to: "10.0.0.2",
        protocol: "dnp3",
        key: "13",
        does: "Restart the outstation",
        requests: 1,
        at: minute * 60,
      })),
      raises: [restartsOften],
    },
  ],
}
