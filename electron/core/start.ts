/** The core: everything of the sensor but its engine and its page. Every host starts it with this one function. */
import { mkdirSync } from "node:fs"
import type { Request } from "../../shared/api/client.ts"
import type { Caller, Core, Served } from "../../shared/api/host.ts"
import { answer } from "../../shared/api/server.ts"
import type { Door } from "../../shared/api/server.ts"
import type { Context } from "../handlers/context.ts"
import { deskHandlers } from "../handlers/desk.ts"
import { handlers } from "../handlers/index.ts"
import type { DriverName } from "../store/database.ts"
import { lockSite } from "../store/site-lock.ts"
import { bell } from "./bell.ts"
import { Downloads } from "./downloads.ts"
import { Listeners } from "./listeners.ts"
import { notYet } from "./not-yet.ts"
import type { Parts } from "./parts.ts"
import { Sessions } from "./sessions.ts"
import { SignInDesk, makeFirstUser } from "./sign-ins.ts"
import { openSiteLink } from "./site-link.ts"
import type { SiteNews } from "./site-messages.ts"
import { Uploads, freeBytes } from "./uploads.ts"

export type CoreOptions = {
  readonly folder: string
  readonly parts: Parts
  readonly driver: DriverName | "best"
  readonly version: string
  /** The look-around with the sample plant. */
  readonly sample: boolean
  /** Secret of a one-time sign-in, or null. */
  readonly once: string | null
  /** Microseconds since 1970 UTC. */
  readonly now: () => number
  /** One line about a bug or a failure, for standard error. */
  readonly log: (line: string) => void
  /** A part of the core ended by itself: the host starts it all again. */
  readonly broke: (reason: string) => void
}

export type StartedCore = Core & {
  /** On the first start only: what the host prints. */
  readonly firstPassword: string | null
  /** Process that has the site open for writing; null: this one. */
  readonly heldBy: number | null
  readonly restored: { readonly setAside: string; readonly reason: string } | null
  /** For the host's own options, such as --import. */
  readonly addCaptures: (files: readonly { path: string; file: string; by: string }[]) => Promise<string[]>
}

const sweepEvery = 30_000

export async function startCore(options: CoreOptions): Promise<StartedCore> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const lock = lockSite(options.folder)
  const heldBy = "heldBy" in lock ? lock.heldBy : null
  let listeners: Listeners | null = null
  const news = (said: SiteNews): void => tellNews(listeners, said)
  const site = await openSiteLink({ ...options, readOnly: heldBy !== null, news }).catch((error: unknown) => {
    if ("release" in lock) lock.release()
    throw error
  })
  const sessions = new Sessions(site, options.now)
  await sessions.load()
  const firstPassword = await makeFirstUser(site, !options.sample)
  const desk = new SignInDesk(site, sessions, options.now, options.once)
  const downloads = new Downloads(options.now)
  const uploads = new Uploads(site, options.folder)
  const facts = { site, folder: options.folder, startedAt: options.now(), heldBy }
  listeners = new Listeners(sessions)
  const telling = listeners

  const shared = {
    site,
    signIns: desk,
    now: options.now,
    announceUpload: uploads.announce.bind(uploads),
    messages: () => bell(facts),
    diskFree: () => freeBytes(options.folder),
    deviceChanged: (id: string) => void tellDevice(id),
    sample: options.sample,
    version: options.version,
  }
  const tellDevice = async (id: string): Promise<void> => {
    const total = await site.query("devices", "count")
    telling.tell("devices.changed", { ids: [id], gone: [], all: false, total })
  }
  const door: Door<Context> = {
    handlers: {
      ...handlers,
      ...deskHandlers("checklist", notYet("checklist")),
      ...deskHandlers("wizard", notYet("wizard")),
      ...deskHandlers("network", notYet("network")),
      ...deskHandlers("events", notYet("events")),
      ...deskHandlers("activation", notYet("activation")),
      ...deskHandlers("recovery", notYet("recovery")),
      ...deskHandlers("certificates", notYet("certificates")),
      ...deskHandlers("users", notYet("users")),
      ...deskHandlers("sessions", notYet("sessions")),
      ...deskHandlers("signInRules", notYet("signInRules")),
      ...deskHandlers("messages", notYet("messages")),
      ...deskHandlers("monitoring", notYet("monitoring")),
    },
    audit: async (method, input, { person, caller }) => {
      if (site.readOnly) return
      const entry = {
        at: options.now(),
        who: person?.name ?? "",
        origin: caller.origin,
        method,
        subject: subjectOf(input),
      }
      await site.write("audit", "add", entry)
    },
    bug: (method, error) =>
      options.log(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  }
  const sweeper = setInterval(() => {
    telling.dismissEnded("You were signed out after 30 minutes of rest.")
    sessions.sweep().catch((error: unknown) => options.log(`sessions: ${String(error)}`))
  }, sweepEvery)
  sweeper.unref()

  const serve = async (request: Request, caller: Caller): Promise<Served> => {
    let token: string | null | undefined
    const person = sessions.person(caller.token, true)
    const offerDownload = (file: string, type: string, bytes: Uint8Array) =>
      downloads.offer(person?.name ?? "", { file, type, bytes })
    const context: Context = { ...shared, caller, person, offerDownload, setToken: (next) => (token = next) }
    const body = await answer(door, request, context)
    if (request.method === "session.signOut" || request.method === "session.changePassword")
      telling.dismissEnded("You were signed out.")
    return token === undefined ? { body } : { body, token }
  }

  return {
    firstPassword,
    heldBy,
    restored: site.restored,
    serve,
    listen: (caller, heard) => telling.add(caller, heard),
    receive: async (id, range, body, caller) => {
      const person = sessions.person(caller.token, true)
      if (!person || person.mustChangePassword || person.role === "Read only")
        return {
          ok: false,
          status: 403,
          message: "You may not import captures. Sign in as a Security Analyst or an Admin.",
          received: 0,
        }
      return uploads.receive(id, range, body)
    },
    download: (ticket, caller) =>
      Promise.resolve(downloads.take(sessions.person(caller.token, true)?.name ?? "", ticket)),
    addCaptures: (files) => site.addCaptures(files),
    stop: async () => {
      clearInterval(sweeper)
      await site.close()
      if ("release" in lock) lock.release()
    },
  }
}

/** What the audit trail says of a request: its id or name, never its other content, which may be a secret. */
function subjectOf(input: unknown): string {
  const { id, name } = input as { id?: unknown; name?: unknown }
  return typeof id === "string" ? id : typeof name === "string" ? name : ""
}

function tellNews(listeners: Listeners | null, said: SiteNews): void {
  switch (said.news) {
    case "capture":
      return listeners?.tell("captures.changed", { capture: said.capture })
    case "devices":
      return listeners?.tell("devices.changed", {
        ids: [...said.ids],
        gone: [...said.gone],
        all: said.all,
        total: said.total,
      })
    case "site":
      return listeners?.tell("site.changed", {})
    default:
      said satisfies never
  }
}
