/** S7comm's up- and download of blocks, and the program services of a controller (PI): names as Wireshark and snap7 list them. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import type { Protocol } from "../protocol.ts"
import { placeOfBlock, SERVICE } from "./s7-items.ts"

/** Program services by their number here; 0: another one. */
const services: readonly (readonly [name: string, meaning: string])[] = [
  ["other", "another service"],
  ["_INSE", "put loaded blocks into the program"],
  ["_INS2", "put loaded blocks into the program"],
  ["_DELE", "delete blocks"],
  ["P_PROGRAM", "start the program"],
  ["_MODU", "copy memory to the card"],
  ["_GARB", "compress the memory"],
  ["_N_LOGIN_", "log in"],
]
export const serviceKey = (code: number): string => `pi:${services[code]?.[0] ?? "other"}`
export const serviceName = (code: number): string | undefined => services[code]?.[1]

/** PI service: seven unknown bytes, a parameter block, then the service's name. */
export function readService(r: Reader, out: Findings, protocol: Protocol, end: number): void {
  if (end - r.at < 10) return
  r.skip(7, "Reserved")
  const length = r.u16("Length of the parameter block")
  if (r.at + length + 1 > end)
    throw new Malformed(`S7comm service parameters of ${length} bytes, ${end - r.at} are there`)
  const block = r.at
  r.skip(length, "Parameter block")
  const name = r.u8("Length of the service's name")
  if (r.at + name > end) throw new Malformed(`S7comm service name of ${name} bytes, ${end - r.at} are there`)
  const code = serviceAt(r.bytes, r.at, name)
  out.detail(protocol, code)
  r.skip(name, "Name of the service")
  // Activating and deleting name blocks: their number, a fill byte, then eight characters each.
  if ((code === 1 || code === 2 || code === 3) && length >= 10) {
    for (let at = block + 2; at + 8 <= block + length; at += 8) placeOfBlock(r, out, at, 8)
  } else if (length > 0) out.named(SERVICE, block, length)
}

function serviceAt(bytes: Uint8Array, at: number, length: number): number {
  for (let code = 1; code < services.length; code++) {
    const name = services[code]![0]
    if (name.length !== length) continue
    let same = true
    for (let n = 0; n < length && same; n++) same = bytes[at + n] === name.charCodeAt(n)
    if (same) return code
  }
  return 0
}

/** Start of an up- or download, a piece of a download, its end: status, an identifier, and the name of the block. */
export function readBlockName(r: Reader, out: Findings, end: number): void {
  if (end - r.at < 8) return
  r.u8("Function status")
  r.skip(2, "Reserved")
  r.u32("Identifier")
  const length = r.u8("Length of the block's name")
  if (r.at + length > end) throw new Malformed(`S7comm block name of ${length} bytes, ${end - r.at} are there`)
  placeOfBlock(r, out, r.at, length)
  r.skip(length, "Name of the block")
}
