/** Loaded before the core in the stand-in's utility process: gives it Electron's `process.parentPort`. */
import { EventEmitter } from "node:events"

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    process.send?.(message)
  }
}
const port = new ParentPort()
process.on("message", (data) => port.emit("message", { data, ports: [] }))
process.on("disconnect", () => process.exit(0))
Object.defineProperty(process, "parentPort", { value: port })
