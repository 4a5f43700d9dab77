/** Cisco Discovery Protocol, over SNAP 00000C:2000 (Cisco "Understanding CDP", TLV list; packet-cdp.c of Wireshark). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { ipv4At } from "../../net/ip.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const cdpProtocol = protocol({ name: "cdp", title: "CDP", family: "name", wireshark: "cdp" })
const RULE = "CDP"

export const cdp: Dissector = {
  protocol: cdpProtocol,
  over: ["snap:00000c:2000"],

  probe(bytes, from, to) {
    return to - from >= 8 && (bytes[from] === 1 || bytes[from] === 2) && bytes[from + 4] === 0
  },

  read(r, _about, out) {
    r.u8("Version")
    r.u8("Time to live")
    r.u16("Check sum")
    while (r.left >= 4) {
      r.group("TLV")
      const type = r.u16("Type")
      const length = r.u16("Length")
      if (length < 4 || length - 4 > r.left) {
        throw new Malformed(`CDP TLV ${type}: length is ${length}, ${r.left + 4} bytes are there`)
      }
      const end = r.end
      const next = r.at + length - 4
      r.end = next
      readTlv(r, out, type)
      if (r.left > 0) r.skip(r.left, "Value")
      r.endGroup()
      r.end = end
      r.at = next
    }
  },
}

function readTlv(r: Reader, out: Findings, type: number): void {
  const at = r.at
  const length = r.left
  if (type === 0x0001) claim(out, r.text(length, "Device identifier"), "hostname", at, length)
  else if (type === 0x0002 || type === 0x0016) readAddresses(r, out)
  else if (type === 0x0004 && length === 4) readCapabilities(r, out)
  else if (type === 0x0005) readVersion(r, out)
  else if (type === 0x0006) readPlatform(r, out)
}

function claim(
  out: Findings,
  text: string,
  field: "hostname" | "firmware" | "model",
  at: number,
  length: number,
): void {
  const value = text.replace(/\0+$/, "").trim()
  if (/^[\x20-\x7e]{2,}$/.test(value)) out.claim("sender", field, value, RULE, 0.9, at, length)
}

/** The software's banner: its version where one is named, else its first line. */
function readVersion(r: Reader, out: Findings): void {
  const at = r.at
  const length = r.left
  const text = r.text(length, "Software version")
  const version = /Version ([^,\s]+)/.exec(text)?.[1] ?? text.split(/[\r\n]/)[0]!
  claim(out, version, "firmware", at, length)
  if (/cisco ios/i.test(text)) out.claim("sender", "os", "Cisco IOS", RULE, 0.9, at, length)
}

function readPlatform(r: Reader, out: Findings): void {
  const at = r.at
  const length = r.left
  const text = r.text(length, "Platform")
  claim(out, text, "model", at, length)
  if (/^cisco /i.test(text)) out.claim("sender", "vendor", "Cisco", RULE, 0.9, at, length)
}

/** Bits: 1 router, 2 and 4 bridges, 8 switch, 16 host, 128 phone. A router that switches is a switch with routing. */
function readCapabilities(r: Reader, out: Findings): void {
  const at = r.at
  const bits = r.u32("Capabilities")
  const kind =
    (bits & 0x80) !== 0 ? "phone" : (bits & 0x08) !== 0 ? "switch" : (bits & 0x01) !== 0 ? "router" : undefined
  if (kind !== undefined) out.claim("sender", "type", kind, `${RULE} capabilities`, 0.8, at, 4)
}

/** A count, then for each: protocol type and length, the protocol, length and address. 0xCC is IPv4. */
function readAddresses(r: Reader, out: Findings): void {
  const count = r.u32("Number of addresses")
  for (let n = 0; n < count && r.left >= 2; n++) {
    r.u8("Protocol type")
    const size = r.u8("Protocol length")
    const kind = size === 1 && r.left >= 1 ? r.bytes[r.at]! : 0
    r.skip(size, "Protocol")
    const length = r.u16("Address length")
    const at = r.at
    r.skip(length, "Address")
    if (kind === 0xcc && length === 4 && ipv4At(r.bytes, at) !== "0.0.0.0") {
      out.binding("sender", ipv4At(r.bytes, at), "announcement", at, 4)
    }
  }
}
