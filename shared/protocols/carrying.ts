/** Files that are under way when a message ends: in the memory of a conversation, or in a channel beside it that was announced. */
import type { CarriedFile } from "../facts/fact.ts"

/** A memory that wants to know that no more comes. */
export abstract class Carrying {
  /** `isClient`: of which side. `isClean`: it said so, and nothing before was missed. */
  abstract over(isClient: boolean, isClean: boolean): readonly CarriedFile[]
}

/** What a file passes through beside the conversation that announced it: the data connection of FTP, the ports of TFTP. */
export interface Channel {
  /** The next bytes; of UDP, one datagram. */
  take(bytes: Uint8Array, from: number, to: number, time: number): void
  /** Bytes were missed here. */
  missed(): void
  /** No more comes; null: it was no file. */
  over(isClean: boolean): CarriedFile | null
  /** UDP: the last datagram was the last one. */
  readonly isOver?: boolean
}
