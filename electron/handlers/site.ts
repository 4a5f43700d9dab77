/** The site as a whole: status, overview, preferences, saved views. */
import { randomUUID } from "node:crypto"
import type { Handlers } from "../../shared/api/server.ts"
import { counted, sumAccounting } from "./counted-captures.ts"
import { by } from "./context.ts"
import type { Context } from "./context.ts"

type Area =
  | "protocols.list"
  | "site.status"
  | "events.list"
  | "overview.get"
  | "preferences.get"
  | "preferences.set"
  | "views.list"
  | "views.save"
  | "views.remove"

/** Every list is bounded by its contract. */
const mostEvents = 1000

export const site: Pick<Handlers<Context>, Area> = {
  "protocols.list": (input, context) => context.site.answer("protocols.list", input),
  "site.status": async (_, context) => {
    const { site } = context
    const [all, devices, connections, messages, diskFree, databaseSize, detection] = await Promise.all([
      site.query("imports", "listed"),
      site.query("devices", "count"),
      site.query("connections", "count"),
      context.messages(by(context)),
      context.diskFree(),
      site.databaseSize(),
      site.query("detection", "get"),
    ])
    return {
      reading: site.reading(),
      waiting: all.filter((one) => one.state === "waiting").length,
      captures: counted(all).length,
      devices,
      connections,
      accounting: sumAccounting(all),
      learning: detection.learning,
      monitoring: context.monitoring(),
      messages,
      diskFree,
      databaseSize,
    }
  },
  "events.list": async ({ kinds, limit }, { site }) => ({
    events: await site.query("events", "newest", kinds, Math.min(limit, mostEvents)),
  }),
  "overview.get": (input, context) => context.site.answer("overview.get", input),
  "preferences.get": async (_, context) => ({ values: await context.site.query("preferences", "of", by(context)) }),
  "preferences.set": async ({ name, value }, context) => {
    await context.site.write("preferences", "set", by(context), name, value)
    return {}
  },
  "views.list": async ({ tool }, context) => ({ views: await context.site.query("views", "of", tool) }),
  "views.save": async ({ tool, name, value }, context) => {
    const id = randomUUID()
    await context.site.write("views", "put", { id, tool, name, value, by: by(context) })
    return { id }
  },
  "views.remove": async ({ id }, context) => {
    await context.site.write("views", "remove", id)
    return {}
  },
}
