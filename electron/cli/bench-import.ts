/** How long the whole sensor takes to import a capture into a site, with durable commits, in a process of its own. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { partsBeside } from "../core/parts.ts"
import { startCore } from "../core/start.ts"

export type Imported = {
  /** From the order to the last commit, in seconds. */
  readonly seconds: number
  readonly packets: number
  /** Of the whole process: core, engine and database threads. */
  readonly peakMemoryBytes: number
  /** Until the first device could be shown, in seconds. */
  readonly firstDevice: number
}

/** `entry`: import.meta.url of the bundled program. */
export async function importOnce(file: string, entry: string): Promise<Imported> {
  const folder = mkdtempSync(join(tmpdir(), "plantwarden-import-"))
  const core = await startCore({
    folder,
    parts: partsBeside(entry),
    driver: "best",
    version: "bench",
    sample: false,
    once: "bench",
    now: () => Date.now() * 1000,
    log: (line) => process.stderr.write(`${line}\n`),
    broke: (reason) => process.stderr.write(`a part of the core ended: ${reason}\n`),
  })
  try {
    const first = await core.serve(
      { method: "session.signInOnce", input: { secret: "bench" } },
      { token: null, origin: "local", local: true },
    )
    const caller = { token: first.token ?? null, origin: "local", local: true }
    const ask = async <Answer>(method: string, input: object): Promise<Answer> => {
      const answer = JSON.parse((await core.serve({ method, input }, caller)).body) as {
        ok: boolean
        value: Answer
        message?: string
      }
      if (!answer.ok) throw new Error(`${method}: ${answer.message ?? ""}`)
      return answer.value
    }
    let firstDevice = 0
    const began = performance.now()
    const stopListening = core.listen(caller, ({ text }) => {
      if (firstDevice === 0 && text.includes('"devices.changed"')) firstDevice = (performance.now() - began) / 1000
    })
    await core.addCaptures([{ path: file, file: basename(file), by: "bench" }])
    for (;;) {
      const { captures } = await ask<{ captures: readonly { state: string; packets: number; message: string }[] }>(
        "captures.list",
        {},
      )
      const [one] = captures
      if (one?.state === "failed") throw new Error(one.message)
      if (one?.state === "done") {
        const seconds = (performance.now() - began) / 1000
        stopListening?.()
        return { seconds, packets: one.packets, firstDevice, peakMemoryBytes: process.resourceUsage().maxRSS * 1024 }
      }
      await wait(10)
    }
  } finally {
    await core.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
