/** How long measures are kept and what was dropped, and the zone that the site's days begin in. */
import { Refusal } from "../../shared/api/server.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { computerZone, isZone, zoneSetting } from "../store/site-zone.ts"
import type { DeskTools } from "./desks.ts"

const noted = (tools: DeskTools, title: string, text: string, context: Context): Promise<void> =>
  tools.journal({ kind: "settings", title, text, who: by(context), origin: context.caller.origin })

export function seriesDesk(tools: DeskTools): Desk<"series"> {
  const { site } = tools
  return {
    get: async () => {
      const [keep, kept, dropped, talks, functions] = await Promise.all([
        site.query("retention", "keep"),
        site.query("retention", "kept"),
        site.query("retention", "dropped"),
        site.query("talks", "count"),
        site.query("talks", "functionCount"),
      ])
      return { keep, kept, dropped, talks, functions }
    },
    set: async ({ keep }, context) => {
      if (keep.hourDays * 24 < keep.minuteHours || keep.dayDays < keep.hourDays)
        throw new Refusal(
          "refused",
          "Days must be kept at least as long as hours, and hours at least as long as minutes: else old traffic would have holes.",
        )
      await site.write("retention", "setKeep", keep)
      const { minuteHours, hourDays, dayDays, mostMegabytes } = keep
      const text = `Minutes for ${minuteHours} hours, hours for ${hourDays} days, days for ${dayDays} days, at most ${mostMegabytes} MB.`
      await noted(tools, "Data retention changed", text, context)
      tools.changed()
      return {}
    },
  }
}

export function regionDesk(tools: DeskTools): Desk<"region"> {
  const { site } = tools
  return {
    get: async () => {
      const chosen = (await site.query("settings", "get", zoneSetting)) ?? ""
      const computer = computerZone()
      return { chosen, zone: chosen !== "" && isZone(chosen) ? chosen : computer, computer }
    },
    set: async ({ zone }, context) => {
      if (zone !== "" && !isZone(zone))
        throw new Refusal("refused", `“${zone}” is no time zone that this computer knows. Choose one from the list.`)
      await site.write("settings", "set", zoneSetting, zone)
      await noted(tools, "Time zone changed", zone === "" ? "It follows the sensor's computer." : zone, context)
      tools.changed()
      return {}
    },
  }
}
