/** Detection engines and learning, as an Admin sets them. */
import { engines, type AlertEngine } from "../../shared/detections/alert-kind.ts"
import type { CheckedText } from "../../shared/api/server.ts"
import { by } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import type { DeskTools } from "./desks.ts"

export class DetectionDesk {
  readonly #tools: DeskTools

  constructor(tools: DeskTools) {
    this.#tools = tools
  }

  readonly get = (): Promise<CheckedText> => this.#tools.site.answer("detection.get", {})

  readonly set: Desk<"detection">["set"] = async ({ engines: on, learning, smartItLearning }, context) => {
    const { site, now, journal, changed } = this.#tools
    const before = await site.query("detection", "get")
    const enginesOff = (Object.keys(engines) as AlertEngine[]).filter((one) => !on[one])
    const isTurned = learning !== before.learning
    const turned = isTurned ? { changedAt: now(), changedBy: by(context) } : {}
    await site.write("detection", "set", { ...before, enginesOff, learning, smartItLearning, ...turned })
    const words = [
      ...(isTurned ? [learning ? "Learning turned on." : "Learning turned off: what is new raises alerts."] : []),
      ...(smartItLearning === before.smartItLearning
        ? []
        : [`Learning of office protocols turned ${smartItLearning ? "on" : "off"}.`]),
      ...turnedEngines(before.enginesOff, enginesOff),
    ]
    if (words.length === 0) return {}
    const who = { who: by(context), origin: context.caller.origin }
    await journal({ kind: "detection", title: "Detection settings changed", text: words.join(" "), ...who })
    await site.judgeAnew()
    changed()
    return {}
  }
}

function turnedEngines(before: readonly AlertEngine[], now: readonly AlertEngine[]): string[] {
  const names = (all: readonly AlertEngine[]): string => all.map((one) => engines[one]).join(", ")
  const off = now.filter((one) => !before.includes(one))
  const on = before.filter((one) => !now.includes(one))
  return [
    ...(off.length > 0 ? [`Engines turned off: ${names(off)}.`] : []),
    ...(on.length > 0 ? [`Engines turned on: ${names(on)}.`] : []),
  ]
}
