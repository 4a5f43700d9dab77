/** The README's table of protocols: each mark is there because a test proves it; this looks for the proof. */
import { readdirSync, readFileSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import "../../shared/protocols/index.ts"
import { declaredProtocols, type Protocol } from "../../shared/protocols/protocol.ts"

const folder = fileURLToPath(new URL("../shared/protocols/", import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"))
const all = files.map((file) => readFileSync(folder + file, "utf8")).join("\n")

/** The tests of a protocol: its own file, or that of what carries it. */
const carriers: Readonly<Record<string, string>> = { cip: "enip" }
function testsOf(name: string): string {
  const testOf = (file: string): string | undefined => files.find((path) => basename(path) === `${file}.test.ts`)
  return readFileSync(folder + (testOf(name) ?? testOf(carriers[name] ?? name) ?? name), "utf8")
}

const columns = [
  "Protocol",
  "Framing",
  "Functions named",
  "Request and answer",
  "Identity",
  "Run and key state",
  "Addresses and values",
  "Dangerous operations",
  "Seen on real traffic",
] as const

/** Names of functions, and of groups of them: of codes up to 18 bits. */
function namedFunctions({ functionName }: Protocol): number {
  const names = new Set<string>()
  for (let code = 0; code < 0x40000; code++) names.add(functionName?.(code) ?? "")
  return names.size - 1
}

const identity =
  /(?:sender|receiver|part \d+|[\d.:a-f]+) (?:vendor|model|firmware|serial|hostname|stationName|orderNumber|description|type|hardware|location) = /
const state = /(?:sender|receiver|part \d+|[\d.:a-f]+) (?:mode|keySwitch) = /

function row(protocol: Protocol): readonly string[] {
  const { name, title, commands, placeText, unseen } = protocol
  const tests = testsOf(name)
  const mark = (proved: boolean): string => (proved ? "✓" : "–")
  const says = (outcome: string): boolean => new RegExp(`${name} \\S+ ${outcome}`).test(all)
  const dangerous = Object.values(commands ?? {}).filter(({ everyday }) => everyday !== true).length
  return [
    title,
    mark(/dissectorSuite\(/.test(tests)),
    String(namedFunctions(protocol) || "–"),
    mark(says("request") && (says("response") || says("exception"))),
    mark(identity.test(tests)),
    mark(state.test(tests)),
    mark(placeText !== undefined && /\bplaces\b/.test(tests)),
    dangerous === 0 ? "–" : String(dangerous),
    unseen === undefined ? "✓" : "documents only",
  ]
}

export function protocolTable(): string {
  const rows = declaredProtocols()
    .filter(({ family, name }) => family === "ot" && name !== "mqtt")
    .toSorted((a, b) => a.title.localeCompare(b.title, "en"))
    .map(row)
  const lines = [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`)
  return lines.join("\n")
}
