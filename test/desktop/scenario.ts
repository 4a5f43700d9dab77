/** Runs the walk through the desktop application in a process of its own and hands back what it found, by name. */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

export type Found = { readonly [name: string]: any }

export function runScenario(main: string, folder: string, capture: string): Promise<Found> {
  const script = fileURLToPath(new URL("./run-scenario.ts", import.meta.url))
  const child = spawn(process.execPath, [script, main, folder, capture], { stdio: ["ignore", "pipe", "inherit"] })
  let text = ""
  child.stdout.on("data", (piece: Buffer) => (text += piece.toString()))
  return new Promise((resolve) =>
    child.on("exit", () => {
      const lines = text.split("\n").filter((line) => line.startsWith('{"name"'))
      const pairs = lines.map((line) => JSON.parse(line) as { name: string; value: unknown })
      resolve(Object.fromEntries(pairs.map(({ name, value }) => [name, value])))
    }),
  )
}
