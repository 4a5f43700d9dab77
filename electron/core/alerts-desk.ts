/** Alerts: what people do with them, one or many, and the files made of them. Questions go to a site thread. */
import { engines, type Severity } from "../../shared/detections/alert-kind.ts"
import type { Limit } from "../../shared/detections/policy.ts"
import type { EventKindCode } from "../../shared/detections/event-kind.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { CheckedText, MadeOutput, ParsedInput } from "../../shared/api/server.ts"
import { alertReport } from "../../shared/insight/report/alert-report.ts"
import { timeText } from "../../shared/insight/trends/time-text.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { proofFile } from "../handlers/proof-file.ts"
import { kindOf } from "../store/kind-of.ts"
import { marksOf, whyNot, type Action } from "./alert-verdict.ts"
import type { DeskTools } from "./desks.ts"
import { ExclusionShelf } from "./exclusion-shelf.ts"
import { usualSeverities } from "./usual-severities.ts"
import { zoneOf } from "./zone-of.ts"

type OwnThreshold = NonNullable<ParsedInput<"alerts.configure">["deviceThresholds"]>[number]
const begun = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

type Changed = MadeOutput<"alerts.setStatus">
type Judged = MadeOutput<"alerts.get">["alert"]
type One = MadeOutput<"alerts.get">

const words = { new: "new", active: "in work", closed: "closed" } as const
const file = (alert: Pick<Judged, "title">, ending: string): string =>
  `${alert.title.replaceAll(/[^\p{L}\p{N} ._-]/gu, "_").slice(0, 100)}.${ending}`

export class AlertsDesk {
  readonly #tools: DeskTools
  readonly #exclusions: ExclusionShelf

  constructor(tools: DeskTools) {
    this.#tools = tools
    this.#exclusions = new ExclusionShelf(tools)
  }

  readonly list = (input: object): Promise<CheckedText> => this.#tools.site.answer("alerts.list", input)
  readonly get = (input: object): Promise<CheckedText> => this.#tools.site.answer("alerts.get", input)
  readonly catalogue = (): Promise<CheckedText> => this.#tools.site.answer("alerts.catalogue", {})
  readonly exclusions = (): Promise<CheckedText> => this.#tools.site.answer("alerts.exclusions", {})
  readonly verdicts = (): Promise<CheckedText> => this.#tools.site.answer("alerts.verdicts", {})
  readonly saveExclusion: Desk<"alerts">["saveExclusion"] = (input, context) => this.#exclusions.save(input, context)
  readonly removeExclusion: Desk<"alerts">["removeExclusion"] = (input, context) =>
    this.#exclusions.remove(input, context)

  readonly setStatus: Desk<"alerts">["setStatus"] = ({ ids, status }, context) =>
    this.#change("status", ids, context, `Set to ${words[status]}`, (allowed) =>
      this.#tools.site.write("alertCare", "setStatus", allowed.map(idOf), status),
    )

  readonly setSeverity: Desk<"alerts">["setSeverity"] = ({ ids, severity }, context) => {
    const text = severity === null ? "Severity set back to the usual one" : `Severity set to ${severity}`
    return this.#change(null, ids, context, text, async (allowed) => {
      const usual =
        severity === null ? await usualSeverities(this.#tools.site, allowed.map(idOf)) : new Map<string, Severity>()
      const of = (id: string, kind: string): Severity => severity ?? usual.get(id) ?? kindOf(kind).severity
      const all = allowed.map(({ id, kind }) => ({ id, severity: of(id, kind), edited: severity !== null }))
      return this.#tools.site.write("alertCare", "setSeverity", all)
    })
  }

  readonly comment: Desk<"alerts">["comment"] = ({ ids, text }, context) =>
    this.#change(null, ids, context, `Comment “${text}”`, (allowed) =>
      this.#tools.site.write("alertCare", "comment", allowed.map(idOf), {
        ...{ at: this.#tools.now(), by: by(context), text },
      }),
    )

  readonly learn: Desk<"alerts">["learn"] = ({ ids }, context) => this.#judge("learn", "learned", ids, context)
  readonly mute: Desk<"alerts">["mute"] = ({ ids }, context) => this.#judge("mute", "muted", ids, context)
  readonly unlearn: Desk<"alerts">["unlearn"] = ({ ids }, context) => this.#lift("unlearn", "Unlearned", ids, context)
  readonly unmute: Desk<"alerts">["unmute"] = ({ ids }, context) => this.#lift("unmute", "Unmuted", ids, context)

  readonly liftVerdicts: Desk<"alerts">["liftVerdicts"] = async ({ keys }, context) => {
    await this.#tools.site.write("alertCare", "liftKeys", keys)
    await this.#note(
      `${keys.length === 1 ? "A verdict" : `${keys.length} verdicts`} over traffic taken back`,
      context,
      [],
    )
    await context.alertsChanged()
    return {}
  }

  readonly configure: Desk<"alerts">["configure"] = async ({ kind: id, on, threshold, deviceThresholds }, context) => {
    const { site, journal } = this.#tools
    const kind = kindOf(id)
    if (kind.why === "") throw new Refusal("refused", "There is no such alert. Load the page again.")
    if ((threshold !== null || deviceThresholds?.length) && kind.threshold === undefined)
      throw new Refusal("refused", `“${kind.title}” has no threshold.`)
    const now = await site.query("detection", "get")
    const kinds = without(now.kinds, id)
    const thresholds = without(now.thresholds, id)
    const own = deviceThresholds === undefined ? now.deviceThresholds[id] : await this.#ownThresholds(deviceThresholds)
    const others = without(now.deviceThresholds, id)
    await site.write("detection", "set", {
      ...now,
      deviceThresholds: own === undefined || Object.keys(own).length === 0 ? others : { ...others, [id]: own },
      kinds: on === kind.on ? kinds : { ...kinds, [id]: on },
      thresholds: threshold === null ? thresholds : { ...thresholds, [id]: threshold },
    })
    const limit = threshold === null ? "" : ` From ${threshold.count} within ${threshold.seconds} seconds.`
    const single = deviceThresholds?.length ? ` Own thresholds for ${deviceThresholds.length} devices.` : ""
    const text = `${kind.title}: ${on ? "on" : "off"}.${limit}${single.replace(" 1 devices", " 1 device")}`
    await journal({ kind: "detection", title: "Alert settings changed", text, ...whoOf(context) })
    await site.judgeAnew()
    return {}
  }

  /** By id of the device of now; each once. */
  async #ownThresholds(all: readonly OwnThreshold[]): Promise<Record<string, Limit>> {
    const found: Record<string, Limit> = {}
    for (const { device: id, count, seconds } of all) {
      const device = await this.#tools.site.query("devices", "get", id)
      if (!device)
        throw new Refusal("refused", "One of the devices is not in the inventory any more. Take it off the list.")
      if (found[device.id]) throw new Refusal("bad-input", `${device.name} is in the list twice. Keep one of the two.`)
      found[device.id] = { count, seconds }
    }
    return found
  }

  readonly savePackets: Desk<"alerts">["savePackets"] = async ({ id }, context) => {
    const { alert } = await this.#one(id)
    const frames = await this.#tools.site.made("alerts.packets", { id })
    if (frames.length === 0)
      throw new Refusal(
        "refused",
        "No packets are kept for this alert: no single packet proves it, or newer evidence took their place.",
      )
    const name = file(alert, "pcapng")
    return { ticket: context.offerDownload(name, "application/vnd.tcpdump.pcap", proofFile(frames)), file: name }
  }

  readonly exportCsv: Desk<"alerts">["exportCsv"] = async (input, context) => {
    const text = await this.#tools.site.made("alerts.csv", input)
    const bytes = new TextEncoder().encode(text)
    return { ticket: context.offerDownload("alerts.csv", "text/csv; charset=utf-8", bytes), file: "alerts.csv" }
  }

  readonly exportPdf: Desk<"alerts">["exportPdf"] = async ({ id }, context) => {
    const { site, now, printer } = this.#tools
    const zone = await zoneOf(site)
    const at = (time: number): string => timeText(Math.floor(time / 60e6), zone)
    const { alert, ...more } = await this.#one(id)
    const { sensor, version } = await context.about()
    const head = {
      ...{
        title: alert.title,
        site: sensor === "" ? "Plantwarden" : sensor,
        range: `Detected ${at(alert.first)}`,
        zone,
      },
      made: `Made on ${at(now())} by ${by(context)} with Plantwarden ${version}`,
    }
    const ends = { source: endText(alert.source), target: endText(alert.target) }
    const engine = engines[alert.engine]
    const protocol = site.protocols.get(alert.protocol)?.title ?? alert.protocol
    const words = { severity: begun(alert.severity), status: begun(alert.status), protocol }
    const bytes = await printer.print(alertReport(head, { ...alert, ...more, ...ends, ...words, engine }, at))
    const name = file(alert, "pdf")
    return { ticket: context.offerDownload(name, "application/pdf", bytes), file: name }
  }

  async #one(id: string): Promise<One> {
    return JSON.parse((await this.#tools.site.answer("alerts.get", { id })).text) as One
  }

  #judge(action: "learn" | "mute", verdict: "learned" | "muted", ids: string[], context: Context): Promise<Changed> {
    const title = action === "learn" ? "Learned" : "Muted"
    return this.#change(action, ids, context, title, async (allowed) => {
      const marks = action === "learn" ? allowed.flatMap(marksOf) : []
      const said = { by: by(context), at: this.#tools.now(), marks }
      await this.#tools.site.write("alertCare", "judge", verdict, allowed.map(idOf), said)
      for (const { device } of marks) context.deviceChanged(device)
      if (marks.length > 0) await this.#tools.site.judgeAnew()
    })
  }

  #lift(action: "unlearn" | "unmute", title: string, ids: string[], context: Context): Promise<Changed> {
    return this.#change(action, ids, context, title, (allowed) =>
      this.#tools.site.write("alertCare", "lift", allowed.map(idOf)),
    )
  }

  /** Does it with those that allow it, and says why not with the others. */
  async #change(
    action: Action | null,
    ids: readonly string[],
    context: Context,
    title: string,
    act: (allowed: readonly Judged[]) => Promise<unknown>,
  ): Promise<Changed> {
    const found = await this.#tools.site.made("alerts.judged", { ids: [...new Set(ids)] })
    const why = found.map(({ id, alert }) => ({
      ...{ id, alert },
      why: alert ? (action === null ? "" : whyNot(action, alert)) : "This alert is not there any more.",
    }))
    const allowed = why.flatMap((one) => (one.why === "" && one.alert ? [one.alert] : []))
    if (allowed.length > 0) {
      await act(allowed)
      await this.#note(title, context, allowed)
      await context.alertsChanged()
    }
    return {
      changed: allowed.length,
      refused: why.filter((one) => one.why !== "").map((one) => ({ id: one.id, why: one.why.slice(0, 300) })),
    }
  }

  /** An entry of the timeline for each of a few, one for many. */
  async #note(title: string, context: Context, all: readonly Judged[], code: EventKindCode = "ALERT_UPDATED") {
    const { journal } = this.#tools
    const who = whoOf(context)
    if (all.length === 0 || all.length > mostNoted) {
      const text = all.length === 0 ? title : `${title}: ${all.length} alerts.`
      return journal({ kind: "alerts", title: "Alert updated", text, code, ...who })
    }
    for (const { id, title: name, source } of all) {
      const more = { code, alert: id, device: source.device }
      await journal({ kind: "alerts", title: "Alert updated", text: `${title}: ${name}`, ...more, ...who })
    }
  }
}

const mostNoted = 20
const idOf = ({ id }: { readonly id: string }): string => id
const whoOf = (context: Context) => ({ who: by(context), origin: context.caller.origin })
const endText = ({ name, address }: Judged["source"]): string =>
  address === "" || name === address ? name : `${name} (${address})`

function without<Value>(all: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  const { [key]: _, ...rest } = all
  return rest
}
