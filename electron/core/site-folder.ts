/** Where a site lies when nobody says: the system's place for application data. The same for the window and the browser console. */
import { homedir } from "node:os"
import { join } from "node:path"

export function defaultSiteFolder(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string {
  if (platform === "win32") return join(environment.APPDATA ?? join(homedir(), "AppData/Roaming"), "Plantwarden")
  if (platform === "darwin") return join(homedir(), "Library/Application Support/Plantwarden")
  return join(environment.XDG_DATA_HOME ?? join(homedir(), ".local/share"), "plantwarden")
}
