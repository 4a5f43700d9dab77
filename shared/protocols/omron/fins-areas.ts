/**
 * The memory of OMRON controllers: area codes of CS, CJ and CP (W342 section 5-2-2) and of the older C and CV (W227), with the size of an
 * item. Compared with Wireshark's packet-omron.c and several public clients; EM banks D to 18 are not verified on traffic.
 */

/** Codes of bits and of words; some have both with forced status, which are 64 higher. */
const families: readonly (readonly [prefix: string, bit: number, word: number])[] = [
  ["CIO ", 0x30, 0xb0],
  ["W", 0x31, 0xb1],
  ["H", 0x32, 0xb2],
  ["A", 0x33, 0xb3],
  ["D", 0x02, 0x82],
  ["CIO ", 0x00, 0x80],
  ["E_", 0x0a, 0x98],
]
const FORCED = 0x40
const TIMERS = [0x09, 0x89, 0x49] as const
const OLD_TIMERS = [0x01, 0x81, 0x41] as const
const INDEX_REGISTER = 0xdc

const prefixes = new Map<number, string>()
for (const [prefix, bit, word] of families) {
  prefixes.set(bit, prefix)
  prefixes.set(word, prefix)
}
for (const base of [0x30, 0x31, 0x32, 0x00]) {
  prefixes.set(base + FORCED, prefixes.get(base)!)
  prefixes.set(base + 0x80 + FORCED, prefixes.get(base)!)
}
for (let bank = 0; bank < 16; bank++) {
  prefixes.set(0x20 + bank, `E${bank.toString(16).toUpperCase()}_`)
  prefixes.set(0xa0 + bank, `E${bank.toString(16).toUpperCase()}_`)
}
// W342: banks 10 to 18 hexadecimal.
for (let bank = 0; bank <= 8; bank++) {
  prefixes.set(0xe0 + bank, `E1${bank}_`)
  prefixes.set(0x60 + bank, `E1${bank}_`)
}
for (let bank = 0; bank < 8; bank++) prefixes.set(0x90 + bank, `E${bank}_`)

const others: ReadonlyMap<number, string> = new Map([
  [0x03, "transition "],
  [0x43, "transition "],
  [0x04, "step "],
  [0x44, "step "],
  [0x84, "step timer "],
  [0x06, "task flag "],
  [0x46, "task "],
  [0x07, "clock pulse or condition flag "],
  [0x9c, "bank number "],
  [0xbc, "DR"],
  [INDEX_REGISTER, "IR"],
  [0xdd, "interrupt "],
])

const withBits = (code: number): boolean =>
  (code >= 0x20 && code <= 0x33) || code === 0x02 || code === 0x00 || code === 0x0a || code === 0x40
const isForcedBit = (code: number): boolean => code >= 0x70 && code <= 0x72
/** EM banks 10 to 18 have their bits at 0xe0. */
export const isBitArea = (code: number): boolean =>
  withBits(code) || isForcedBit(code) || (code >= 0xe0 && code <= 0xe8)

/** Bytes of one item in a message. Words with forced status bring two words each. */
export function finsItemSize(code: number): number {
  if (code === INDEX_REGISTER || code >= 0xf0 || code === 0xc0) return 4
  if (isBitArea(code)) return 1
  return code >= 0x60 ? 2 : 1
}

/** "D100", "CIO 5.03", "T12". */
function one(code: number, address: number, bit: number): string {
  if (TIMERS.includes(code as 0x09)) return address >= 0x8000 ? `C${address - 0x8000}` : `T${address}`
  if (OLD_TIMERS.includes(code as 0x01)) return address >= 0x800 ? `C${address - 0x800}` : `T${address}`
  const other = others.get(code)
  if (other !== undefined) return `${other}${address}`
  const word = `${prefixes.get(code) ?? `area 0x${code.toString(16).padStart(2, "0")}, `}${address}`
  return isBitArea(code) ? `${word}.${String(bit).padStart(2, "0")}` : word
}

export function finsMemoryText(code: number, address: number, bit: number, count: number): string {
  const first = one(code, address, bit)
  if (count <= 1) return first
  const last = isBitArea(code) ? address * 16 + bit + count - 1 : address + count - 1
  return `${first} to ${isBitArea(code) ? one(code, last >> 4, last & 15) : one(code, last, 0)}`
}
