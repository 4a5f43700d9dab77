/** What runs in a site thread: it opens the database, answers calls one by one, and in the writing thread runs the import queue. */
import type { MessagePort } from "node:worker_threads"
import type { Database } from "../store/database.ts"
import { openSite } from "../store/open-site.ts"
import { callTable } from "../store/tables.ts"
import { ImportQueue } from "./import-queue.ts"
import type * as answeringModule from "./answering.ts"
import type { FromThread, ThreadCall, ThreadStart, ToThread } from "./site-messages.ts"

/** Making answers takes every dissector's names: a thread that only writes does without. */
type Answering = typeof answeringModule

type Thread = {
  readonly database: Database
  readonly queue: ImportQueue | null
  readonly answering: Answering | null
}

function whoAnswers({ answering }: Thread, what: string): Answering {
  if (!answering) throw new TypeError(`${what} was asked of a site thread that only writes.`)
  return answering
}

async function perform(thread: Thread, call: ThreadCall): Promise<unknown> {
  const { database, queue } = thread
  switch (call.do) {
    case "write":
      return database.transaction(() => callTable(database, call.call))
    case "query":
      return callTable(database, call.call)
    case "answer":
      return whoAnswers(thread, call.method).answerText(database, call.method, call.input)
    case "made":
      return whoAnswers(thread, call.name).made[call.name](database, call.input as never)
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
  const answering = start.answers ? await import("./answering.ts") : null
  const thread: Thread = { database, queue, answering }
  say({ say: "opened", restored })
  port.on("message", ({ id, call }: ToThread) => {
    perform(thread, call)
      .then((value) => {
        say({ say: "value", id, value })
        if (call.do === "close") port.close()
      })
      .catch((error: unknown) => say(thrown(id, error)))
  })
  queue?.start()
}
