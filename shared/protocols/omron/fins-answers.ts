/** What FINS answers bring: values, and what the controller says of itself (OMRON W342 section 5-3). */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings, Whose } from "../dissector.ts"
import { finsItemSize } from "./fins-areas.ts"
import { nodeOf } from "./fins-places.ts"
import { finsProtocol } from "./fins-protocol.ts"

/** A unit of the rack; reused. */
const unitOf = { part: 0 }

/** `network`, `node`: who answers. */
export function readFinsAnswer(
  r: Reader,
  out: Findings,
  command: number,
  whose: Whose,
  network: number,
  node: number,
): void {
  switch (command) {
    case 0x0201:
      // Area, beginning word and number of words are said again.
      if (r.left > 6) out.result(true, r.at + 6, r.left - 6)
      return
    case 0x0101:
    case 0x0701:
      return out.result(true, r.at, r.left)
    case 0x0104:
      return readSeveral(r, out)
    case 0x0501:
      return readControllerData(r, out, whose)
    case 0x0502:
      return readUnits(r, out, network, node)
    case 0x0601:
      return readStatus(r, out, whose)
    case 0x2603:
      return readName(r, out, whose)
  }
}

/** Section 5-3-5: each value stands behind the code of its area. */
function readSeveral(r: Reader, out: Findings): void {
  while (r.left >= 2) {
    const size = finsItemSize(r.u8("Memory area code"))
    if (size > r.left) return
    out.result(true, r.at, size)
    r.skip(size, "Value")
  }
}

/** Section 5-3-17: model and version, 20 bytes each; then how large its memory is. */
function readControllerData(r: Reader, out: Findings, whose: Whose): void {
  if (r.left < 40) return
  const at = r.at
  const model = plain(r.text(20, "Controller model"))
  const version = plain(r.text(20, "Controller version"))
  if (model !== "") {
    out.claim(whose, "model", model, "FINS controller data", 0.95, at, 20)
    out.claim(whose, "vendor", "OMRON", "FINS controller data", 0.9, at, 20)
    if (version !== "") out.claim(whose, "firmware", version, "FINS controller data", 0.9, at + 20, 20)
  }
  if (r.left < 52) return
  r.skip(40, "For system use")
  r.u16("Program area size, kilowords")
  r.u8("IOM size, kilobytes")
  r.u16("DM words")
  r.u8("Timer and counter size, kilobytes")
  r.u8("EM size, banks")
  r.u16("Steps and transitions")
  r.u8("Kind of memory card")
  r.u16("Memory card size, kilobytes")
}

/** Section 5-3-18: how many, then the address and model of each unit on the CPU bus. */
function readUnits(r: Reader, out: Findings, network: number, node: number): void {
  if (r.left < 1) return
  const count = r.u8("Number of units") & 0x7f
  for (let n = 0; n < count && r.left >= 21; n++) {
    r.group("Unit")
    const address = r.u8("Unit address")
    const at = r.at
    const model = plain(r.text(20, "Model"))
    r.endGroup()
    if (model === "" || address === 0) continue
    unitOf.part = nodeOf(network, node, address)
    out.part(finsProtocol, nodeOf(network, node, 0))
    out.part(finsProtocol, unitOf.part)
    out.claim(unitOf, "model", model, "FINS connection data", 0.9, at, 20)
    out.claim(unitOf, "vendor", "OMRON", "FINS connection data", 0.6, at, 20)
  }
}

/** Printable text without its padding; "" where it is none. */
function plain(text: string): string {
  const value = text.replace(/\0.*$/s, "").trim()
  return /^[\x20-\x7e]+$/.test(value) ? value : ""
}

/** Section 5-3-19: status, mode, fatal errors, others. */
function readStatus(r: Reader, out: Findings, whose: Whose): void {
  if (r.left < 4) return
  const at = r.at
  const runs = (r.u8("Status") & 1) !== 0
  const mode = r.u8("Mode")
  const fatal = r.u16("Fatal errors") !== 0
  const value = fatal ? "fault" : mode === 0 ? "program" : mode === 1 ? "test" : runs ? "run" : "stop"
  if (mode <= 4) out.claim(whose, "mode", value, "FINS controller status", 0.95, at, 4)
  if (r.left < 22) return
  r.u16("Other errors")
  r.u16("Messages")
  r.u16("Error code")
  r.skip(16, "Error message")
}

function readName(r: Reader, out: Findings, whose: Whose): void {
  if (r.left < 1) return
  const at = r.at
  const length = Math.min(8, r.left)
  const name = plain(r.text(length, "Name"))
  if (name !== "") out.claim(whose, "stationName", name, "FINS name", 0.8, at, length)
}
