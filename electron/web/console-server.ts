/** Keeps the browser console served: on the addresses that the settings say, with the certificate of the day, through changes of both. */
import type { Core } from "../../shared/api/host.ts"
import { startWeb } from "./server.ts"
import type { WebServer } from "./server.ts"

/** What this needs of the core beyond answering requests. */
export type Served = {
  readonly hosts: () => readonly string[]
  readonly names: () => readonly string[]
  readonly certificate: () => { readonly key: string; readonly certificate: string }
  readonly cookie: string
  readonly onCertificate: (heard: (served: { readonly key: string; readonly certificate: string }) => void) => void
  readonly onHosts: (heard: () => Promise<void>) => void
  readonly serving: (addresses: readonly string[]) => void
}

export type ConsoleServerOptions = {
  readonly core: Core
  readonly console: Served
  readonly pages: string
  readonly port: number
  readonly log: (line: string) => void
  /** Which of the addresses this host serves: a window needs no loopback. */
  readonly serves: (host: string) => boolean
}

export type ConsoleServer = {
  /** The first of the addresses, or null where none is served. */
  readonly address: () => string | null
  readonly stop: () => Promise<void>
}

export async function serveConsole(options: ConsoleServerOptions): Promise<ConsoleServer> {
  const { core, console, pages, log } = options
  const servers = new Map<string, WebServer>()
  let port = options.port

  const begin = async (host: string): Promise<void> => {
    const { key, certificate } = console.certificate()
    const { cookie, names } = console
    const server = await startWeb({ core, pages, host, port, key, certificate, cookie, names, log })
    port = server.port
    servers.set(host, server)
  }
  const tell = (): void => console.serving([...servers.values()].map(({ address }) => address))
  const wantedHosts = (): string[] => console.hosts().filter(options.serves)
  /** New addresses first: where one can't be had, nothing was closed yet. */
  const follow = async (): Promise<void> => {
    const wanted = wantedHosts()
    for (const host of wanted) if (!servers.has(host)) await begin(host)
    for (const [host, server] of servers) {
      if (wanted.includes(host)) continue
      servers.delete(host)
      setTimeout(() => void server.stop().catch((error: unknown) => log(`console: ${String(error)}`)), leaveAfter)
    }
    tell()
  }
  /** The laptop may not have its plant address yet, or any more: what can be served is, and the rest is tried again. */
  const catchUp = async (): Promise<void> => {
    for (const host of wantedHosts()) if (!servers.has(host)) await begin(host).catch(() => undefined)
    tell()
  }
  const [first, ...others] = wantedHosts()
  if (first !== undefined) await begin(first)
  for (const host of others)
    await begin(host).catch((error: unknown) =>
      log(
        `The console is not served at ${host} now (${String(error)}); it is tried again as long as the settings say so.`,
      ),
    )
  tell()
  const again = setInterval(() => void catchUp(), tryAgain)
  again.unref()
  console.onHosts(follow)
  console.onCertificate(({ key, certificate }) => {
    for (const server of servers.values()) server.useCertificate(key, certificate)
  })
  return {
    address: () => [...servers.values()][0]?.address ?? null,
    stop: async () => {
      clearInterval(again)
      await Promise.all([...servers.values()].map((server) => server.stop()))
    },
  }
}

/** So that whoever changed the address over the old one still gets the answer. Milliseconds. */
const leaveAfter = 1000
const tryAgain = 15_000
