/** A capture program that outlived the sensor that started it: found by the note it left, and ended. */
import { execFileSync } from "node:child_process"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"

type Note = { readonly pid: number; readonly began: string }

const noteFile = "capture.pid"
const patience = 3000

/** When a process began, in the system's words; "" where there is none. Process numbers are given out again, so the number alone proves nothing. */
function beganOf(pid: number): string {
  try {
    if (process.platform === "win32") return "" // a child there ends with the job of its parent
    if (process.platform !== "linux")
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)])
        .toString()
        .trim()
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return state === "Z" ? "" : (rest[18] ?? "") // field 22 of proc(5): clock ticks after boot
  } catch {
    return ""
  }
}

export function noteChild(folder: string, pid: number): void {
  const note: Note = { pid, began: beganOf(pid) }
  writeFileSync(join(folder, noteFile), JSON.stringify(note), { mode: 0o600 })
}

export const forgetChild = (folder: string): void => rmSync(join(folder, noteFile), { force: true })

function noted(folder: string): Note | null {
  try {
    return JSON.parse(readFileSync(join(folder, noteFile), "utf8")) as Note
  } catch {
    return null
  }
}

/** Resolves when the folder's ring has no writer. True: there was one. What it wrote stays. */
export async function endOrphan(folder: string): Promise<boolean> {
  const note = noted(folder)
  const alive = (): boolean => note !== null && note.began !== "" && beganOf(note.pid) === note.began
  if (note === null || !alive()) return false
  process.kill(note.pid, "SIGTERM")
  for (let waited = 0; alive() && waited < patience; waited += 50) await wait(50)
  if (alive()) process.kill(note.pid, "SIGKILL")
  while (alive()) await wait(20)
  forgetChild(folder)
  return true
}
