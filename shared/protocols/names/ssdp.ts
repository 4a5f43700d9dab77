/** Simple Service Discovery (UPnP Device Architecture 2.0 section 1): who looks for what, and what devices announce of themselves. HTTP's form over UDP. */
import type { Reader } from "../../bytes/reader.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { indexOfByte, lineEnd, saysWord, shownText, textEnd } from "../office/lines.ts"
import { protocol } from "../protocol.ts"

const SEARCH = 1
const NOTIFY = 2
const ANSWER = 3

const functions: ReadonlyMap<number, string> = new Map([
  [SEARCH, "search"],
  [NOTIFY, "notify"],
  [ANSWER, "answer"],
])

const ssdpProtocol = protocol({
  name: "ssdp",
  title: "SSDP",
  family: "name",
  wireshark: "ssdp",
  functionName: (code) => functions.get(code),
})

const RULE = "SSDP server"

/** "M-SEARCH ", "NOTIFY " or "HTTP/1.1 200": its number, 0 for none. */
function kindOf(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 16) return 0
  if (bytes[from + 1] === 0x2d && bytes[from] === 0x4d && saysWord(bytes, from + 2, to, "SEARCH")) return SEARCH
  if (saysWord(bytes, from, to, "NOTIFY") && bytes[from + 6] === 0x20) return NOTIFY
  return saysWord(bytes, from, to, "HTTP") && bytes[from + 4] === 0x2f && bytes[from + 8] === 0x20 ? ANSWER : 0
}

export const ssdp: Dissector = {
  protocol: ssdpProtocol,
  udp: [1900],
  probe: (bytes, from, to) => kindOf(bytes, from, to) > 0,

  read(r, _about, out) {
    const kind = kindOf(r.bytes, r.at, r.end)
    out.operation(ssdpProtocol, kind, kind === SEARCH ? "request" : kind === ANSWER ? "response" : "message")
    r.skip(lineEnd(r.bytes, r.at, r.end) - r.at, "First line")
    while (r.left > 0) readHeader(r, kind, out)
  },
}

function readHeader(r: Reader, kind: number, out: Findings): void {
  const { bytes, at } = r
  const end = lineEnd(bytes, at, r.end)
  const to = textEnd(bytes, at, end)
  const colon = indexOfByte(bytes, 0x3a, at, to)
  const name = colon < 0 ? "" : shownText(bytes, at, colon, 40).toUpperCase()
  r.skip(end - at, name === "" ? "Line" : name)
  // Who searches names its program, too; it says of itself what it likes.
  if (name !== "SERVER" || kind === SEARCH) return
  let from = colon + 1
  while (from < to && bytes[from] === 0x20) from++
  const text = shownText(bytes, from, to, 200)
  if (text === "") return
  out.claim("sender", "software", `${text} (UPnP)`, RULE, 0.5, from, to - from)
  const system = systemOf(text)
  if (system !== "") out.claim("sender", "os", system, RULE, 0.5, from, to - from)
}

/** Section 1.2.2: the system and its version stand first: "Linux/4.4.60 UPnP/1.0 …". */
function systemOf(text: string): string {
  const [, windows] = /\bWindows NT\/(\d+\.\d)/.exec(text) ?? []
  if (windows !== undefined) return `Windows NT ${windows}`
  const [, linux] = /\bLinux[/ ](\d+\.\d+(?:\.\d+)?)/i.exec(text) ?? []
  if (linux !== undefined) return `Linux ${linux}`
  return /\bVxWorks\b/i.test(text) ? "VxWorks" : ""
}
