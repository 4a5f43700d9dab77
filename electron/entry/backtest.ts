/** The thread of a back-test: reads captures with one rule, tells how far it is, and ends with what it found. Its starter ends it to cancel. */
import { parentPort, workerData } from "node:worker_threads"
import { RuleReplay, type ReplayOrder } from "../core/rule-replay.ts"
import { loadVendorPrefixes } from "../capture/vendor-prefixes.ts"

const port = parentPort!
const vendorOf = loadVendorPrefixes(new URL("./vendor-prefixes.txt", import.meta.url))
const replay = new RuleReplay(workerData as ReplayOrder, vendorOf, (progress) => port.postMessage({ progress }))
port.postMessage({ replayed: await replay.run() })
