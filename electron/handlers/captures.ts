/** Captures: add, announce, cancel, forget, list. */
import { basename } from "node:path"
import { Refusal } from "../../shared/api/server.ts"
import type { Handlers } from "../../shared/api/server.ts"
import { captureRow } from "./capture-row.ts"
import { by } from "./context.ts"
import type { Context } from "./context.ts"

type Area = "captures.list" | "captures.add" | "captures.announce" | "captures.cancel" | "captures.forget"

export const captures: Pick<Handlers<Context>, Area> = {
  "captures.list": async (_, { site }) => {
    const reading = site.reading()
    const rows = (await site.query("imports", "listed")).map((one) => captureRow(one, null))
    return { captures: rows.map((row) => (row.id === reading?.id && row.state === "reading" ? reading : row)) }
  },
  "captures.add": async ({ paths }, context) => {
    if (!context.caller.local)
      throw new Refusal(
        "forbidden",
        "Only the window on the sensor itself can name files by path. Send the file up instead.",
      )
    const files = paths.map((path) => ({ path, file: basename(path), by: by(context) }))
    return { ids: await context.site.addCaptures(files) }
  },
  "captures.announce": ({ name, size, print }, context) => context.announceUpload(name, size, print, by(context)),
  "captures.cancel": async ({ id }, { site }) => {
    await site.cancelCapture(id)
    return {}
  },
  "captures.forget": async ({ id }, { site }) => {
    await site.forgetCapture(id)
    return {}
  },
}
