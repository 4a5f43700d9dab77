/** The site as the core sees it: a writing thread and, with node:sqlite, a second one for reading. */
import { fileURLToPath } from "node:url"
import type { Capture } from "../../shared/api/contract/captures.ts"
import { CheckedText, Refusal } from "../../shared/api/server.ts"
import type { KnownProtocols } from "../handlers/answers/protocols.ts"
import type { Site } from "../handlers/context.ts"
import type { DriverName } from "../store/database.ts"
import { SiteReadOnly } from "../store/database.ts"
import { hasNodeSqlite } from "../store/node-sqlite.ts"
import type { Restored, SitePlace } from "../store/open-site.ts"
import type { TableCaller } from "../store/tables.ts"
import type { Parts } from "./parts.ts"
import type { LiveNews, QueueCommand, QueueCommands, SiteNews, ThreadCall, ThreadNews } from "./site-messages.ts"
import { ThreadLink } from "./thread-link.ts"

export type SiteLink = Site & {
  readonly restored: Restored | null
  readonly protocols: KnownProtocols
  readonly queue: <Command extends QueueCommand>(
    command: Command,
    ...values: Parameters<QueueCommands[Command]>
  ) => Promise<ReturnType<QueueCommands[Command]>>
  /** Whoever wants to know how far live capture was read. */
  readonly onLive: (heard: (news: LiveNews) => void) => void
  readonly close: () => Promise<void>
}

export type SiteOptions = {
  readonly parts: Parts
  readonly folder: string
  readonly driver: DriverName | "best"
  readonly readOnly: boolean
  readonly now: () => number
  readonly news: (news: SiteNews) => void
  /** A thread ended by itself. */
  readonly broke: (reason: string) => void
}

async function openThreads(options: SiteOptions, heard: (news: ThreadNews) => void) {
  const driver = options.driver === "best" ? (hasNodeSqlite() ? "node:sqlite" : "sql.js") : options.driver
  const place: SitePlace = {
    folder: options.folder,
    driver,
    readOnly: options.readOnly,
    wasm: fileURLToPath(options.parts.wasm),
    now: options.now(),
  }
  const engine = options.parts.engine.href
  const isOnlyOne = driver === "sql.js" || options.readOnly
  const thread = (role: "writer" | "reader", answers: boolean, where: SitePlace) =>
    new ThreadLink(options.parts.siteThread, { role, answers, place: where, engine }, heard, options.broke)
  const writer = thread(options.readOnly ? "reader" : "writer", isOnlyOne, place)
  const restored = await writer.opened
  if (isOnlyOne) return { writer, reader: writer, restored }
  const reader = thread("reader", true, { ...place, readOnly: true })
  await reader.opened
  return { writer, reader, restored }
}

export async function openSiteLink(options: SiteOptions): Promise<SiteLink> {
  let reading: Capture | null = null
  let heardLive: (news: LiveNews) => void = () => undefined
  const heard = (news: ThreadNews): void => {
    if (news.news === "live") return heardLive(news.live)
    if (news.news === "capture") {
      if (news.capture.state === "reading") reading = news.capture
      else if (reading?.id === news.capture.id) reading = null
    }
    options.news(news)
  }
  const { writer, reader, restored } = await openThreads(options, heard)
  const change = (call: ThreadCall): Promise<unknown> =>
    options.readOnly ? Promise.reject(new Refusal("refused", new SiteReadOnly().message)) : writer.call(call)
  const tableCaller =
    (kind: "write" | "query"): TableCaller =>
    (table, name, ...values) =>
      (kind === "write" ? change : (call: ThreadCall) => reader.call(call))({
        do: kind,
        call: { table, name: String(name), values: values },
      }) as never
  const queue: SiteLink["queue"] = (command, ...values) => change({ do: "queue", command, values }) as never
  const made: SiteLink["made"] = async (name, input) => (await reader.call({ do: "made", name, input })) as never
  return {
    readOnly: options.readOnly,
    restored,
    protocols: await made("protocols.known", undefined),
    write: tableCaller("write"),
    query: tableCaller("query"),
    answer: async (method, input) => new CheckedText((await reader.call({ do: "answer", method, input })) as string),
    made,
    addCaptures: (files) => queue("add", files),
    cancelCapture: (id) => queue("cancel", id),
    forgetCapture: (id) => queue("forget", id),
    judgeAnew: () => queue("judgeAnew"),
    reading: () => reading,
    databaseSize: async () => (await reader.call({ do: "size" })) as number,
    queue,
    onLive: (listener) => (heardLive = listener),
    close: async () => {
      if (reader !== writer) await reader.close()
      await writer.close()
    },
  }
}
