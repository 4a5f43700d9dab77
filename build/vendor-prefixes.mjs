/** Strips the kept package of IEEE registrations to what the product shows: one line a prefix, "001D9C<tab>Rockwell Automation". */
import { createRequire } from "node:module"
import { writeFileSync } from "node:fs"

export function writeVendorPrefixes(path) {
  const registrations = createRequire(import.meta.url)("oui-data")
  const lines = Object.entries(registrations).map(([prefix, text]) => `${prefix}\t${text.split("\n")[0].trim()}`)
  writeFileSync(path, lines.sort().join("\n") + "\n")
}
