/** A frame that is needed longer than the buffer it was read into. */
import type { Frame } from "../capture/frame.ts"
import type { Kept } from "../flows/segment.ts"

/** Copies a frame; `from`..`to` is its payload in the frame's buffer. */
export function keep(frame: Frame, from: number, to: number): Kept {
  return {
    frame: frame.number,
    time: frame.time,
    linkType: frame.linkType,
    wireLength: frame.wireLength,
    whole: true,
    bytes: frame.bytes.slice(frame.start, frame.end),
    payload: from - frame.start,
    at: 0,
    length: to - from,
  }
}
