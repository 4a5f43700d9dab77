/** What runs in a site thread: it opens the database, answers calls one by one, and in the writing thread runs the import queue. */
import type { MessagePort } from "node:worker_threads"
import { checkedText } from "../../shared/api/server.ts"
import { answers } from "../handlers/answers/index.ts"
import { made } from "../handlers/answers/made.ts"
import type { Database } from "../store/database.ts"
import { openSite } from "../store/open-site.ts"
import { callTable } from "../store/tables.ts"
import { ImportQueue } from "./import-queue.ts"
import type { FromThread, ThreadCall, ThreadStart, ToThread } from "./site-messages.ts"

const isAnswer = (name: string): name is keyof typeof answers => Object.hasOwn(answers, name)

function answerText(database: Database, method: string, input: unknown): string {
  if (!isAnswer(method)) throw new TypeError(`No site thread answers ${method}.`)
  const make = answers[method] as (database: Database, input: unknown) => unknown
  return checkedText(method, make(database, input))
}

async function perform(database: Database, queue: ImportQueue | null, call: ThreadCall): Promise<unknown> {
  switch (call.do) {
    case "write":
      return database.transaction(() => callTable(database, call.call))
    case "query":
      return callTable(database, call.call)
    case "answer":
      return answerText(database, call.method, call.input)
    case "made":
      return made[call.name](database, call.input as never)
    case "queue":
      return queue?.command(call.command, call.values)
    case "size":
      return database.size()
    case "close":
      await queue?.stop()
      database.close()
      return null
    default:
      return call satisfies never
  }
}

function thrown(id: number, error: unknown): FromThread {
  const { name, message, stack, code } = error as Error & { code?: unknown }
  return {
    say: "thrown",
    id,
    name,
    message,
    ...(typeof code === "string" ? { code } : {}),
    ...(stack ? { stack } : {}),
  }
}

export async function runSiteThread(port: MessagePort, start: ThreadStart): Promise<void> {
  const say = (message: FromThread): void => port.postMessage(message)
  const opened = await openSite(start.place).catch((error: unknown) => error as Error)
  if (opened instanceof Error) return say({ say: "unopened", name: opened.name, message: opened.message })
  const { database, restored } = opened
  const queue =
    start.role === "writer"
      ? new ImportQueue(database, start.place.folder, new URL(start.engine), (news) => say({ say: "news", news }))
      : null
  say({ say: "opened", restored })
  port.on("message", ({ id, call }: ToThread) => {
    perform(database, queue, call)
      .then((value) => {
        say({ say: "value", id, value })
        if (call.do === "close") port.close()
      })
      .catch((error: unknown) => say(thrown(id, error)))
  })
  queue?.start()
}
