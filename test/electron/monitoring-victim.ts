/** A core in a process of its own, in a network namespace where a test wants it: reads one JSON request a line, answers one a line. `node monitoring-victim.ts FOLDER PARTS` */
import { writeSync } from "node:fs"
import { createInterface } from "node:readline"
import { partsBeside } from "../../electron/core/parts.ts"
import { startCore } from "../../electron/core/start.ts"

const [folder, parts] = process.argv.slice(2) as [string, string]
const core = await startCore({
  folder,
  driver: "best",
  parts: partsBeside(parts),
  version: "monitoring",
  sample: false,
  once: "monitoring",
  now: () => Date.now() * 1000,
  log: (line) => process.stderr.write(`${line}\n`),
  broke: (reason) => {
    process.stderr.write(`broke: ${reason}\n`)
    process.exit(3)
  },
})

let token: string | null = null
async function ask(method: string, input: unknown): Promise<string> {
  const served = await core.serve({ method, input }, { token, origin: "local", local: true })
  if (served.token !== undefined) token = served.token
  return served.body
}
await ask("session.signInOnce", { secret: "monitoring" })
writeSync(1, "ready\n")
for await (const line of createInterface({ input: process.stdin })) {
  const { method, input } = JSON.parse(line) as { method: string; input: unknown }
  if (method === "end") break
  writeSync(1, `${await ask(method, input)}\n`)
}
await core.stop()
