/** The files of a ring: how they are named, in which order they were written, and how many packets lie in them. */
import { open } from "node:fs/promises"
import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { CaptureReader } from "../../shared/capture/capture-reader.ts"
import { Frame } from "../../shared/capture/frame.ts"
import { seekAfterHeader } from "./ring-header.ts"

/** Bytes of `size` that the disk holds of a file. */
export type RingFile = { readonly name: string; readonly size: number }

/** dumpcap writes run-000001_00001_20260101120000.pcapng, tcpdump run-000001.pcap, run-000001.pcap1 … */
const pattern = /^run-(\d{6})(?:_(\d+)_\d+)?\.pcap(?:ng)?(\d*)$/

const order = (name: string): number => {
  const found = pattern.exec(name)
  return Number(found?.[1]) * 1e8 + Number(found?.[2] ?? found?.[3] ?? 0)
}

export const runName = (run: number, ending: "pcap" | "pcapng"): string =>
  `run-${String(run).padStart(6, "0")}.${ending}`

/** An interface's folder in the ring. Names of Windows interfaces hold characters that paths can't. */
export const ringFolder = (ring: string, name: string): string => join(ring, name.replaceAll(/[^\w.-]|^\.+/g, "_"))

/** Names in the order in which they were written; none where there is no such folder. */
export function ringNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .sort((one, other) => order(one) - order(other))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}

export const ringFiles = (folder: string): RingFile[] =>
  ringNames(folder).map((name) => ({ name, size: statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0 }))

export const isBefore = (name: string, other: string): boolean => order(name) < order(other)

/** Number of the run after the last one in the folder. */
export const nextRun = (folder: string): number =>
  Math.max(0, ...ringNames(folder).map((name) => Number(pattern.exec(name)?.[1]))) + 1

/** The first file after `name`; "" where there is none. */
export const fileAfter = (folder: string, name: string): string =>
  ringNames(folder).find((one) => name === "" || isBefore(name, one)) ?? ""

/** Whole packets in a file from an offset on. */
async function packetsOf(path: string, offset: number): Promise<number> {
  const file = await open(path, "r").catch(() => null)
  if (file === null) return 0
  const reader = new CaptureReader()
  const frame = new Frame()
  let packets = 0
  try {
    seekAfterHeader(path, reader, offset)
    let at = reader.window.base + reader.window.end
    for (;;) {
      while (reader.next(frame) === "frame") packets++
      const { bytesRead } = await file.read(reader.window.room(), { position: at })
      if (bytesRead === 0) return packets
      reader.window.filled(bytesRead)
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

/** Packets that lie in a ring after this place. */
export async function packetsAfter(folder: string, place: { file: string; offset: number }): Promise<number> {
  let packets = 0
  for (const name of ringNames(folder)) {
    if (place.file !== "" && isBefore(name, place.file)) continue
    if (name === place.file && place.offset < 0) continue
    packets += await packetsOf(join(folder, name), name === place.file ? place.offset : 0)
  }
  return packets
}

/** Bytes that lie in a ring after this place. */
export const bytesAfter = (files: readonly RingFile[], place: { file: string; offset: number }): number =>
  files
    .filter(({ name }) => place.file === "" || !isBefore(name, place.file))
    .filter(({ name }) => name !== place.file || place.offset >= 0)
    .reduce((sum, { name, size }) => sum + Math.max(0, size - (name === place.file ? place.offset : 0)), 0)
