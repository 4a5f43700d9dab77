/** What was typed beside a condition, read as the field's type: numbers as such, addresses as texts of one length, which compare in order. */
import { ipv4Number } from "../../net/ip.ts"
import type { FieldType } from "./fields.ts"

export type Typed = string | number

/** undefined: it is none. */
export function typed(type: FieldType, text: string): Typed | undefined {
  const plain = text.trim()
  if (plain === "") return undefined
  switch (type) {
    case "number":
      return readNumber(plain)
    case "port": {
      const port = /^\d{1,5}$/.test(plain) ? Number(plain) : -1
      return port >= 0 && port <= 65_535 ? port : undefined
    }
    case "ip":
      return ipKey(plain)
    case "mac":
      return macKey(plain)
    case "text":
    case "choice":
      return plain.toLowerCase()
    default:
      return type satisfies never
  }
}

/** Decimal, with a comma or a point; 0x for hexadecimal. */
function readNumber(text: string): number | undefined {
  if (/^0x[0-9a-f]{1,13}$/i.test(text)) return Number(text)
  if (!/^[+-]?\d+([.,]\d+)?(e[+-]?\d{1,3})?$/i.test(text)) return undefined
  const read = Number(text.replace(",", "."))
  return Number.isFinite(read) ? read : undefined
}

const hex8 = (number: number): string => (number >>> 0).toString(16).padStart(8, "0")

/** "4" and 8 hexadecimal digits, or "6" and 32: of two addresses of one family, the order of the texts is that of the addresses. */
export function ipKey(text: string): string | undefined {
  const four = ipv4Number(text)
  if (four >= 0) return `4${hex8(four)}`
  const groups = ipv6Groups(text)
  return groups && `6${groups.map((group) => group.toString(16).padStart(4, "0")).join("")}`
}

function ipv6Groups(text: string): readonly number[] | undefined {
  if (!text.includes(":") || !/^[0-9a-f:]+$/i.test(text)) return undefined
  const halves = text.split("::")
  if (halves.length > 2) return undefined
  const [before, after] = halves.map((half) => (half === "" ? [] : half.split(":"))) as [string[], string[] | undefined]
  const gap = 8 - before.length - (after?.length ?? 0)
  if (after === undefined ? gap !== 0 : gap < 1) return undefined
  const parts = [...before, ...Array.from({ length: after === undefined ? 0 : gap }, () => "0"), ...(after ?? [])]
  return parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part)) ? parts.map((part) => parseInt(part, 16)) : undefined
}

export function macKey(text: string): string | undefined {
  const plain = text.toLowerCase()
  if (!/^([0-9a-f]{2}([:-][0-9a-f]{2}){5}|[0-9a-f]{12}|[0-9a-f]{4}(\.[0-9a-f]{4}){2})$/.test(plain)) return undefined
  return plain.replaceAll(/[^0-9a-f]/g, "")
}

/** First and last of what a block of addresses is written as: "10.1.0.0/16", "fd00::/8"; of a maker's cards "00:1b:1b". */
export function block(type: FieldType, text: string): readonly [Typed, Typed] | undefined {
  const plain = text.trim()
  if (type === "mac") {
    const start = plain.toLowerCase().replaceAll(/[:.-]/g, "")
    if (!/^[0-9a-f]{6,11}$/.test(start) || start.length % 2 === 1) return undefined
    return [start.padEnd(12, "0"), start.padEnd(12, "f")]
  }
  if (type !== "ip") return undefined
  const found = /^([^/]+)\/(\d{1,3})$/.exec(plain)
  const key = found ? ipKey(found[1]!) : undefined
  if (!found || key === undefined) return undefined
  return ofPrefix(key, Number(found[2]))
}

function ofPrefix(key: string, bits: number): readonly [string, string] | undefined {
  const digits = key.length - 1
  if (bits > digits * 4) return undefined
  const whole = Math.floor(bits / 4)
  const rest = bits % 4
  const kept = key.slice(0, 1 + whole)
  if (rest === 0) return [kept.padEnd(key.length, "0"), kept.padEnd(key.length, "f")]
  const digit = parseInt(key[1 + whole]!, 16)
  const low = digit & ((15 << (4 - rest)) & 15)
  const high = low | (15 >> rest)
  return [(kept + low.toString(16)).padEnd(key.length, "0"), (kept + high.toString(16)).padEnd(key.length, "f")]
}
