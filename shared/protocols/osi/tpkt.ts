/**
 * TPKT (RFC 1006 section 6) and the connection-oriented transport protocol it carries, COTP (ISO/IEC 8073 and X.224
 * section 13, class 0 as ISO-on-TCP uses it): data units put together and handed on.
 */
import { Malformed, Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

export const tpktProtocol = protocol({ name: "tpkt", title: "TPKT", family: "network", wireshark: "tpkt" })
export const cotpProtocol = protocol({ name: "cotp", title: "COTP", family: "network", wireshark: "cotp" })

const CONNECTION_REQUEST = 0xe0
const CONNECTION_CONFIRM = 0xd0
const DISCONNECT_REQUEST = 0x80
const DATA = 0xf0

/** X.224 table 8: the codes of the data units, the low half being credit or zero. */
const unitTypes = new Set([0xe0, 0xd0, 0x80, 0xc0, 0xf0, 0x10, 0x60, 0x20, 0x50, 0x70])

/** The most bytes of one data unit kept until its last piece arrives. */
const ASSEMBLY_LIMIT = 65536

/** The pieces of an unfinished data unit, by side of the conversation. */
type Assembly = {
  readonly bytes: [Uint8Array, Uint8Array]
  readonly used: [number, number]
  readonly joints: readonly [object, object]
}
const emptyAssembly = (): Assembly => ({
  bytes: [new Uint8Array(0), new Uint8Array(0)],
  used: [0, 0],
  joints: [{}, {}],
})

const whole = new Reader()

export const tpkt: Dissector = {
  protocol: tpktProtocol,
  tcp: [102],
  anyPort: true,

  size(bytes, from, to) {
    if (to - from < 4) return bytes[from] === 3 ? 0 : -1
    if (bytes[from] !== 3 || bytes[from + 1] !== 0) return -1
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    return length < 7 ? -1 : length
  },

  probe(bytes, from, to) {
    if (to - from < 7 || bytes[from] !== 3 || bytes[from + 1] !== 0) return false
    const length = (bytes[from + 2]! << 8) | bytes[from + 3]!
    const indicator = bytes[from + 4]!
    const type = bytes[from + 5]!
    return length >= 7 && indicator >= 2 && indicator + 5 <= length && unitTypes.has(type >= 0xf0 ? type : type & 0xf0)
  },

  read(r, about, out) {
    r.group("TPKT")
    r.u8("Version")
    r.u8("Reserved")
    const length = r.u16("Length")
    r.endGroup()
    if (length < 7) throw new Malformed(`TPKT length is ${length}, less than 7`)
    out.layer(cotpProtocol)
    const to = Math.min(r.end, r.at - 4 + length)
    r.group("COTP")
    const indicator = r.u8("Length indicator")
    if (indicator < 2 || indicator + 5 > length) {
      throw new Malformed(`COTP length indicator is ${indicator} in a TPKT of ${length} bytes`)
    }
    const headerEnd = r.at + indicator
    const type = r.u8("Data unit type")
    if (type === DATA) return readData(r, about, out, indicator, headerEnd, to)
    if ((type & 0xf0) === CONNECTION_REQUEST || (type & 0xf0) === CONNECTION_CONFIRM) {
      readConnection(r, out, type & 0xf0, headerEnd)
    } else if (type === DISCONNECT_REQUEST) {
      r.u16("Destination reference")
      r.u16("Source reference")
      r.u8("Reason")
    }
    r.endGroup()
  },
}

function readData(r: Reader, about: About, out: Findings, indicator: number, headerEnd: number, to: number): void {
  if (indicator > 2) r.skip(indicator - 2, "Variable part")
  const last = (r.u8("End of unit and number") & 0x80) !== 0
  r.endGroup()
  r.need(to - r.at)
  r.at = headerEnd
  const length = to - headerEnd
  if (last && length === 0) return
  const memory = about.recall(noAssembly)
  const assembly = memory.assembly
  if (last && (assembly === null || assembly.used[about.side & 1] === 0)) {
    out.inner("cotp", r, headerEnd, to)
    return
  }
  memory.assembly ??= emptyAssembly()
  const side = (about.side & 1) as 0 | 1
  out.gather(memory.assembly.joints[side], memory.assembly.used[side], headerEnd, to - headerEnd)
  keep(memory.assembly, side, r.bytes, headerEnd, to)
  if (!last) return
  const used = memory.assembly.used[side]
  memory.assembly.used[side] = 0
  if (used === 0) return
  whole.open(memory.assembly.bytes[side], 0, used)
  out.joined(memory.assembly.joints[side], whole.bytes)
  out.inner("cotp", whole, 0, used)
}

type Memory = { assembly: Assembly | null }
const noAssembly = (): Memory => ({ assembly: null })

/** Adds a piece; a unit that outgrows the limit is dropped whole. */
function keep(assembly: Assembly, side: 0 | 1, bytes: Uint8Array, from: number, to: number): void {
  const used = assembly.used[side]
  const needed = used + to - from
  if (needed > ASSEMBLY_LIMIT) {
    assembly.used[side] = 0
    return
  }
  if (assembly.bytes[side].length < needed) {
    const larger = new Uint8Array(Math.max(needed, assembly.bytes[side].length * 2, 512))
    larger.set(assembly.bytes[side].subarray(0, used))
    assembly.bytes[side] = larger
  }
  assembly.bytes[side].set(bytes.subarray(from, to), used)
  assembly.used[side] = needed
}

/** Parameters of connection request and confirm (X.224 section 13.3.4). */
function readConnection(r: Reader, out: Findings, type: number, headerEnd: number): void {
  r.u16("Destination reference")
  r.u16("Source reference")
  r.u8("Class and option")
  while (r.at + 2 <= headerEnd) {
    const code = r.u8("Parameter code")
    if (code !== 0xc0 && code !== 0xc1 && code !== 0xc2) break
    const length = r.u8("Parameter length")
    if (r.at + length > headerEnd) throw new Malformed(`COTP parameter length ${length} passes the header's end`)
    if (code === 0xc2) readSlot(r, out, length, type === CONNECTION_CONFIRM)
    r.skip(length, code === 0xc0 ? "TPDU size" : code === 0xc1 ? "Calling TSAP" : "Called TSAP")
  }
}

/** S7 controllers: the called TSAP is the kind of connection (1 PG, 2 OP, 3 basic), then rack in 3 bits and slot in 5. */
function readSlot(r: Reader, out: Findings, length: number, confirmed: boolean): void {
  if (length !== 2) return
  r.need(2)
  const kind = r.bytes[r.at]!
  const place = r.bytes[r.at + 1]!
  // Slot 0 is what everything else writes there too, MMS servers for one.
  if (kind < 1 || kind > 3 || (place & 0x1f) === 0 || (place & 0x1f) > 18) return
  out.standsFor(place)
  if (confirmed)
    out.claim("sender", "location", `rack ${place >> 5}, slot ${place & 0x1f}`, "COTP called TSAP", 0.5, r.at, 2)
}
