/** A frame that a stream keeps because its message is not whole yet: its bytes, and where they stand in the stream's buffer. */
export type Kept = {
  readonly frame: number
  readonly time: number
  readonly linkType: number
  readonly wireLength: number
  /** The whole captured frame; where `whole` is false (IP fragments), only the payload. */
  readonly whole: boolean
  readonly bytes: Uint8Array
  /** Where the payload begins within the frame, after any part that was cut off as already read. */
  readonly payload: number
  /** Where that payload begins in the stream's buffer. */
  at: number
  readonly length: number
}

/** A segment that waits behind a missing one. */
export type Held = { readonly sequence: number; readonly kept: Kept }

/** a - b in the circle of 32-bit sequence numbers (RFC 9293, section 3.4). */
export const ahead = (a: number, b: number): number => (a - b) | 0
