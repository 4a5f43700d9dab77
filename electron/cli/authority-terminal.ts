/** Asking a person on the terminal; passphrases are typed unseen. Questions go to standard error: standard output belongs to the results. */
import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import { AuthorityRefused } from "./authority-desk.ts"
import type { Terminal } from "./authority-desk.ts"

export const processTerminal: Terminal = {
  interactive: process.stdin.isTTY && process.stderr.isTTY,
  async ask(question, hidden) {
    const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
    const lines = createInterface({ input: process.stdin, output: hidden ? unseen : process.stderr, terminal: true })
    if (hidden) process.stderr.write(question)
    const stopped = new Promise<never>((_, reject) => {
      lines.once("close", () => reject(new AuthorityRefused("Stopped. Nothing was made.")))
    })
    try {
      return await Promise.race([lines.question(hidden ? "" : question), stopped])
    } finally {
      lines.close()
      if (hidden) process.stderr.write("\n")
    }
  },
}
