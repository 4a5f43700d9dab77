/**
 * Ethernet Global Data, between controllers of GE and Emerson: GFK-2224 "TCP/IP Ethernet communications for PACSystems" chapter on EGD,
 * as Wireshark reads it (data, version 1). What is exchanged has no names on the wire: only who produces which exchange is told.
 */
import { Malformed } from "../../bytes/reader.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const DATA = 13
const VERSION = 1
/** Type, version, request, producer, exchange, time, status, signature, reserved. */
const HEAD = 32
/** GFK-2224: an exchange has 1,400 bytes at most. */
const LONGEST = HEAD + 1400
/** A detail is below 2^30; exchanges are numbered from 1 on by people. */
const MOST = 0x3fff_ffff

const egdProtocol = protocol({
  name: "egd",
  title: "EGD",
  family: "ot",
  wireshark: "egd",
  functionName: (code) => (code === DATA ? "data" : undefined),
  detailKey: (code) => `exchange:${code}`,
  detailName: (code) => `exchange ${code}`,
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

  read(r, _about, out) {
    r.group("EGD")
    const type = r.u8("Type")
    const version = r.u8("Version")
    if (type !== DATA || version !== VERSION) throw new Malformed(`EGD type ${type}, version ${version}`)
    r.u16le("Request")
    r.skip(4, "Producer")
    const exchange = r.u32le("Exchange")
    r.u32le("Time, seconds")
    r.u32le("Time, nanoseconds")
    r.u32le("Status")
    r.u32le("Signature of the configuration")
    r.u32le("Reserved")
    r.endGroup()
    out.operation(egdProtocol, DATA, "message")
    out.detail(egdProtocol, exchange & MOST)
    if (r.left > 0) r.skip(r.left, "Data")
  },
}
