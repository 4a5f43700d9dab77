/**
 * Link Layer Discovery Protocol (IEEE 802.1AB-2016 clause 8, TLVs; ANSI/TIA-1057 section 10.2.6, inventory; IEC 61158-6-10
 * section 4.11, PROFINET's): what a station says of itself to its neighbour.
 */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import { ipv4At, ipv6At } from "../../net/ip.ts"
import { macAt } from "../../net/mac.ts"
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const lldpProtocol = protocol({ name: "lldp", title: "LLDP", family: "name", wireshark: "lldp" })
const RULE = "LLDP"

/** The chassis' MAC of the message under way, or "". Reused: reading a message writes it. */
let chassisMac = ""

export const lldp: Dissector = {
  protocol: lldpProtocol,
  ethertypes: [0x88cc],

  /** The first TLV is the chassis identifier, at least 2 bytes. */
  probe(bytes, from, to) {
    return to - from >= 6 && bytes[from] === 0x02 && bytes[from + 1]! >= 2
  },

  read(r, _about, out) {
    chassisMac = ""
    while (r.left >= 2) {
      const head = r.u16("Type and length")
      const type = head >> 9
      const length = head & 0x1ff
      if (type === 0) return
      if (length > r.left) throw new Malformed(`LLDP TLV ${type} of ${length} bytes, ${r.left} are there`)
      const end = r.end
      const next = r.at + length
      r.end = next
      r.group("TLV")
      readTlv(r, out, type, length)
      if (r.left > 0) r.skip(r.left, "Value")
      r.endGroup()
      r.end = end
      r.at = next
    }
  },
}

function readTlv(r: Reader, out: Findings, type: number, length: number): void {
  switch (type) {
    case 1:
      return readChassis(r, out, length)
    case 5:
      return readSystemName(r, out, length)
    case 6:
      return claimText(r, out, "description", "System description", 0.8)
    case 7:
      return length === 4 ? readCapabilities(r, out) : undefined
    case 8:
      return length >= 9 ? readManagement(r, out) : undefined
    case 127:
      return length > 4 ? readOrganisation(r, out) : undefined
  }
}

/** Subtype 4 is a MAC; 7 a name given locally, which PROFINET stations fill with their station name. */
function readChassis(r: Reader, out: Findings, length: number): void {
  const subtype = r.u8("Chassis identifier subtype")
  const at = r.at
  if (subtype === 4 && length === 7) {
    chassisMac = macAt(r.bytes, at)
    r.skip(6, "Chassis MAC")
  } else if (subtype === 7) {
    const name = r.text(r.left, "Chassis name")
    if (/^[a-z0-9][a-z0-9.-]*$/.test(name)) out.claim("sender", "stationName", name, RULE, 0.7, at, name.length)
  }
}

function readSystemName(r: Reader, out: Findings, length: number): void {
  const at = r.at
  const name = r.utf8(length, "System name").replace(/\0+$/, "")
  if (name === "") return
  out.name("lldpSystems", name)
  if (/^[\x20-\x7e]+$/.test(name)) out.claim("sender", "hostname", name, RULE, 0.85, at, length)
}

/** Table 8-4; those enabled. A router that also bridges is a switch with routing; a station that bridges is a device with two ports. */
function readCapabilities(r: Reader, out: Findings): void {
  r.u16("System capabilities")
  const at = r.at
  const enabled = r.u16("Enabled capabilities")
  const kind =
    (enabled & 0x20) !== 0
      ? "phone"
      : (enabled & 0x08) !== 0
        ? "access-point"
        : (enabled & 0x84) === 0x04
          ? "switch"
          : (enabled & 0x94) === 0x10
            ? "router"
            : undefined
  if (kind !== undefined) out.claim("sender", "type", kind, `${RULE} capabilities`, 0.75, at, 2)
}

/** Section 8.5.9: length of the address with its subtype (1 IPv4, 2 IPv6), then the address. */
function readManagement(r: Reader, out: Findings): void {
  const length = r.u8("Address length")
  const subtype = r.u8("Address subtype")
  const at = r.at
  const text =
    subtype === 1 && length === 5 && r.left >= 4
      ? ipv4At(r.bytes, at)
      : subtype === 2 && length === 17 && r.left >= 16
        ? ipv6At(r.bytes, at)
        : ""
  if (text === "" || text === "0.0.0.0" || text === "::") return
  r.skip(length - 1, "Management address")
  out.binding(chassisMac === "" ? "sender" : chassisMac, text, "announcement", at, length - 1)
}

/** TIA-1057 inventory, by subtype. */
const inventory: ReadonlyMap<number, readonly [ClaimField, string]> = new Map([
  [5, ["hardware", "Hardware revision"]],
  [6, ["firmware", "Firmware revision"]],
  [7, ["firmware", "Software revision"]],
  [8, ["serial", "Serial number"]],
  [9, ["vendor", "Manufacturer"]],
  [10, ["model", "Model"]],
])

function readOrganisation(r: Reader, out: Findings): void {
  const organisation = r.u24("Organisation")
  const subtype = r.u8("Subtype")
  const entry = organisation === 0x0012bb ? inventory.get(subtype) : undefined
  if (entry !== undefined) claimText(r, out, entry[0], entry[1], subtype === 7 ? 0.85 : 0.9)
}

function claimText(r: Reader, out: Findings, field: ClaimField, name: string, confidence: number): void {
  const at = r.at
  const length = r.left
  const value = r.utf8(length, name).replace(/\0+$/, "").trim()
  if (/^[^\0-\x08\x0e-\x1f]{2,}$/.test(value)) out.claim("sender", field, value, RULE, confidence, at, length)
}
