/** One writing program per site folder: a lock file with the process that holds it. A lock whose process is gone is taken over. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"

export type SiteLock = { readonly release: () => void }

/** When a process began, in kernel ticks; tells two processes of the same number apart. "" where the system does not say. */
function beganAt(pid: number): string {
  if (process.platform !== "linux") return ""
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "latin1")
    return status.slice(status.lastIndexOf(")") + 2).split(" ")[19] ?? "" // field 22, proc(5)
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "gone"
    throw error
  }
}

function isAlive(pid: number, began: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false
  }
  return began === "" || began === beganAt(pid)
}

const readHolder = (path: string): { pid: number; began: string } => {
  const [pid, began] = readFileSync(path, "utf8").split(" ")
  return { pid: Number(pid), began: began ?? "" }
}

/** The lock, or the number of the process that holds it. */
export function lockSite(folder: string): SiteLock | { readonly heldBy: number } {
  const path = join(folder, "site.lock")
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(path, "wx", 0o600)
      writeSync(file, `${process.pid} ${beganAt(process.pid)}`)
      closeSync(file)
      return { release: () => rmSync(path, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
    }
    const holder = readHolder(path)
    if (holder.pid > 0 && isAlive(holder.pid, holder.began)) return { heldBy: holder.pid }
    if (attempt > 5) return { heldBy: holder.pid }
    rmSync(path, { force: true })
  }
}
