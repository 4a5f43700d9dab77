/** The pages under app://console: the built files, with the content security policy on every answer, and single-use downloads. */
import { readdirSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { protocol } from "electron"
import type { Download } from "../../shared/api/host.ts"
import { contentSecurityPolicy, contentType } from "../../shared/api/pages.ts"

export const appScheme = "app"
export const appHost = "console"
export const appAddress = `${appScheme}://${appHost}/`

/** Before Electron is ready: the scheme behaves like https for modules, workers and storage. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** An address of our own page; anything else is a stranger. (URL.origin is "null" for schemes that are not special, so its parts are compared.) */
export function isOwnPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol: scheme, host } = new URL(address)
  return scheme === `${appScheme}:` && host === appHost
}

const headers = (type: string): Record<string, string> => ({
  "content-type": type,
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
})

function list(folder: string, prefix: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? list(join(folder, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  )
}

const nothing = (): Response =>
  new Response("There is no such page.", { status: 404, headers: headers("text/plain; charset=utf-8") })

function asFile({ file, type, bytes }: Download): Response {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(file)}`
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { ...headers(type), "content-disposition": disposition },
  })
}

/** Only files that are there at the start are served, so that no path leads out of the folder. */
export function servePages(folder: string, download: (ticket: string) => Promise<Download | null>): void {
  const names = new Set(list(folder, "/"))
  protocol.handle(appScheme, async (request) => {
    if (!isOwnPage(request.url) || request.method !== "GET") return nothing()
    const { pathname } = new URL(request.url)
    if (pathname.startsWith("/download/")) {
      const found = await download(pathname.slice("/download/".length))
      return found ? asFile(found) : nothing()
    }
    const name = pathname === "/" ? "/index.html" : pathname
    const type = contentType(name)
    if (!names.has(name) || type === undefined) return nothing()
    return new Response(await readFile(join(folder, name)), { headers: headers(type) })
  })
}
