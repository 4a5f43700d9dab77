/** NetBIOS name service (RFC 1002 section 4.2), UDP port 137: who has which name. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { ipv4At } from "../../net/ip.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { beginsNetbiosName, isHostName, isHostSuffix, netbiosName, readNetbiosName } from "./netbios-name.ts"
import { protocol } from "../protocol.ts"

const operations: ReadonlyMap<number, string> = new Map([
  [0, "query"],
  [5, "registration"],
  [6, "release"],
  [7, "wait for acknowledgement"],
  [8, "refresh"],
  [9, "refresh"],
  [15, "multi-homed registration"],
])

const nbnsProtocol = protocol({
  name: "nbns",
  title: "NetBIOS name service",
  family: "name",
  wireshark: "nbns",
  functionName: (code) => operations.get(code),
})

const NB = 0x20
const NBSTAT = 0x21
const RULE = "NetBIOS name service"

export const nbns: Dissector = {
  protocol: nbnsProtocol,
  udp: [137],

  probe(bytes, from, to) {
    if (to - from < 14 || !operations.has((bytes[from + 2]! >> 3) & 0x0f)) return false
    for (let at = from + 4; at < from + 12; at += 2) if (((bytes[at]! << 8) | bytes[at + 1]!) > 16) return false
    return beginsNetbiosName(bytes, from + 12, to)
  },

  read(r, about, out) {
    const start = r.at
    r.group("Header")
    const id = r.u16("Transaction identifier")
    const flags = r.u16("Flags")
    const questions = r.u16("Questions")
    const records = r.u16("Answers") + r.u16("Authority records") + r.u16("Additional records")
    r.endGroup()
    const answers = (flags & 0x8000) !== 0
    const operation = (flags >> 11) & 0x0f
    const outcome = answers ? ((flags & 0x0f) === 0 ? "response" : "exception") : "request"
    out.operation(nbnsProtocol, operation, outcome, id)
    for (let n = 0; n < questions; n++) {
      readQuestion(r, start)
      if ((flags & 0xf800) === 0 && isHostName(netbiosName.text) && netbiosName.text !== "*")
        out.tell({ kind: "asked", name: netbiosName.text.toLowerCase() })
    }
    const good = answers && (flags & 0x0f) === 0
    const registers = !answers && (operation === 5 || operation === 8 || operation === 15) && about.transport === "udp"
    for (let n = 0; n < records; n++) readRecord(r, start, out, good || registers)
  },
}

function readQuestion(r: Reader, start: number): void {
  r.group("Question")
  readNetbiosName(r, start)
  r.u16("Type")
  r.u16("Class")
  r.endGroup()
}

function readRecord(r: Reader, start: number, out: Findings, believed: boolean): void {
  r.group("Record")
  readNetbiosName(r, start)
  const { text, suffix, at: nameAt } = netbiosName
  const type = r.u16("Type")
  r.u16("Class")
  r.u32("Time to live")
  const length = r.u16("Data length")
  if (length > r.left) throw new Malformed(`NetBIOS record of ${length} bytes, ${r.left} are there`)
  const end = r.at + length
  if (type === NB && length >= 6) {
    const group = (r.u16("Name flags") & 0x8000) !== 0
    const at = r.at
    if (believed && !group && isHostSuffix(suffix) && isHostName(text) && r.u32("Address") !== 0) {
      out.claim({ address: ipv4At(r.bytes, at) }, "hostname", text, RULE, 0.8, nameAt, 32)
    }
  } else if (type === NBSTAT && believed && length >= 1) {
    readStatus(r, out, end)
  }
  if (r.at < end) r.skip(end - r.at, "Rest of the data")
  r.endGroup()
}

/** A node's answer about itself (section 4.2.18): its names, each 15 bytes, suffix and flags. */
function readStatus(r: Reader, out: Findings, end: number): void {
  const count = r.u8("Number of names")
  for (let n = 0; n < count && r.at + 18 <= end; n++) {
    const at = r.at
    const text = r.text(15, "Name").replace(/[ \0]+$/, "")
    const suffix = r.u8("Suffix")
    const group = (r.u16("Name flags") & 0x8000) !== 0
    if (!group && suffix === 0x20 && isHostName(text)) out.claim("sender", "hostname", text, RULE, 0.85, at, 15)
  }
}
