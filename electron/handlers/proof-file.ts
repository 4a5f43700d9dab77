/** Kept frames as a pcapng file (draft-ietf-opsawg-pcapng): a section, one interface for each link type, an enhanced packet block for each frame. */
import type { EvidenceFrame } from "../../shared/engine/batch.ts"

const padded = (length: number): number => (length + 3) & ~3

/** Type, total length, body padded to 32 bits, total length again (section 3.1). */
function block(type: number, body: Uint8Array): Uint8Array {
  const total = 12 + padded(body.length)
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, total, true)
  bytes.set(body, 8)
  view.setUint32(total - 4, total, true)
  return bytes
}

function body(length: number, write: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
  const bytes = new Uint8Array(length)
  write(new DataView(bytes.buffer), bytes)
  return bytes
}

const section = (): Uint8Array =>
  block(
    0x0a0d0d0a,
    body(16, (view) => {
      view.setUint32(0, 0x1a2b3c4d, true)
      view.setUint16(4, 1, true)
      view.setBigInt64(8, -1n, true)
    }),
  )

const networkInterface = (linkType: number): Uint8Array =>
  block(
    1,
    body(8, (view) => view.setUint16(0, linkType, true)),
  )

/** Time in microseconds, high and low half (section 4.3; the default if_tsresol). */
const packet = (frame: EvidenceFrame, number: number): Uint8Array =>
  block(
    6,
    body(20 + frame.bytes.length, (view, bytes) => {
      const time = BigInt(Math.max(0, Math.trunc(frame.time)))
      view.setUint32(0, number, true)
      view.setUint32(4, Number(time >> 32n), true)
      view.setUint32(8, Number(time & 0xffffffffn), true)
      view.setUint32(12, frame.bytes.length, true)
      view.setUint32(16, frame.wireLength, true)
      bytes.set(frame.bytes, 20)
    }),
  )

export function proofFile(frames: readonly EvidenceFrame[]): Uint8Array {
  const links = [...new Set(frames.map((frame) => frame.linkType))]
  const blocks = [
    section(),
    ...links.map(networkInterface),
    ...frames.map((frame) => packet(frame, links.indexOf(frame.linkType))),
  ]
  return Buffer.concat(blocks)
}
