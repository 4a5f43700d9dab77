/** Live capture as the engine and the store speak of it: places in the ring's files, and turns that a replay takes again. */

/** The next byte to read of an interface. `file` is a name in the interface's ring folder; "": the oldest there. Offset -1: at its end, the next file goes on. */
export type RingPlace = { readonly interface: string; readonly file: string; readonly offset: number }

/** One interface of a live capture and where its ring files lie. */
export type RingSource = { readonly interface: string; readonly folder: string }

/** So many frames were read from the source with this index, before the next turn began. */
export type Turn = readonly [source: number, frames: number]

/** Where a batch of a live capture was cut: with the same turns, a replay makes the same batch. */
export type LiveCut = {
  readonly turns: readonly Turn[]
  readonly reached: readonly RingPlace[]
  /** Time of the newest packet of each source, microseconds since 1970 UTC; 0 before the first. */
  readonly newest: readonly number[]
}
