/** What the page needs of whoever carries it: a window of Electron or a browser. */
import type { Transport } from "../../shared/api/client.ts"

export type ConnectionNews = "lost" | "back" | "refetch"

export type Host = {
  readonly transport: Transport
  /** Starts listening for the sensor's events: after sign-in, since a stranger is told nothing. */
  readonly open: () => void
  readonly close: () => void
  /** "back" and "refetch" both mean: what you know may be old, ask again. */
  readonly onNews: (heard: (news: ConnectionNews) => void) => void
  /** Electron only: where a chosen or dropped file lies, so that it is read there. */
  readonly pathForFile: ((file: File) => string) | null
}
