/** A core on a fresh folder with the scripted engine, and a few ways to talk to it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import type { Input, MethodName, Output } from "../../shared/api/contract/index.ts"
import type { Capture } from "../../shared/api/contract/captures.ts"
import { partsBeside } from "../../electron/core/parts.ts"
import { startCore } from "../../electron/core/start.ts"
import type { CoreOptions, StartedCore } from "../../electron/core/start.ts"
import type { Script } from "./scripted-engine.ts"

export const ownPassword = "Correct-horse-9"

export const freshFolder = (): string => mkdtempSync(join(tmpdir(), "plantwarden-test-"))
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

export const sourceParts = {
  ...partsBeside(new URL("../../electron/entry/site.ts", import.meta.url).href),
  engine: new URL("./scripted-engine.ts", import.meta.url),
}

export const start = (folder: string, more: Partial<CoreOptions> = {}): Promise<StartedCore> =>
  startCore({
    folder,
    parts: sourceParts,
    driver: "best",
    version: "test",
    sample: false,
    once: secret,
    now: () => Date.now() * 1000,
    log: (line) => process.stderr.write(`core: ${line}\n`),
    broke: () => undefined,
    ...more,
  })

export function writeScript(folder: string, name: string, script: Partial<Script>): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify({ batches: 20, devices: 3, pause: 1, first: 0, ...script }))
  return path
}

/** One caller, who remembers the token as a browser would. */
export class Someone {
  readonly #core: StartedCore
  readonly #local: boolean
  token: string | null = null

  constructor(core: StartedCore, local = true) {
    this.#core = core
    this.#local = local
  }
  get caller() {
    return { token: this.token, origin: this.#local ? "local" : "10.1.1.1", local: this.#local }
  }
  async raw(
    method: string,
    input: unknown,
  ): Promise<{ ok: boolean; code?: string; message?: string; value?: unknown }> {
    const served = await this.#core.serve({ method, input }, this.caller)
    if (served.token !== undefined) this.token = served.token
    return JSON.parse(served.body)
  }
  async ask<Name extends MethodName>(method: Name, input: Input<Name>): Promise<Output<Name>> {
    const answer = await this.raw(method, input)
    if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`)
    return answer.value as Output<Name>
  }
}

const secret = "once"

/** Signed in as admin by the one-time secret, because a password hash takes half a second. */
export async function admin(core: StartedCore): Promise<Someone> {
  const someone = new Someone(core)
  await someone.ask("session.signInOnce", { secret })
  return someone
}

export async function ended(someone: Someone, id: string): Promise<Capture> {
  for (;;) {
    const one = (await someone.ask("captures.list", {})).captures.find((capture) => capture.id === id)
    if (!one) throw new Error(`the import ${id} is not listed`)
    if (!["uploading", "waiting", "reading"].includes(one.state)) return one
    await wait(20)
  }
}
