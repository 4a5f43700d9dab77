/** The checklist of the first sign-in. Only callers on this computer make the sensor look around on it. */
import { readdirSync } from "node:fs"
import { networkInterfaces } from "node:os"
import { join } from "node:path"
import type { ChecklistItem } from "../../shared/api/contract/setup.ts"
import type { Caller } from "../../shared/api/host.ts"
import { isLoopback } from "../../shared/net/loopback.ts"
import { checklist } from "../../shared/setup/checklist.ts"
import type { ChecklistId } from "../../shared/setup/checklist.ts"
import type { Desk } from "../handlers/desk.ts"

export type Sight = { readonly state: ChecklistItem["state"]; readonly found: string }

/** What there is on removable drives. */
export type DriveSight = {
  /** Names of activation files that this sensor would take. */
  readonly fitting: () => Promise<readonly string[]>
  /** Folders of the drives, such as /media/service/STICK. */
  readonly drives: () => Promise<readonly string[]>
}

const mostFolders = 200

function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((cards) => cards ?? [])
  return all.filter(({ address, family }) => !isLoopback(address) && family === "IPv4").map(({ address }) => address)
}

/** The drive itself and its folders, that hold a .crt and a .key side by side. */
function certificateFolders(drive: string): string[] {
  const entries = readdirSync(drive, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).slice(0, mostFolders)
  const candidates = [drive, ...folders.map((entry) => join(drive, entry.name))]
  return candidates.filter((folder) => {
    const names = listed(folder).map((name) => name.toLowerCase())
    return names.some((name) => name.endsWith(".crt")) && names.some((name) => name.endsWith(".key"))
  })
}

/** A folder that may not be read is one in which nothing was found. */
function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return []
    throw error
  }
}

const isHere = (caller: Caller): boolean => caller.local || caller.origin === "local"

export function checklistDesk(sight: DriveSight): Desk<"checklist"> {
  const seen = (found: readonly string[]): Sight => ({
    state: found.length > 0 ? "seen" : "missing",
    found: found.join(", ").slice(0, 500),
  })
  const look: Partial<Record<ChecklistId, () => Promise<Sight>>> = {
    address: async () => seen(ownAddresses()),
    "activation-file": async () => seen(await sight.fitting()),
    certificate: async () => seen((await sight.drives()).flatMap(certificateFolders)),
  }
  return {
    get: async (_, { caller }) => {
      const looked = isHere(caller)
      const items = checklist.map(async ({ id, title, explanation }): Promise<ChecklistItem> => {
        const found = looked ? await look[id]?.() : undefined
        return { id, title, explanation, state: found?.state ?? "yours", found: found?.found ?? "" }
      })
      return { looked, items: await Promise.all(items) }
    },
  }
}
