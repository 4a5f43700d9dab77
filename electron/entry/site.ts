/** A site thread: the database, and in the writing one the import queue. */
import { parentPort, workerData } from "node:worker_threads"
import type { ThreadStart } from "../core/site-messages.ts"
import { runSiteThread } from "../core/site-thread.ts"

if (parentPort) await runSiteThread(parentPort, workerData as ThreadStart)
