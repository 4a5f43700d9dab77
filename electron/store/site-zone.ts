/** The zone that the site's days begin in: the one that was chosen, else that of the sensor's computer. */
import type { Database } from "./database.ts"
import { settings } from "./settings.ts"

export const zoneSetting = "region.zone"

export const computerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** A zone that this computer does not know any more is as good as none. */
export function siteZone(database: Database): string {
  const chosen = settings.get(database, zoneSetting) ?? ""
  return chosen !== "" && isZone(chosen) ? chosen : computerZone()
}

export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== ""
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
