/** Subnets from a CSV file that people made or exported: every line is judged, and told by its number where it is wrong. */
import type { Subnet } from "../../shared/insight/notices/subnets.ts"
import { readCidr } from "../../shared/net/cidr.ts"

export const subnetColumns = ["Subnet", "Name", "ICS", "Segregated"]

type Problem = { readonly line: number; readonly why: string }
type Read = { readonly subnets: readonly Subnet[]; readonly problems: Problem[] }

const longestName = 60

export function readSubnetLines(text: string): Read {
  const subnets = new Map<string, Subnet>()
  const problems: Problem[] = []
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)
  lines.forEach((line, n) => {
    if (line.trim() === "" || (n === 0 && /^\W*subnet\b/i.test(line))) return
    const one = readLine(line)
    if (typeof one === "string") problems.push({ line: n + 1, why: one })
    else if (subnets.has(one.cidr))
      problems.push({ line: n + 1, why: `${one.cidr} is there twice. Keep one of the lines.` })
    else subnets.set(one.cidr, one)
  })
  return { subnets: [...subnets.values()], problems }
}

function readLine(line: string): Subnet | string {
  const cells = cellsOf(line)
  if (cells === null || cells.length > subnetColumns.length)
    return `The line does not have the columns ${subnetColumns.join(", ")}. Compare it with an exported file.`
  const [cidr = "", name = "", ics = "", segregated = ""] = cells
  const range = readCidr(cidr)
  if (typeof range === "string") return range
  if (name.length > longestName) return `The name is longer than ${longestName} characters. Shorten it.`
  const flags = [ics, segregated].map(readFlag)
  if (flags.includes(null))
    return `“${flags[0] === null ? ics : segregated}” is neither yes nor no. Write one of them, or leave it empty.`
  return { cidr: range.text, name, ics: flags[0] === true, segregated: flags[1] === true, learned: "hand" }
}

/** null: neither. An empty cell is no. */
function readFlag(text: string): boolean | null {
  const word = text.toLowerCase()
  if (["yes", "true", "1"].includes(word)) return true
  return ["", "no", "false", "0"].includes(word) ? false : null
}

/** Cells of a line, by comma or semicolon; null where a quote is not closed. What an export made text is what it was. */
function cellsOf(line: string): string[] | null {
  const separator = !line.includes(",") && line.includes(";") ? ";" : ","
  const found: string[] = []
  let [cell, quoted] = ["", false]
  for (let at = 0; at < line.length; at++) {
    const letter = line[at]!
    if (letter === '"' && quoted && line[at + 1] === '"') cell += line[++at]!
    else if (letter === '"') quoted = !quoted
    else if (letter === separator && !quoted) {
      found.push(cell)
      cell = ""
    } else cell += letter
  }
  if (quoted) return null
  return [...found, cell].map((one) => one.trim().replace(/^'(?=[=+\-@])/, ""))
}
