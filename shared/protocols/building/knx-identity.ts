/** What a KNXnet/IP server says it is: KNX specification 3.8.2 section 7.5.4 (description information blocks, "device information"). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { individual } from "./knx-names.ts"

const RULE = "KNX description"
const DEVICE_INFORMATION = 1
const LENGTH = 54

/** The first two bytes of a serial number are its maker's: those whose numbers public lists agree on. */
const makers: ReadonlyMap<number, string> = new Map([
  [1, "Siemens"],
  [2, "ABB"],
  [4, "Albrecht Jung"],
  [5, "BTicino"],
  [6, "Berker"],
  [7, "Busch-Jaeger"],
  [8, "Gira"],
  [9, "Hager"],
  [10, "Insta"],
  [11, "Legrand"],
  [12, "Merten"],
])

/** `found`: the answer to a search says first at which address the server is. */
export function readDescription(r: Reader, out: Findings, found: boolean): void {
  let address = ""
  if (found) {
    r.group("Control endpoint")
    const length = r.u8("Structure length")
    if (length !== 8) throw new Malformed(`KNXnet/IP endpoint of ${length} bytes, not 8`)
    r.u8("Host protocol")
    address = `${r.u8("Address")}.${r.u8("Address")}.${r.u8("Address")}.${r.u8("Address")}`
    r.u16("Port")
    r.endGroup()
  }
  while (r.left >= 2) {
    r.group("Description block")
    const start = r.at
    const length = r.u8("Structure length")
    const type = r.u8("Type")
    if (length < 2 || length - 2 > r.left)
      throw new Malformed(`KNXnet/IP description block of ${length} bytes, ${r.left + 2} are there`)
    if (type === DEVICE_INFORMATION && length === LENGTH) readDevice(r, out, address)
    r.skip(start + length - r.at, "Content")
    r.endGroup()
  }
}

function readDevice(r: Reader, out: Findings, address: string): void {
  r.u8("Medium")
  r.u8("Device status")
  const at = r.at
  const own = r.u16("Individual address")
  if (own !== 0 && own !== 0xffff) out.claim("sender", "stationName", individual(own), RULE, 0.95, at, 2)
  r.u16("Project and installation")
  const serialAt = r.at
  const maker = r.u16("Serial number, maker")
  const number = r.u32("Serial number")
  if ((maker | number) !== 0) {
    const serial = `${maker.toString(16).padStart(4, "0")}:${number.toString(16).padStart(8, "0")}`
    out.claim("sender", "serial", serial, RULE, 0.95, serialAt, 6)
    const name = makers.get(maker)
    if (name !== undefined) out.claim("sender", "vendor", name, RULE, 0.8, serialAt, 2)
  }
  r.u32("Routing address")
  const macAt = r.at
  const { bytes } = r
  r.skip(6, "MAC address")
  if (address !== "" && address !== "0.0.0.0" && (bytes[macAt]! & 1) === 0) {
    const mac = Array.from(bytes.subarray(macAt, macAt + 6), (byte) => byte.toString(16).padStart(2, "0")).join(":")
    if (mac !== "00:00:00:00:00:00") out.binding(mac, address, "announcement", macAt, 6)
  }
  const nameAt = r.at
  const name = r.text(30, "Name").replace(/\0.*$/s, "").trim()
  if (/^[\x20-\x7e\xa0-\xff]+$/.test(name)) out.claim("sender", "description", name, RULE, 0.95, nameAt, 30)
}
