/** Short messages at the lower edge: what was done, what could not be done and why. */
import { Refused } from "../../shared/api/client.ts"

export type Notice = { readonly id: number; readonly kind: "done" | "told" | "failed"; readonly text: string }
const shownFor = 5000

export class Notices {
  list = $state.raw<readonly Notice[]>([])
  #next = 1

  done(text: string): void {
    this.#show("done", text)
  }

  /** Something to know that is not gone in a moment. */
  tell(text: string): void {
    this.#show("told", text)
  }

  /** Failures stay until they are closed: a technician may be looking elsewhere. */
  fail(what: string, failure: unknown): void {
    this.#show("failed", `${what} ${wordsOf(failure)}`)
  }

  close(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id)
  }

  #show(kind: Notice["kind"], text: string): void {
    const id = this.#next++
    this.list = [...this.list.slice(-3), { id, kind, text }]
    if (kind === "done") setTimeout(() => this.close(id), shownFor)
  }
}

export function wordsOf(failure: unknown): string {
  if (failure instanceof Refused) return failure.message
  const detail = failure instanceof Error ? failure.message : String(failure)
  return `The console met a fault of its own: ${detail} Load the page again; if it happens again, tell support these words.`
}

/** Why something was refused, apart: the sentence, what to do, and the name of the check that refused. */
export type Problem = { readonly sentence: string; readonly remedy: string; readonly reason: string }
export function problemOf(failure: unknown): Problem {
  if (failure instanceof Refused) return { sentence: failure.message, remedy: failure.remedy, reason: failure.reason }
  return { sentence: wordsOf(failure), remedy: "", reason: "" }
}
