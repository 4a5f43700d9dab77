/** Asks the worker for layouts; of several questions only the answer to the latest is taken. */
import type { PlacedDots } from "../../shared/insight/map/place-dots.ts"
import type { ConnectionsLayout, LayoutAnswer, LayoutRequest } from "./layout-worker.ts"

type Question = LayoutRequest extends infer Each ? (Each extends LayoutRequest ? Omit<Each, "number"> : never) : never

export class Layout {
  connections = $state.raw<ConnectionsLayout | null>(null)
  birdsEye = $state.raw<PlacedDots | null>(null)

  readonly #worker = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" })
  #latest = 0
  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
      if (data.number !== this.#latest) return
      if (data.level === "connections") this.connections = data.layout
      else this.birdsEye = data.layout
    }
  }

  ask(question: Question): void {
    this.#worker.postMessage({ ...question, number: ++this.#latest })
  }

  stop(): void {
    this.#worker.terminate()
  }
}
