/** Syslog over UDP (RFC 3164 section 4.1, RFC 5424 section 6): recognised by its priority in angle brackets, counted by severity; who sends for itself says its name. */
import type { Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { indexOfByte, latinText } from "./lines.ts"

/** RFC 5424 table 2. */
const severities = ["emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug"]
/** 24 facilities of eight severities (RFC 5424 section 6.2.1). */
const priorities = 192

const syslogProtocol = protocol({
  name: "syslog",
  title: "Syslog",
  family: "office",
  wireshark: "syslog",
  functionName: (code) => severities[code],
  wiresharkFunction: (code) => `syslog.level == ${code}`,
})

/** A relay sends what others say: whoever uses several names has none of them. */
class Sender {
  name = ""
  times = 0
  isRelay = false
}
const begin = (): Sender => new Sender()
const enough = 3

export const syslog: Dissector = {
  protocol: syslogProtocol,
  udp: [514],

  /** "<", one to three digits, ">". */
  probe(bytes, from, to) {
    if (to - from < 4 || bytes[from] !== 0x3c) return false
    let at = from + 1
    while (at < to && at - from < 5 && isDigit(bytes[at]!)) at++
    return at > from + 1 && at - from < 5 && bytes[at] === 0x3e
  },

  read(r, about, out) {
    const { bytes, at } = r
    const close = indexOfByte(bytes, 0x3e, at, Math.min(r.end, at + 5))
    const priority = Number(latinText(bytes, at + 1, close))
    r.skip(close + 1 - at, "Priority")
    if (priority < priorities) out.operation(syslogProtocol, priority & 7, "message")
    readHost(r, about, out)
    r.skip(r.left, "Message")
  },
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** The host stands behind the time: one word of it in RFC 5424, whose version "1" is first, fifteen letters in RFC 3164. */
function readHost(r: Reader, about: About, out: Findings): void {
  const { bytes, at, end } = r
  const time = bytes[at] === 0x31 && bytes[at + 1] === 0x20 ? wordEnd(bytes, at + 2, end) : oldTime(bytes, at, end)
  if (time < 0 || time >= end) return
  r.skip(time - at, "Time")
  const from = time + 1
  const to = wordEnd(bytes, from, end)
  if (to < 0 || to - from > 64) return
  const name = latinText(bytes, from, to)
  r.skip(to - time, "Host")
  // A word with a colon is the program already; a number or "-" is no name.
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) || !/[A-Za-z]/.test(name)) return
  const sender = about.recall(begin)
  if (sender.name !== "" && sender.name !== name) sender.isRelay = true
  sender.name = name
  if (++sender.times >= enough && !sender.isRelay)
    out.claim("sender", "hostname", name, "Syslog host", 0.5, from, to - from)
}

/** Where the word that begins at `from` ends; -1 where no space follows. */
const wordEnd = (bytes: Uint8Array, from: number, end: number): number => indexOfByte(bytes, 0x20, from, end)

/** "Nov 20 06:25:11" (RFC 3164 section 4.1.2); -1 where it is something else. */
function oldTime(bytes: Uint8Array, at: number, end: number): number {
  const isTime = at + 16 < end && bytes[at + 3] === 0x20 && bytes[at + 9] === 0x3a && bytes[at + 12] === 0x3a
  return isTime && bytes[at + 15] === 0x20 ? at + 15 : -1
}
