/** The makers of network cards by the prefixes that the IEEE gave them: 24, 28 and 36 bits, the longest that fits counts. */
import { readFileSync } from "node:fs"

/** `path`: one line a prefix, hexadecimal digits, a tab, the name. */
export function loadVendorPrefixes(path: string | URL): (mac: string) => string {
  const names = new Map<string, string>()
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const tab = line.indexOf("\t")
    if (tab > 0) names.set(line.slice(0, tab), line.slice(tab + 1).replace(/[,;\s]+$/, ""))
  }
  return (mac) => {
    const digits = mac.replaceAll(":", "").toUpperCase()
    const name = names.get(digits.slice(0, 9)) ?? names.get(digits.slice(0, 7)) ?? names.get(digits.slice(0, 6)) ?? ""
    return name === "Private" || name === "IEEE Registration Authority" ? "" : name
  }
}
