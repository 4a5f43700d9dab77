/** The site's zone, as the core asks for it. */
import type { SiteLink } from "./site-link.ts"
import { computerZone, isZone, zoneSetting } from "../store/site-zone.ts"

export async function zoneOf(site: Pick<SiteLink, "query">): Promise<string> {
  const chosen = (await site.query("settings", "get", zoneSetting)) ?? ""
  return chosen !== "" && isZone(chosen) ? chosen : computerZone()
}
