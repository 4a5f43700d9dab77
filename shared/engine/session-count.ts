/** What a conversation counted as a session from afar. */
import type { Dissector } from "../protocols/dissector.ts"

/** What is remembered of a conversation: bytes of each side that were not told yet, and what it was last taken for. */
export class SessionCount {
  readonly bytes = [0, 0]
  first = -1
  last = 0
  title = ""
  judged: Dissector | null | undefined = undefined
  wasTold = false
}
