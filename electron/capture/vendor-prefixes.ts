/** The makers of network cards by the prefixes that the IEEE gave them: 24, 28 and 36 bits, the longest that fits counts. */
import { readFileSync } from "node:fs"

/** `path`: sorted lines, each a prefix in upper-case hexadecimal digits, a tab, the name. */
export function loadVendorPrefixes(path: string | URL): (mac: string) => string {
  const text = readFileSync(path, "latin1")
  const known = new Map<string, string>()
  return (mac) => {
    let name = known.get(mac)
    if (name === undefined) {
      name = lookUp(text, mac.replaceAll(":", "").toUpperCase())
      known.set(mac, name)
    }
    return name
  }
}

function lookUp(text: string, digits: string): string {
  for (const length of [9, 7, 6]) {
    const name = lineOf(text, `${digits.slice(0, length)}\t`)
    if (name !== "" && name !== "Private" && name !== "IEEE Registration Authority") return name
  }
  return ""
}

/** What follows `key` on the line that begins with it: a binary search, so that the list needs no memory but its text. */
function lineOf(text: string, key: string): string {
  let low = 0
  let high = text.length
  while (low < high) {
    const middle = (low + high) >> 1
    const start = text.lastIndexOf("\n", middle - 1) + 1
    const end = text.indexOf("\n", middle)
    const line = text.slice(start, start + key.length)
    if (line === key)
      return Buffer.from(text.slice(start + key.length, end < 0 ? undefined : end), "latin1")
        .toString("utf8")
        .replace(/[,;\s]+$/, "")
    if (line < key) low = (end < 0 ? text.length : end) + 1
    else high = start
  }
  return ""
}
