/** Asking a person on the terminal; passphrases are typed unseen. Questions go to standard error: standard output belongs to the results. */
import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import type { Terminal } from "./authority-desk.ts"

export const processTerminal: Terminal = {
  interactive: process.stdin.isTTY && process.stderr.isTTY,
  async ask(question, hidden) {
    process.stderr.write(question)
    const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
    const lines = createInterface({ input: process.stdin, output: hidden ? unseen : process.stderr, terminal: true })
    try {
      return await lines.question("")
    } finally {
      lines.close()
      if (hidden) process.stderr.write("\n")
    }
  },
}
