/** What the authority issued, for which sensor, by whom: one JSON line each, only ever appended, each bearing the hash of the one before. */
import { createHash } from "node:crypto"
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs"
import { setTimeout as wait } from "node:timers/promises"
import { AuthorityRefused } from "./authority-desk.ts"

export type LogAction =
  "init" | "renew" | "operator added" | "operator removed" | "activation" | "recovery" | "licence" | "pack" | "receipt"

export type LogLine = {
  readonly at: string
  readonly operator: string
  readonly action: LogAction
  /** Id of the file or Activation ID; sensor id or "any"; and what else tells it apart. */
  readonly id: string
  readonly sensor: string
  readonly note: string
}
type Chained = LogLine & { readonly previous: string; readonly hash: string }

const beginning = "0".repeat(64)

const hashOf = (line: LogLine, previous: string): string =>
  createHash("sha256")
    .update(JSON.stringify([previous, line.at, line.operator, line.action, line.id, line.sensor, line.note]))
    .digest("hex")

function chained(text: string, path: string): readonly Chained[] {
  const lines = text.split("\n").filter((line) => line !== "")
  let previous = beginning
  return lines.map((line, at) => {
    const entry = parsed(line)
    if (!entry || entry.previous !== previous || entry.hash !== hashOf(entry, previous))
      throw new AuthorityRefused(
        `The log ${path} was changed at line ${at + 1}: its chain of hashes is broken. Restore it from a copy before anything is signed.`,
      )
    previous = entry.hash
    return entry
  })
}

/** Null where a line was cut or spoilt. */
function parsed(line: string): Chained | null {
  try {
    return JSON.parse(line) as Chained
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Throws AuthorityRefused where the chain is broken. */
export function readLog(path: string): readonly Chained[] {
  return existsSync(path) ? chained(readFileSync(path, "utf8"), path) : []
}

async function takeTurn(path: string): Promise<() => void> {
  const turn = `${path}.lock`
  for (let tries = 0; tries < 100; tries++) {
    try {
      closeSync(openSync(turn, "wx", 0o600))
      return () => rmSync(turn, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
      await wait(50)
    }
  }
  throw new AuthorityRefused(`Someone else is writing the log. If nobody is, delete ${turn} and try again.`)
}

/** On the disk when it resolves. `judge` sees the log as it is right before, and throws to stop. */
export async function appendLog(
  path: string,
  line: LogLine,
  judge: (lines: readonly LogLine[]) => void = () => undefined,
): Promise<void> {
  const release = await takeTurn(path)
  try {
    const lines = readLog(path)
    judge(lines)
    const previous = lines.at(-1)?.hash ?? beginning
    const file = openSync(path, "a", 0o600)
    try {
      writeSync(file, `${JSON.stringify({ ...line, previous, hash: hashOf(line, previous) })}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } finally {
    release()
  }
}

/** Throws AuthorityRefused where a sensor has taken the file with this id already, or it was signed for another sensor. */
export const mayBeSigned = (id: string, sensor: string) => (lines: readonly LogLine[]) => {
  const taken = lines.find((line) => line.action === "receipt" && line.id === id)
  if (taken)
    throw new AuthorityRefused(
      `The file ${id} was taken by the sensor ${taken.sensor}, as its receipt says. It is not signed again; leave --id out for a new file.`,
    )
  const other = lines.find((line) => line.action === "activation" && line.id === id && line.sensor !== sensor)
  if (other)
    throw new AuthorityRefused(
      `The file ${id} was signed for ${other.sensor === "any" ? "any sensor" : `the sensor ${other.sensor}`}, not for ${sensor}. Leave --id out for a new file.`,
    )
}
