/** The README's table of protocols: each mark is there because tests declare it with `proves`, and fail where it does not come true. */
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import "../../shared/protocols/index.ts"
import type { Protocol } from "../../shared/protocols/protocol.ts"
import { controlProtocols, dangerous, type Proof, type Proved } from "./proofs.ts"

const folder = fileURLToPath(new URL("../shared/protocols/", import.meta.url))

/** What a file of tests declares in its last statement, where `proves` checks what came before; nothing else may stand for it. */
export function declaredIn(text: string): Proved {
  if (!text.includes("make/proofs.ts")) return {}
  const [, object] = /\n\nproves\((\{[^{}()]*\})\)\n$/.exec(text) ?? []
  if (object === undefined || !/^import \{ proves \} from "[./]+make\/proofs\.ts"$/m.test(text))
    throw new Error("what is proved is declared by proves({ … }), the last statement of a file of tests")
  const json = object.replaceAll(/([{,]\s*)([a-z][\w-]*):/g, '$1"$2":').replaceAll(/,(\s*[\]}])/g, "$1")
  return JSON.parse(json) as Proved
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

function row(protocol: Protocol, proved: ReadonlySet<Proof>): readonly string[] {
  const { name, title, unseen } = protocol
  if (proved.size === 0) throw new Error(`no test declares what it proves of ${name}`)
  const mark = (proof: Proof): string => (proved.has(proof) ? "✓" : "–")
  return [
    title,
    mark("framing"),
    String(namedFunctions(protocol) || "–"),
    mark("requests"),
    mark("identity"),
    mark("state"),
    mark("places"),
    proved.has("commands") ? String(dangerous(protocol).length) : "–",
    unseen === undefined ? "✓" : "documents only",
  ]
}

export function protocolTable(): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"))
  const all = files.map((file) => declaredIn(readFileSync(folder + file, "utf8")))
  const rows = controlProtocols()
    .toSorted((a, b) => a.title.localeCompare(b.title, "en"))
    .map((protocol) => row(protocol, new Set(all.flatMap((declared) => declared[protocol.name] ?? []))))
  const lines = [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`)
  return lines.join("\n")
}
