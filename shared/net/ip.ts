/** Internet addresses as text and as integers, and what kind of address each is. */

export const ipv4Text = (address: number): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`

/** RFC 5952: lower case, the longest run of zero groups (two or more) shortened, the first of equals. */
export function ipv6Text(a: number, b: number, c: number, d: number): string {
  const groups = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff, c >>> 16, c & 0xffff, d >>> 16, d & 0xffff]
  // ::ffff:a.b.c.d and ::a.b.c.d keep their dotted tail, as section 5 recommends for known prefixes.
  if (a === 0 && b === 0 && c >>> 0 === 0xffff) return `::ffff:${ipv4Text(d)}`
  let bestAt = -1
  let best = 1
  for (let at = 0; at < 8; at++) {
    let length = 0
    while (at + length < 8 && groups[at + length] === 0) length++
    if (length > best) {
      best = length
      bestAt = at
    }
    at += length
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":")
  return bestAt < 0 ? text(groups) : `${text(groups.slice(0, bestAt))}::${text(groups.slice(bestAt + best))}`
}

export const ipv4At = (bytes: Uint8Array, at: number): string =>
  `${bytes[at]!}.${bytes[at + 1]!}.${bytes[at + 2]!}.${bytes[at + 3]!}`

export function ipv6At(bytes: Uint8Array, at: number): string {
  const word = (p: number) => (bytes[p]! << 24) | (bytes[p + 1]! << 16) | (bytes[p + 2]! << 8) | bytes[p + 3]!
  return ipv6Text(word(at), word(at + 4), word(at + 8), word(at + 12))
}

/** The address in the form of RFC 5952, or "" where the text is no IPv6 address (RFC 4291 section 2.2, without a zone). */
export function normalIpv6(text: string): string {
  const halves = text.split("::")
  if (halves.length > 2) return ""
  const [before, after = []] = halves.map((half) => (half === "" ? [] : half.split(":").flatMap(groupsOf)))
  const missing = 8 - before!.length - after.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return ""
  const groups = [...before!, ...new Array<number>(missing).fill(0), ...after]
  if (groups.some(Number.isNaN)) return ""
  const word = (at: number): number => ((groups[at]! << 16) | groups[at + 1]!) >>> 0
  return ipv6Text(word(0), word(2), word(4), word(6))
}

/** Four hexadecimal digits, or the IPv4 address that may stand for the last two groups. */
function groupsOf(text: string): readonly number[] {
  if (/^[0-9a-f]{1,4}$/i.test(text)) return [parseInt(text, 16)]
  const whole = ipv4Number(text)
  return whole < 0 ? [Number.NaN] : [Math.floor(whole / 65_536), whole % 65_536]
}

/** As an unsigned number, or -1 where the text is no IPv4 address. */
export function ipv4Number(text: string): number {
  let value = 0
  let octet = -1
  let dots = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (letter === 46) {
      if (octet < 0 || ++dots > 3) return -1
      value = value * 256 + octet
      octet = -1
    } else {
      if (letter < 48 || letter > 57) return -1
      octet = (octet < 0 ? 0 : octet * 10) + letter - 48
      if (octet > 255) return -1
    }
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1
}

/** group: multicast or broadcast. none: unspecified or loopback. local: link-local. private: RFC 1918, RFC 6598, RFC 4193. */
export type AddressKind = "private" | "public" | "local" | "group" | "none"

/** First and last address of each range, as unsigned numbers. */
const ranges = (...texts: readonly string[]): readonly (readonly [number, number])[] =>
  texts.map((text) => {
    const [base = "", bits = ""] = text.split("/")
    const first = ipv4Number(base)
    return [first, first + 2 ** (32 - Number(bits)) - 1] as const
  })

const none4 = ranges("0.0.0.0/8", "127.0.0.0/8")
const local4 = ranges("169.254.0.0/16")
const group4 = ranges("224.0.0.0/4", "255.255.255.255/32")
const private4 = ranges(
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "198.18.0.0/15",
  "192.0.2.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
)

const inside = (address: number, list: readonly (readonly [number, number])[]): boolean =>
  list.some(([first, last]) => address >= first && address <= last)

/** RFC 6890 and the IANA special-purpose registries; documentation and benchmark ranges count as private. */
export function addressKind(text: string): AddressKind {
  if (text.includes(":")) return kind6(text)
  const address = ipv4Number(text)
  if (inside(address, private4)) return "private"
  if (inside(address, group4)) return "group"
  if (inside(address, none4)) return "none"
  return inside(address, local4) ? "local" : "public"
}

function kind6(text: string): AddressKind {
  if (text.startsWith("ff")) return "group"
  if (text === "::" || text === "::1") return "none"
  if (/^fe[89ab]/.test(text)) return "local"
  if (/^f[cd]/.test(text) || text.startsWith("2001:db8:") || text.startsWith("::ffff:")) return "private"
  return "public"
}
