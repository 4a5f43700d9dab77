/** Which objects MMS requests name: ISO 9506-2 sections 8 to 17 and annex A, by the tags of their services. */
import type { Reader } from "../../bytes/reader.ts"
import { element, elementAt, integerOf, type Element } from "../osi/ber.ts"
import type { Findings } from "../dissector.ts"
import { details } from "./mms-details.ts"
import { areas } from "./mms-places.ts"
import { isSelect, plateOf, writeOf } from "./mms-writes.ts"
import type { Protocol } from "../protocol.ts"

const one = element()
const name = element()
const data = element()

/** The choice ObjectName at `at`: its contents as a place of this kind (and the two kinds behind it). Where its item's name begins, or -1. */
function tellObject(r: Reader, out: Findings, at: number, end: number, kind: number): boolean {
  if (!elementAt(r.bytes, at, end, name)) return false
  const how = name.identifier === 0x80 ? 0 : name.identifier === 0xa1 ? 1 : name.identifier === 0x82 ? 2 : -1
  if (how < 0) return false
  out.named(kind + how, name.from, name.to - name.from)
  return true
}

/** VariableSpecification: a name, or an address. */
function tellVariable(r: Reader, out: Findings, at: number, end: number): void {
  if (!elementAt(r.bytes, at, end, name)) return
  if (name.identifier === 0xa0) tellObject(r, out, name.from, name.to, areas.variable)
  else out.named(areas.address, name.from, name.to - name.from)
}

const list: Element = element()

/** What reading an answer needs to know of the request: a field of the nameplate that was asked for alone; 0: none. */
export const reading = { plate: 0 }

/** VariableAccessSpecification: variables, or the name of a list of them. */
export function tellAccess(r: Reader, out: Findings, at: number, end: number): number {
  if (!elementAt(r.bytes, at, end, list)) return 0
  if (list.identifier === 0xa1) {
    tellObject(r, out, list.from, list.to, areas.list)
    return 0
  }
  if (list.identifier !== 0xa0) return 0
  let count = 0
  for (let from = list.from; elementAt(r.bytes, from, list.to, one); from = one.to, count++)
    tellVariable(r, out, one.from, one.to)
  return count
}

function tellRead(r: Reader, out: Findings, protocol: Protocol, at: number, end: number): void {
  reading.plate = 0
  while (elementAt(r.bytes, at, end, one) && one.identifier !== 0xa1) at = one.to
  if (at >= end) return
  const { from, to } = one
  if (isSelect(r.bytes, from, to)) out.detail(protocol, details.select)
  if (tellAccess(r, out, from, to) === 1) reading.plate = plateOf(r.bytes, from, to)
}

/** Variables and what is written to them stand in two lists. */
function tellWrite(r: Reader, out: Findings, protocol: Protocol, at: number, end: number): void {
  if (!elementAt(r.bytes, at, end, list)) return
  const { identifier, from, to } = list
  const values = elementAt(r.bytes, to, end, data) && data.identifier === 0xa0 ? data.from : end
  const last = values === end ? end : data.to
  const written = writeOf(r.bytes, from, to, values, last)
  if (written > 0) out.detail(protocol, written)
  if (identifier === 0xa1) {
    if (tellObject(r, out, from, to, areas.list) && values < last) out.written(values, last - values)
    return
  }
  let value = values
  for (let item = from; elementAt(r.bytes, item, to, one); item = one.to) {
    tellVariable(r, out, one.from, one.to)
    if (!elementAt(r.bytes, value, last, data)) continue
    out.written(value, data.to - value)
    value = data.to
  }
}

/** The contents are the name, or it stands first with the tag 0. */
function tellNamed(r: Reader, out: Findings, at: number, end: number, kind: number, plain: boolean): void {
  if (plain) out.named(kind, at, end - at)
  else if (elementAt(r.bytes, at, end, one) && (one.identifier === 0x80 || one.identifier === 0xa0))
    out.named(kind, one.from, one.to - one.from)
}

/** Every file that is named: file names are texts in a row, behind context tags. */
function tellFiles(r: Reader, out: Findings, at: number, end: number): void {
  for (; elementAt(r.bytes, at, end, one); at = one.to)
    if ((one.identifier & 0xe0) === 0xa0 && r.bytes[one.from] === 0x19)
      out.named(areas.file, one.from, one.to - one.from)
}

function tellNames(r: Reader, out: Findings, at: number, end: number): void {
  if (!elementAt(r.bytes, at, end, one) || one.identifier !== 0xa0) return
  const next = one.to
  const kind = elementAt(r.bytes, one.from, one.to, name) ? Math.min(31, integerOf(r.bytes, name)) : 31
  if (!elementAt(r.bytes, next, end, one) || !elementAt(r.bytes, one.from, one.to, name)) return
  if (name.identifier === 0x81) out.named(areas.namesOfDomain + kind, name.from, name.to - name.from)
  else out.place(areas.names + kind, 0, 1)
}

function tellLists(r: Reader, out: Findings, at: number, end: number): void {
  for (; elementAt(r.bytes, at, end, one); at = one.to) {
    if (one.identifier !== 0xa1) continue
    const { to } = one
    for (let from = one.from; from < to && tellObject(r, out, from, to, areas.list);) from = name.to
    return
  }
}

const DOMAIN_BEFORE: ReadonlySet<number> = new Set([26, 28, 32, 33, 34, 35])
const DOMAIN: ReadonlySet<number> = new Set([27, 29, 36, 37])
const PROGRAM_BEFORE: ReadonlySet<number> = new Set([38, 40, 41, 42, 43, 44])
const PROGRAM: ReadonlySet<number> = new Set([39, 45])

/** The service's contents stand between `at` and `end`. */
export function tellRequest(
  r: Reader,
  out: Findings,
  protocol: Protocol,
  service: number,
  at: number,
  end: number,
): void {
  if (service === 4) return tellRead(r, out, protocol, at, end)
  if (service === 5) return tellWrite(r, out, protocol, at, end)
  if (DOMAIN.has(service)) return tellNamed(r, out, at, end, areas.domain, true)
  if (PROGRAM.has(service)) return tellNamed(r, out, at, end, areas.program, true)
  if (DOMAIN_BEFORE.has(service)) return tellNamed(r, out, at, end, areas.domain, false)
  if (PROGRAM_BEFORE.has(service)) return tellNamed(r, out, at, end, areas.program, false)
  tellOther(r, out, service, at, end)
}

function tellOther(r: Reader, out: Findings, service: number, at: number, end: number): void {
  switch (service) {
    case 1:
      return tellNames(r, out, at, end)
    case 6:
      return tellVariable(r, out, at, end)
    case 11:
    case 12:
      tellObject(r, out, at, end, areas.list)
      return
    case 13:
      return tellLists(r, out, at, end)
    case 19:
    case 20:
      return tellNamed(r, out, at, end, areas.semaphore, false)
    case 46:
    case 72:
    case 75:
    case 77:
      return tellFiles(r, out, at, end)
    case 76:
      return out.named(areas.file, at, end - at)
  }
}
