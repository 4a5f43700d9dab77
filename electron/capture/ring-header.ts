/** Goes on in the middle of a capture file: its header is read again, then reading stands at the offset of a packet. */
import { closeSync, openSync, readSync } from "node:fs"
import type { CaptureReader } from "../../shared/capture/capture-reader.ts"
import { Frame } from "../../shared/capture/frame.ts"

const pcapHeader = 24
const sectionHeader = 0x0a0d0d0a
const interfaceDescription = 1
/** A header is two blocks of a few hundred bytes. */
const most = 65_536

/** Bytes before the first packet: of pcap a fixed header, of pcapng its section and interface blocks. */
function headerLength(bytes: Buffer): number {
  if (bytes.length < 12 || bytes.readUInt32BE(0) !== sectionHeader) return pcapHeader
  const little = bytes.readUInt32BE(8) === 0x4d3c2b1a
  const number = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  let at = 0
  while (at + 8 <= bytes.length && (at === 0 || number(at) === interfaceDescription)) at += Math.max(12, number(at + 4))
  return at
}

function head(path: string): Buffer {
  const bytes = Buffer.alloc(most)
  const file = openSync(path, "r")
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, most, 0))
  } finally {
    closeSync(file)
  }
}

/** `offset`: 0 or where a packet begins. Leaves the reader's window empty and standing at the offset. */
export function seekAfterHeader(path: string, reader: CaptureReader, offset: number): void {
  if (offset === 0) return
  const bytes = head(path)
  const length = headerLength(bytes)
  if (offset <= length) return
  const { window } = reader
  window.room().set(bytes.subarray(0, length))
  window.filled(length)
  reader.next(new Frame()) // takes the header in and asks for more
  window.room() // moves what is used up out of the window
  window.base = offset
}
