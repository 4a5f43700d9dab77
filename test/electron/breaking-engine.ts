/** Stands in for the engine's thread: it does not survive following a ring. */
import { parentPort } from "node:worker_threads"
import type { FromEngine, ToEngine } from "../../shared/engine/messages.ts"

parentPort?.on("message", (message: ToEngine) => {
  if (message.say === "follow") throw new Error("the packets are hostile")
  const ready: FromEngine = { say: "ready" }
  if (message.say === "open") parentPort?.postMessage(ready)
})
