/** The core: everything of the sensor but its engine and its page. Every host starts it with this one function. */
import { mkdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Request } from "../../shared/api/client.ts"
import type { EventName, MethodName } from "../../shared/api/contract/index.ts"
import type { WizardStep } from "../../shared/api/contract/setup.ts"
import type { Caller, Core, Served } from "../../shared/api/host.ts"
import { answer } from "../../shared/api/server.ts"
import type { Door } from "../../shared/api/server.ts"
import { openDataKey } from "../crypto/data-key.ts"
import { thisComputer } from "../crypto/removable-drives.ts"
import { builtInRootOfTrust } from "../crypto/root-of-trust.ts"
import { deskHandlers } from "../handlers/desk.ts"
import { handlers } from "../handlers/index.ts"
import { withoutChanges } from "../handlers/read-only.ts"
import type { Context } from "../handlers/context.ts"
import type { Journal } from "../handlers/journal.ts"
import type { DriverName } from "../store/database.ts"
import { lockSite } from "../store/site-lock.ts"
import { ActivationDesk } from "./activation-desk.ts"
import { activateSample } from "./activation-sample.ts"
import { AlertsDesk } from "./alerts-desk.ts"
import { Bell } from "./bell.ts"
import { BellRinger } from "./bell-ringer.ts"
import { CertificatesDesk } from "./certificates-desk.ts"
import { checklistDesk } from "./checklist-desk.ts"
import { consoleLink } from "./console-link.ts"
import type { ConsoleLink } from "./console-link.ts"
import { consoleNames } from "./console-names.ts"
import type { DeskTools } from "./desks.ts"
import { BaselineDesk } from "./baseline-desk.ts"
import { DetectionDesk } from "./detection-desk.ts"
import { IntelligenceDesk } from "./intelligence-desk.ts"
import { doctorDesk } from "./doctor-desk.ts"
import { Downloads } from "./downloads.ts"
import { Listeners } from "./listeners.ts"
import { MiningDesk } from "./mining-desk.ts"
import { MonitoringDesk } from "./monitoring-desk.ts"
import { NetworkDesk } from "./network-desk.ts"
import type { Parts } from "./parts.ts"
import { RecoveryDesk } from "./recovery-desk.ts"
import { ReportPrinter } from "./report-printer.ts"
import { regionDesk, seriesDesk } from "./series-desk.ts"
import { sessionsDesk, signInRulesDesk } from "./session-desks.ts"
import { Sessions } from "./sessions.ts"
import { RulesDesk } from "./rules-desk.ts"
import { SignInDesk, makeFirstUser } from "./sign-ins.ts"
import { namesImport, operationOf } from "./operations.ts"
import { NotificationsDesk } from "./notifications-desk.ts"
import { openSiteLink } from "./site-link.ts"
import type { SiteNews } from "./site-messages.ts"
import { siteWatch } from "./site-watch.ts"
import { SubnetsDesk } from "./subnets-desk.ts"
import { TimelineDesk } from "./timeline-desk.ts"
import { TrendsDesk } from "./trends-desk.ts"
import { Uploads, freeBytes } from "./uploads.ts"
import { UsersDesk } from "./users-desk.ts"
import { WizardDesk } from "./wizard-desk.ts"

export type CoreOptions = {
  readonly folder: string
  readonly parts: Parts
  readonly driver: DriverName | "best"
  readonly version: string
  /** The look-around with the sample plant. */
  readonly sample: boolean
  /** A new site's account gets no password: the first one is obtained by recovery. */
  readonly preconfigured?: boolean
  /** Secret of a one-time sign-in, or null. */
  readonly once: string | null
  /** The address that the command line gives; null where the network settings govern. */
  readonly fixedHost?: string | null
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
  /** The site was made by this start. */
  readonly isNew: boolean
  /** Process that has the site open for writing; null: this one. */
  readonly heldBy: number | null
  readonly restored: { readonly setAside: string; readonly reason: string } | null
  /** What a host that serves browsers needs to know. */
  readonly console: ConsoleLink
  /** For the host's own options, such as --import. */
  readonly addCaptures: (files: readonly { path: string; file: string; by: string }[]) => Promise<string[]>
}

const sweepEvery = 30_000

export async function startCore(options: CoreOptions): Promise<StartedCore> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const sealer = openDataKey(options.folder)
  const lock = lockSite(options.folder)
  const heldBy = "heldBy" in lock ? lock.heldBy : null
  let listeners: Listeners | null = null
  const news = (said: SiteNews): void => tellNews(listeners, said)
  const site = await openSiteLink({ ...options, readOnly: heldBy !== null, news }).catch((error: unknown) => {
    if ("release" in lock) lock.release()
    throw error
  })
  const { now, log, folder } = options
  const sessions = new Sessions(site, now)
  await sessions.load()
  const password = options.sample ? "keep" : options.preconfigured ? "none" : "mustChange"
  const first = await makeFirstUser(site, { password, now: now() })
  const telling = (listeners = new Listeners(sessions))

  const journal: Journal = async (note) => {
    if (!site.readOnly) await site.write("events", "add", { ...note, at: now() })
  }
  const ringer = new BellRinger(() => telling.tell("site.changed", {}), log)
  const printer = new ReportPrinter(options.parts, now, log)
  const alertsChanged = async (): Promise<void> =>
    telling.tell("alerts.changed", await site.query("alertList", "openCounts"))
  /** `event`: what pages hear when the desk's own state changed. */
  const tools = (
    event: EventName & ("monitoring.changed" | "notifications.changed" | "activation.changed" | "site.changed"),
  ): DeskTools => ({
    ...{ site, folder, sealer, journal, printer, now, log, alertsChanged },
    changed: () => {
      telling.tell(event, {})
      ringer.ring()
    },
  })
  const plain = tools("site.changed")
  const fixedHost = options.fixedHost ?? null
  const network = new NetworkDesk(plain, whoFixed(options))
  const names = (): string[] => consoleNames(fixedHost, network.saved)
  const certificates = new CertificatesDesk(plain, { proxy: () => network.proxy, names })
  await certificates.start()
  network.onChange(() => certificates.refresh())
  const wizard = new WizardDesk(plain)
  await wizard.load()
  if (first.isNew && !options.sample) await wizard.begin()
  const users = new UsersDesk(plain, sessions)
  const signIns = new SignInDesk(site, sessions, journal, now, options.once)
  const root = builtInRootOfTrust()
  const drives = thisComputer(process.env)
  const activation = await ActivationDesk.open(tools("activation.changed"), { root, drives })
  if (first.isNew && options.sample) await activateSample(activation, root, now())
  const { identity } = activation
  const recovery = await RecoveryDesk.open(plain, { root, identity, setPassword: signIns.recover })
  const downloads = new Downloads(now)
  const uploads = new Uploads(site, folder)
  const freeSpace = (): Promise<number> => freeBytes(folder)
  const monitoring = new MonitoringDesk(tools("monitoring.changed"), options.parts.preview)
  await monitoring.resume()
  const rules = new RulesDesk(plain, options.parts.backtest)
  const notices = tools("notifications.changed")
  const notifications = new NotificationsDesk(notices)
  const bell = new Bell(
    site,
    [
      siteWatch({ site, heldBy, freeSpace, program: fileURLToPath(options.parts.siteThread) }),
      activation,
      network,
      certificates,
      users,
      wizard,
      monitoring,
    ],
    now,
  )

  const shared = {
    site,
    signIns,
    now,
    announceUpload: uploads.announce.bind(uploads),
    messages: (user: string) => bell.messages(user),
    diskFree: freeSpace,
    monitoring: monitoring.summary,
    deviceChanged: (id: string) => void tellDevice(id),
    alertsChanged,
    about: async () => {
      const all = await site.query("users", "all")
      return {
        sample: options.sample,
        version: options.version,
        sensor: activation.sensorName || (network.saved?.hostName ?? ""),
        developmentRoot: activation.isDevelopment,
        wizardPending: wizard.isPending,
        preconfigured: all.length > 0 && all.every(({ hash }) => hash === ""),
      }
    },
  }
  const tellDevice = async (id: string): Promise<void> => {
    const total = await site.query("devices", "count")
    telling.tell("devices.changed", { ids: [id], gone: [], all: false, total })
  }
  const answering: Door<Context>["handlers"] = {
    ...handlers,
    ...deskHandlers("checklist", checklistDesk(activation.sight)),
    ...deskHandlers("wizard", wizard),
    ...deskHandlers("network", network),
    ...deskHandlers("activation", activation),
    ...deskHandlers("recovery", recovery),
    ...deskHandlers("certificates", certificates),
    ...deskHandlers("users", users),
    ...deskHandlers("sessions", sessionsDesk(plain, sessions)),
    ...deskHandlers("signInRules", signInRulesDesk(plain, sessions)),
    ...deskHandlers("messages", bell),
    ...deskHandlers("monitoring", monitoring),
    ...deskHandlers("doctor", doctorDesk(plain)),
    ...deskHandlers("series", seriesDesk(plain)),
    ...deskHandlers("region", regionDesk(plain)),
    ...deskHandlers("trends", new TrendsDesk(plain)),
    ...deskHandlers("mining", new MiningDesk(plain)),
    ...deskHandlers("alerts", new AlertsDesk(plain)),
    ...deskHandlers("notifications", notifications),
    ...deskHandlers("subnets", new SubnetsDesk(notices)),
    ...deskHandlers("timeline", new TimelineDesk(plain)),
    ...deskHandlers("baseline", new BaselineDesk(plain)),
    ...deskHandlers("rules", rules),
    ...deskHandlers("detection", new DetectionDesk(plain)),
    ...deskHandlers("intelligence", new IntelligenceDesk(plain, activation, drives)),
  }
  const door: Door<Context> = {
    handlers: site.readOnly ? withoutChanges(answering) : answering,
    audit: async (method, input, { person, caller }) => {
      if (site.readOnly) return
      const step = wizardStepOf[method]
      if (step) await wizard.done(step)
      const entry = { at: now(), who: person?.name ?? "", origin: caller.origin, method, subject: subjectOf(input) }
      const file = namesImport(method) ? (await site.query("imports", "get", entry.subject))?.file : undefined
      await site.write("audit", "add", entry, operationOf(method, input, entry, file ?? "an import"))
    },
    bug: (method, error) =>
      log(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  }
  const sweeper = setInterval(() => {
    telling.dismissEnded(`You were signed out after ${sessions.idleMinutes} minutes of rest.`)
    sessions.sweep().catch((error: unknown) => log(`sessions: ${String(error)}`))
  }, sweepEvery)
  sweeper.unref()
  ringer.start(bell)
  notifications.begin()

  const serve = async (request: Request, caller: Caller): Promise<Served> => {
    let token: string | null | undefined
    const person = sessions.person(caller.token, true)
    const offerDownload = (file: string, type: string, bytes: Uint8Array) =>
      downloads.offer(person?.name ?? "", { file, type, bytes })
    const context: Context = { ...shared, caller, person, offerDownload, setToken: (next) => (token = next) }
    const body = await answer(door, request, context)
    if (endsSessions.has(request.method)) telling.dismissEnded("You were signed out.")
    return token === undefined ? { body } : { body, token }
  }

  return {
    firstPassword: first.password,
    isNew: first.isNew,
    heldBy,
    restored: site.restored,
    console: consoleLink({ fixedHost, network, certificates, sealer, names, telling }),
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
      printer.stop()
      await ringer.stop()
      certificates.stop()
      notifications.stop()
      rules.stop()
      activation.stop()
      await monitoring.end()
      await site.close()
      if ("release" in lock) lock.release()
    },
  }
}

/** Why the network settings do not govern where the console is served; "" where they do. */
function whoFixed({ sample, fixedHost = null }: CoreOptions): string {
  if (sample) return "The sample plant is served to this computer only, whatever is saved here."
  if (fixedHost === null) return ""
  return `The program was started with --host ${fixedHost}: until it is started without, the console is served there and not by these settings.`
}

/** What settles a step of the first sign-in that was left for later. */
const wizardStepOf: Partial<Record<MethodName, WizardStep>> = {
  "network.set": "network",
  "activation.activate": "activation",
  "activation.licence": "activation",
  "certificates.import": "certificates",
  "certificates.confirmLocal": "certificates",
  "monitoring.start": "monitoring",
}

/** After these, whoever listens with a session that is over is told so. */
const endsSessions: ReadonlySet<string> = new Set([
  "session.signOut",
  "session.changePassword",
  "users.edit",
  "users.remove",
  "users.resetPassword",
  "sessions.end",
  "sessions.endAll",
  "recovery.upload",
])

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
    case "alerts":
      return listeners?.tell("alerts.changed", said.open)
    case "site":
      return listeners?.tell("site.changed", {})
    default:
      said satisfies never
  }
}
