/** A subnet that a person typed, "10.1.0.0/16", "2001:db8::/32" or one address, as a test of addresses. */
import { ipv4Number } from "../../net/ip.ts"

/** The address in groups of 16 bits: two for IPv4, eight for IPv6; null where the text is no address. */
function groupsOf(text: string): readonly number[] | null {
  const four = ipv4Number(text)
  if (four >= 0) return [Math.floor(four / 65_536), four % 65_536]
  const halves = text.toLowerCase().split("::")
  if (!text.includes(":") || halves.length > 2) return null
  const parts = halves.map((half) => (half === "" ? [] : half.split(":")))
  const dotted = ipv4Number(parts.at(-1)?.at(-1) ?? "")
  if (dotted >= 0) parts.at(-1)!.splice(-1, 1, Math.floor(dotted / 65_536).toString(16), (dotted % 65_536).toString(16))
  const given = parts.reduce((sum, part) => sum + part.length, 0)
  if (halves.length === 2 ? given > 7 : given !== 8) return null
  if (!parts.flat().every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null
  const zeros = Array.from({ length: 8 - given }, () => "0")
  return [...(parts[0] ?? []), ...zeros, ...(parts[1] ?? [])].map((group) => parseInt(group, 16))
}

/** The first bits of a list of 16-bit groups are equal. */
function sameStart(one: readonly number[], other: readonly number[], bits: number): boolean {
  for (let at = 0; at < bits; at += 16) {
    const rest = Math.min(16, bits - at)
    if (one[at / 16]! >>> (16 - rest) !== other[at / 16]! >>> (16 - rest)) return false
  }
  return true
}

/** Null where the text is no subnet. */
export function subnetTest(text: string): ((address: string) => boolean) | null {
  const [base = "", bits, more] = text.trim().split("/")
  const wanted = groupsOf(base)
  if (wanted === null || more !== undefined || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return null
  const length = bits === undefined ? wanted.length * 16 : Number(bits)
  if (length > wanted.length * 16) return null
  const answers = new Map<string, boolean>()
  return (address) => {
    const known = answers.get(address)
    if (known !== undefined) return known
    const groups = groupsOf(address)
    const answer = groups?.length === wanted.length && sameStart(groups, wanted, length)
    answers.set(address, answer)
    return answer
  }
}
