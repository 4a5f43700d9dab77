/** The process that the crash test kills: a core on a site folder that imports and edits, and prints what was acknowledged. `node crash-victim.ts FOLDER DRIVER CAPTURES…` */
import { writeSync } from "node:fs"
import { basename } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { partsBeside } from "../../electron/core/parts.ts"
import { startCore } from "../../electron/core/start.ts"
import type { DriverName } from "../../electron/store/database.ts"
import { emptyRule } from "../../shared/detections/custom/rule-templates.ts"

const [folder, driver, parts, ...captures] = process.argv.slice(2) as [string, DriverName, string, ...string[]]

/** A line reaches the pipe before the next action begins: what the test reads was acknowledged. */
const say = (line: string): void => void writeSync(1, `${line}\n`)

const core = await startCore({
  folder,
  driver,
  parts: partsBeside(parts),
  version: "crash",
  sample: false,
  once: "crash",
  now: () => Date.now() * 1000,
  log: (line) => process.stderr.write(`${line}\n`),
  broke: (reason) => {
    process.stderr.write(`broke: ${reason}\n`)
    process.exit(3)
  },
})

let token: string | null = null
async function ask(method: string, input: unknown): Promise<any> {
  const served = await core.serve({ method, input }, { token, origin: "local", local: true })
  if (served.token !== undefined) token = served.token
  const answer = JSON.parse(served.body) as { ok: boolean; value: unknown; message: string }
  if (!answer.ok) throw new Error(`${method}: ${answer.message}`)
  return answer.value
}

await ask("session.signInOnce", { secret: "crash" })
say("started")

const listed = async () => (await ask("captures.list", {})).captures as { file: string; state: string }[]
const kept = {
  files: (await listed()).map((one) => one.file),
  preferences: (await ask("preferences.get", {})).values,
  edits: Object.fromEntries(
    (await ask("devices.list", { after: "", limit: 5 })).devices.map((one: { id: string; description: string }) => [
      one.id,
      one.description,
    ]),
  ),
}
say(`kept ${JSON.stringify(kept)}`)

// A rule of the user's own counts its hits with every batch: a hundred polls of one register in each capture.
const { rules } = await ask("rules.list", {})
if (rules.length === 0) {
  const condition = { field: "address", operator: "is", value: "7", to: "", other: "" }
  const rule = {
    ...emptyRule,
    name: "Register 7",
    protocol: "modbus",
    sets: [[condition]],
    action: "event",
    message: "{where}",
  }
  await ask("rules.save", { id: null, rule })
}

for (const path of captures)
  if (!kept.files.includes(basename(path))) {
    await ask("captures.add", { paths: [path] })
    say(`added ${basename(path)}`)
  }

/** Goes on numbering after the last acknowledged action, as a person would go on working. */
let number = Number(process.env.ACKNOWLEDGED ?? "0")
for (;;) {
  const all = await listed()
  number++
  await ask("preferences.set", { name: `n${number % 20}`, value: String(number) })
  say(`preference ${number}`)
  const { devices } = await ask("devices.list", { after: "", limit: 5 })
  for (const { id } of devices.slice(number % 5, (number % 5) + 1)) {
    await ask("devices.edit", { id, edit: { description: `edit ${number}` } })
    say(`edit ${id} ${number}`)
  }
  if (all.every((one) => !["waiting", "reading"].includes(one.state))) break
  await wait(5)
}
say("idle")
await core.stop()
say("stopped")
