/** What MMS answers and reports say of each variable: AccessResult of ISO 9506-2 section 14, reports of IEC 61850-8-1 section 17. */
import type { Reader } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import { element, elementAt, integerOf, type Element } from "../osi/ber.ts"
import type { Findings } from "../dissector.ts"
import { details } from "./mms-details.ts"
import { areas } from "./mms-places.ts"
import { tellAccess } from "./mms-requests.ts"
import { plates, WHOLE_NAMEPLATE, WHOLE_PHYSICAL } from "./mms-writes.ts"
import type { Protocol } from "../protocol.ts"

const one = element()
const list = element()
const part = element()

const FAILURE = 0x80

/** Results in a row, each of the next variable; an answer for a named list brings several for one place, which takes the first. */
function tellResults(r: Reader, out: Findings, protocol: Protocol, at: number, end: number): void {
  for (; elementAt(r.bytes, at, end, one); at = one.to) {
    const good = one.identifier !== FAILURE
    if (!good) out.detail(protocol, details.access | Math.min(255, integerOf(r.bytes, one)))
    out.result(good, at, good && one.identifier !== WRITTEN ? one.to - at : 0)
  }
}
const WRITTEN = 0x81

/** `plate`: what of a nameplate the request asked for. */
export function tellReadAnswer(
  r: Reader,
  out: Findings,
  protocol: Protocol,
  at: number,
  end: number,
  plate: number,
): void {
  while (elementAt(r.bytes, at, end, list) && list.identifier !== 0xa1) at = list.to
  if (at >= end || list.identifier !== 0xa1) return
  const { from, to } = list
  tellResults(r, out, protocol, from, to)
  if (plate === 0 || !elementAt(r.bytes, from, to, one)) return
  if (plate < WHOLE_NAMEPLATE) return claimPlate(r, out, plates[plate]![0] as ClaimField, one)
  if (one.identifier !== 0xa2 || !elementAt(r.bytes, one.from, one.to, part)) return
  const next = part.to
  claimPlate(r, out, "vendor", part)
  if (plate !== WHOLE_PHYSICAL && elementAt(r.bytes, next, one.to, part)) claimPlate(r, out, "firmware", part)
}

const VISIBLE = 0x8a
const UNICODE = 0x90

function claimPlate(r: Reader, out: Findings, field: ClaimField, { identifier, from, to }: Element): void {
  if ((identifier !== VISIBLE && identifier !== UNICODE) || to === from || to - from > 255) return
  const value = String.fromCharCode(...r.bytes.subarray(from, to)).trim()
  if (/^[\x20-\x7e]+$/.test(value)) out.claim("sender", field, value, "IEC 61850 nameplate", 0.8, from, to - from)
}

export const tellWriteAnswer = (r: Reader, out: Findings, protocol: Protocol, at: number, end: number): void =>
  tellResults(r, out, protocol, at, end)

/** vmdPhysicalStatus 2: nothing works. The logical status (0x80) says what may be done, not what runs. */
export function tellStatus(r: Reader, out: Findings, protocol: Protocol, at: number, end: number): void {
  for (; elementAt(r.bytes, at, end, one); at = one.to) {
    if ((one.identifier !== 0x80 && one.identifier !== 0x81) || one.to - one.from !== 1) continue
    const value = r.bytes[one.from]!
    if (value <= 3) out.detail(protocol, details.status | (one.number << 8) | value)
    if (one.identifier === 0x81 && value === 2) out.claim("sender", "mode", "fault", "MMS status", 0.9, one.from, 1)
  }
}

/** A report of IEC 61850 says its name first; other reports name their variables. */
export function tellReport(r: Reader, out: Findings, at: number, end: number): void {
  if (!elementAt(r.bytes, at, end, list)) return
  const spec = at
  const { identifier, from, to } = list
  const results = elementAt(r.bytes, to, end, part) && part.identifier === 0xa0 ? part.from : end
  const last = results === end ? end : part.to
  const hasFirst = elementAt(r.bytes, results, last, one)
  if (identifier === 0xa1 && isReport(r.bytes, from) && hasFirst && one.identifier === VISIBLE) {
    out.named(areas.report, one.from, one.to - one.from)
    return
  }
  const value = hasFirst ? one.to : results
  if (tellAccess(r, out, spec, to) === 1 && value > results) out.written(results, value - results)
}

/** The list "RPT" of the device. */
const isReport = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x80 &&
  bytes[at + 1] === 3 &&
  bytes[at + 2] === 0x52 &&
  bytes[at + 3] === 0x50 &&
  bytes[at + 4] === 0x54
