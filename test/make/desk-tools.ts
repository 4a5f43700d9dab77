/** What a desk gets, with settings in memory and a clock that the test moves. */
import { randomBytes } from "node:crypto"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { DeskTools } from "../../electron/core/desks.ts"
import { openDataKey } from "../../electron/crypto/data-key.ts"
import type { Context } from "../../electron/handlers/context.ts"
import type { Note } from "../../electron/handlers/journal.ts"
import { noon } from "./test-authority.ts"

export class TestTools {
  readonly settings = new Map<string, string>()
  readonly notes: Note[] = []
  /** Microseconds since 1970 UTC. */
  time = noon
  changes = 0
  readonly #sealer = openDataKey(mkdtempSync(join(tmpdir(), `plantwarden-${randomBytes(3).toString("hex")}-`)))

  get tools(): DeskTools {
    const site = {
      readOnly: false,
      query: async (_table: string, _name: string, name: string) => this.settings.get(name),
      write: async (_table: string, _name: string, name: string, value: string) => void this.settings.set(name, value),
    }
    return {
      site: site as never,
      folder: "",
      sealer: this.#sealer,
      journal: async (note) => void this.notes.push(note),
      printer: { print: () => Promise.reject(new Error("This desk prints nothing.")) },
      now: () => this.time,
      log: () => undefined,
      alertsChanged: () => Promise.resolve(),
      changed: () => void this.changes++,
    }
  }
}

export const asAdmin = {
  person: { name: "anna", role: "Admin", mustChangePassword: false },
  caller: { token: null, origin: "local", local: true },
} as unknown as Context
