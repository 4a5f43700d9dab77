/** What FINS requests reach and write: OMRON W342 section 5-3. */
import type { Reader } from "../../bytes/reader.ts"
import { finsItemSize } from "./fins-areas.ts"
import { addressOf, areaOf, fromOf, kinds, WHOLE_PROGRAM } from "./fins-places.ts"
import { finsProtocol, MODE, TRANSFER } from "./fins-protocol.ts"
import type { Findings } from "../dissector.ts"

const FILE_NAME = 12

/** `node`: who is asked, behind a gateway. What is too short names nothing. */
export function readFinsRequest(r: Reader, out: Findings, command: number, node: number): void {
  const main = command >> 8
  if (main === 0x01) readMemory(r, out, command, node)
  else if (main === 0x02) readParameters(r, out, command, node)
  else if (main === 0x03) readProgram(r, out, command, node)
  else if (main === 0x22) readFiles(r, out, command, node)
  else readOther(r, out, command, node)
}

/** Area, word, bit: one of the two places that every command of memory names; `count` of its items. */
const item = { code: 0, from: 0 }
function readAddress(r: Reader): void {
  item.code = r.u8("Memory area code")
  const address = r.u16("Beginning address")
  item.from = addressOf(address, r.u8("Bit"))
}

function readMemory(r: Reader, out: Findings, command: number, node: number): void {
  if (command === 0x0104) return readSeveral(r, out, node)
  if (command === 0x0105) return readTransfer(r, out, node)
  if (r.left < 6) return
  readAddress(r)
  const count = r.u16("Number of items")
  out.place(areaOf(node, item.code), item.from, count)
  if (command === 0x0101 || r.left === 0) return
  const length = command === 0x0103 ? 2 : count * finsItemSize(item.code)
  out.written(r.at, Math.min(length, r.left))
}

/** Section 5-3-5. */
function readSeveral(r: Reader, out: Findings, node: number): void {
  while (r.left >= 4) {
    r.group("Item")
    readAddress(r)
    out.place(areaOf(node, item.code), item.from, 1)
    r.endGroup()
  }
}

/** Section 5-3-6: from, to, how many. */
function readTransfer(r: Reader, out: Findings, node: number): void {
  if (r.left < 10) return
  readAddress(r)
  const { code, from } = item
  readAddress(r)
  const count = r.u16("Number of items")
  out.place(areaOf(node, code), from, count)
  out.place(areaOf(node, item.code), item.from, count)
}

/** Sections 5-3-7 to 5-3-9. The highest bit of the number says that these are the last words. */
function readParameters(r: Reader, out: Findings, command: number, node: number): void {
  if (command >= 0x0220) return out.place(areaOf(node, 0), fromOf(kinds.link, 0), 1)
  if (r.left < 6) return
  const code = r.u16("Parameter area code")
  const start = r.u16("Beginning word") & 0x7fff
  const count = r.u16("Number of words") & 0x7fff
  out.place(areaOf(node, 0), fromOf(kinds.parameters, code), (start << 16) | count)
  if (command === 0x0202 && r.left > 0) out.written(r.at, r.left)
}

/** Sections 5-3-10 to 5-3-14. The password of the protection is not read. */
function readProgram(r: Reader, out: Findings, command: number, node: number): void {
  if (r.left < 2) return
  const program = r.u16("Program number")
  const hasStart = command === 0x0306 || command === 0x0307
  const start = hasStart && r.left >= 4 ? r.u32("Beginning word") : 0
  out.place(areaOf(node, 0), fromOf(kinds.program, program), Math.min(start, WHOLE_PROGRAM))
  if (hasStart && r.left >= 2) r.u16("Number of bytes")
}

/** Bytes of parameters before the number of the disk and the name of a file; -1: names none. */
const before: Readonly<Record<number, number>> = {
  ...{ 0x2202: 0, 0x2203: 2, 0x2207: 0, 0x2208: 0, 0x2209: 0, 0x220a: 8, 0x220b: 8, 0x220c: 12 },
}

/** Sections 5-3-30 to 5-3-39. */
function readFiles(r: Reader, out: Findings, command: number, node: number): void {
  if (command === 0x2205 || command === 0x2206 || command === 0x2215) return readNames(r, out, command, node)
  if (command >= 0x220f) return readBlocks(r, out, command, node)
  const skipped = before[command]
  if (skipped === undefined || r.left < skipped + 2 + FILE_NAME) return
  if (command >= 0x220a) out.detail(finsProtocol, TRANSFER + r.u16("Parameter"))
  const start = r.at
  if (command === 0x220a) {
    readAddress(r)
    out.place(areaOf(node, item.code), item.from, r.u16("Number of items"))
  } else if (command === 0x220b) readParameters(r, out, 0x0201, node)
  else if (command === 0x220c) readProgram(r, out, 0x030c, node)
  const rest = skipped - (command >= 0x220a ? 2 : 0) - (r.at - start)
  if (rest > 0) r.skip(rest, "Parameter")
  readFile(r, out, node, r.u16("Disk number"))
  if (command === 0x2207 && r.left >= 2 + FILE_NAME) readFile(r, out, node, r.u16("Disk number"))
  else if (command === 0x2208 && r.left >= FILE_NAME) readFile(r, out, node, 0)
}

function readFile(r: Reader, out: Findings, node: number, disk: number): void {
  out.named(areaOf(node, disk & 255), r.at, FILE_NAME)
  r.skip(FILE_NAME, "File name")
}

/** A disk, a number or a parameter, names. */
function readNames(r: Reader, out: Findings, command: number, node: number): void {
  if (r.left < 4) return
  const disk = r.u16("Disk number")
  r.u16("Number or parameter")
  do {
    if (r.left < FILE_NAME) return
    readFile(r, out, node, disk)
  } while (command === 0x2205)
}

function readBlocks(r: Reader, out: Findings, command: number, node: number): void {
  if (command === 0x2211 && r.left >= 4) r.u16("Data type and control data")
  if (r.left < 2) return
  const block = r.u16("Block number")
  out.place(areaOf(node, 0), fromOf(kinds.block, block), command === 0x220f && r.left > 0 ? r.u8("Blocks") : 1)
}

function readOther(r: Reader, out: Findings, command: number, node: number): void {
  switch (command) {
    case 0x0401:
      if (r.left < 3) return
      r.u16("Program number")
      return out.detail(finsProtocol, MODE + r.u8("Mode"))
    case 0x0701:
    case 0x0702:
      out.place(areaOf(node, 0), fromOf(kinds.clock, 0), 1)
      if (command === 0x0702 && r.left >= 5) out.written(r.at, Math.min(r.left, 6))
      return
    case 0x2301:
      return readForced(r, out, node)
    case 0x230a:
      if (r.left < 6) return
      readAddress(r)
      return out.place(areaOf(node, item.code), item.from, r.u16("Number of items"))
    case 0x2601:
      out.place(areaOf(node, 0), fromOf(kinds.name, 0), 1)
      if (r.left > 0) out.written(r.at, Math.min(r.left, 8))
  }
}

/** Section 5-3-40: how many, then what is to happen to each bit. */
function readForced(r: Reader, out: Findings, node: number): void {
  if (r.left < 2) return
  const count = r.u16("Number of bits")
  for (let n = 0; n < count && r.left >= 6; n++) {
    r.group("Bit")
    const at = r.at
    r.u16("Set or reset")
    readAddress(r)
    out.place(areaOf(node, item.code), item.from, 1)
    out.written(at, 2)
    r.endGroup()
  }
}
