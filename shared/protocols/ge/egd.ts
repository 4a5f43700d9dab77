/**
 * Ethernet Global Data, between controllers of GE and Emerson: GFK-2224 "TCP/IP Ethernet communications for PACSystems" chapter on EGD,
 * as Wireshark reads it (data, version 1). What is exchanged has no names on the wire: only who produces which exchange is told.
 */
import { Malformed } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const DATA = 13
const VERSION = 1
/** Type, version, request, producer, exchange, time, status, signature, reserved. */
const HEAD = 32
/** GFK-2224: an exchange has 1,400 bytes at most. */
const LONGEST = HEAD + 1400
/** Exchanges are numbered from 1 on by people; details from here on are findings. */
const MOST = 0x1fff_ffff
const FINDING = 0x2000_0000
const findings = [
  ["requests-skipped", "samples of an exchange were skipped"],
  ["request-repeated", "a sample of an exchange was repeated"],
  ["request-back", "samples of an exchange went back"],
  ["configuration-changed", "the configuration of an exchange changed"],
  ["status:error", "the producer reports an error"],
  ["status:good", "the producer reports no error any more"],
] as const
const SKIPPED = 0
const REPEATED = 1
const BACK = 2
const CHANGED = 3
const ERROR = 4
const GOOD = 5
/** Production status: 0 to 2 are no errors (as Wireshark has them). */
const NO_ERROR = 2

const egdProtocol = protocol({
  name: "egd",
  title: "EGD",
  family: "ot",
  wireshark: "egd",
  functionName: (code) => (code === DATA ? "data" : undefined),
  detailKey: (code) => (code >= FINDING ? (findings[code - FINDING]?.[0] ?? "other") : `exchange:${code}`),
  detailName: (code) => (code >= FINDING ? findings[code - FINDING]?.[1] : `exchange ${code}`),
  placeText: ({ from }) => `exchange ${from}`,
})

/** By the producer's exchange: what it said last. Few of them share a conversation; the oldest is replaced. */
const KEPT = 16
type Memory = {
  readonly exchange: Float64Array
  readonly request: Int32Array
  readonly status: Float64Array
  readonly signature: Float64Array
  count: number
}
const noMemory = (): Memory => ({
  exchange: new Float64Array(KEPT).fill(-1),
  request: new Int32Array(KEPT),
  status: new Float64Array(KEPT),
  signature: new Float64Array(KEPT),
  count: 0,
})

export const egd: Dissector = {
  protocol: egdProtocol,
  udp: [18246],

  probe(bytes, from, to) {
    const length = to - from
    if (length < HEAD || length > LONGEST || bytes[from] !== DATA || bytes[from + 1] !== VERSION) return false
    // The last four bytes of the head are reserved, a producer has an address, an exchange a number.
    const reserved = bytes[from + 28]! | bytes[from + 29]! | bytes[from + 30]! | bytes[from + 31]!
    const exchange = bytes[from + 8]! | bytes[from + 9]! | bytes[from + 10]! | bytes[from + 11]!
    return reserved === 0 && exchange !== 0 && bytes[from + 4] !== 0
  },

  read(r, about, out) {
    r.group("EGD")
    const type = r.u8("Type")
    const version = r.u8("Version")
    if (type !== DATA || version !== VERSION) throw new Malformed(`EGD type ${type}, version ${version}`)
    const request = r.u16le("Request")
    r.skip(4, "Producer")
    const exchange = r.u32le("Exchange")
    r.u32le("Time, seconds")
    r.u32le("Time, nanoseconds")
    const status = r.u32le("Status")
    const signature = r.u32le("Signature of the configuration")
    r.u32le("Reserved")
    r.endGroup()
    out.operation(egdProtocol, DATA, "message")
    out.detail(egdProtocol, exchange & MOST)
    follow(about, out, exchange, request, status, signature)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}

/** The request counts the samples of an exchange. */
function follow(
  about: About,
  out: Findings,
  exchange: number,
  request: number,
  status: number,
  signature: number,
): void {
  const memory = about.recall(noMemory)
  const known = memory.exchange.indexOf(exchange)
  const at = known < 0 ? memory.count++ % KEPT : known
  const wasBad = known >= 0 && memory.status[at]! > NO_ERROR
  if (known >= 0) {
    const step = (request - memory.request[at]!) & 0xffff
    if (step !== 1) tell(out, step === 0 ? REPEATED : step < 0x8000 ? SKIPPED : BACK, exchange)
    if (signature !== memory.signature[at]) tell(out, CHANGED, exchange)
  }
  if (status > NO_ERROR && !wasBad) tell(out, ERROR, exchange)
  else if (status <= NO_ERROR && wasBad) tell(out, GOOD, exchange)
  memory.exchange[at] = exchange
  memory.request[at] = request
  memory.status[at] = status
  memory.signature[at] = signature
}

function tell(out: Findings, finding: number, exchange: number): void {
  out.detail(egdProtocol, FINDING + finding)
  out.place(0, exchange & MOST, 1)
}
