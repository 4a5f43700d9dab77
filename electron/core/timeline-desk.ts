/** The event timeline: people's own entries, and files made of it. Questions go to a site thread. */
import { eventKinds, type EventKindCode } from "../../shared/detections/event-kind.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { CheckedText } from "../../shared/api/server.ts"
import { by } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { proofFile } from "../handlers/proof-file.ts"
import type { DeskTools } from "./desks.ts"

export class TimelineDesk {
  readonly #tools: DeskTools

  constructor(tools: DeskTools) {
    this.#tools = tools
  }

  readonly list = (input: object): Promise<CheckedText> => this.#tools.site.answer("timeline.list", input)

  readonly add: Desk<"timeline">["add"] = async ({ at, severity, device, text }, context) => {
    const { site } = this.#tools
    const known = device === "" ? undefined : await site.query("devices", "get", device)
    if (device !== "" && !known)
      throw new Refusal("refused", "This device is not in the inventory any more. Choose it again.")
    const note = { kind: "own", title: eventKinds.CUSTOM_EVENT.title, text, who: by(context) }
    const more = { origin: context.caller.origin, code: "CUSTOM_EVENT", severity, device: known?.id } as const
    return { id: await site.write("events", "add", { at, ...note, ...more }) }
  }

  readonly exportCsv: Desk<"timeline">["exportCsv"] = async (input, context) => {
    const bytes = new TextEncoder().encode(await this.#tools.site.made("timeline.csv", input))
    const file = "event timeline.csv"
    return { ticket: context.offerDownload(file, "text/csv; charset=utf-8", bytes), file }
  }

  readonly savePackets: Desk<"timeline">["savePackets"] = async ({ id }, context) => {
    const frames = await this.#tools.site.made("timeline.packets", { id })
    if (frames.length === 0)
      throw new Refusal(
        "refused",
        "No packets are kept for this event: no single packet proves it, or newer evidence took their place.",
      )
    const file = `event ${id}.pcapng`
    return { ticket: context.offerDownload(file, "application/vnd.tcpdump.pcap", proofFile(frames)), file }
  }

  readonly kinds: Desk<"timeline">["kinds"] = () => ({
    kinds: (Object.keys(eventKinds) as EventKindCode[]).map((kind) => ({ kind, missing: "", ...eventKinds[kind] })),
  })
}
