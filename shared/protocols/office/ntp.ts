/** Network time (RFC 5905 section 7.3, RFC 9327 for control messages): recognised by version, mode and length. */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { latinText } from "./lines.ts"

const modes: ReadonlyMap<number, string> = new Map([
  [1, "symmetric active"],
  [2, "symmetric passive"],
  [3, "client"],
  [4, "server"],
  [5, "broadcast"],
  [6, "control"],
  [7, "private"],
])

const ntpProtocol = protocol({
  name: "ntp",
  title: "NTP",
  family: "office",
  wireshark: "ntp",
  functionName: (code) => modes.get(code),
})

export const ntp: Dissector = {
  protocol: ntpProtocol,
  udp: [123],

  probe(bytes, from, to) {
    const first = bytes[from]!
    const version = (first >> 3) & 7
    const mode = first & 7
    if (version < 1 || version > 4 || mode === 0) return false
    return to - from >= (mode >= 6 ? 8 : 48)
  },

  read(r, _about, out) {
    const mode = r.u8("Leap, version and mode") & 7
    const outcome = mode === 3 ? "request" : mode === 4 ? "response" : "message"
    out.operation(ntpProtocol, mode, outcome, stampOf(r, mode), 0)
    // What a time server says about its own clock: RFC 5905 figure 11.
    if (mode === 4 && r.left >= 47) {
      const at = r.at
      const stratum = r.u8("Stratum")
      if (stratum >= 1 && stratum <= 3) out.claim("sender", "type", "time-server", "NTP server", 0.4, at, 1)
      if (stratum === 1) claimClock(r, at + 11, out)
    }
    if (r.left > 0) r.skip(r.left, "Rest of the message")
  },
}

/** RFC 5905 figure 12: a server with a clock of its own names it in four letters, "GPS" or "DCF". */
function claimClock({ bytes }: Reader, at: number, out: Findings): void {
  const name = latinText(bytes, at, at + 4).replace(/[\0 ]+$/, "")
  if (!/^[A-Za-z0-9]{2,4}$/.test(name)) return
  out.claim("sender", "description", `time server with its own clock: ${name}`, "NTP server", 0.5, at, name.length)
}

/** The answer says when the question was sent (RFC 5905 section 7.3, origin timestamp): the fraction of that time joins them. */
function stampOf({ bytes, at, end }: Reader, mode: number): number {
  const from = at - 1 + (mode === 4 ? 28 : 44)
  if (from + 4 > end) return -1
  return (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!
}
