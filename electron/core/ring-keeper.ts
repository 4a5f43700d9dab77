/** Bounds the disk ring of one interface: files go only when they were analysed for good and the space is needed. */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { bytesAfter, isBefore, ringFiles } from "../capture/ring-files.ts"
import type { RingFile } from "../capture/ring-files.ts"
import type { RingPlace } from "../../shared/engine/live.ts"

/** Few large files free space late; many are slow to list. */
const fewestFiles = 16
const mostFiles = 200
const usualFile = 64e6
const smallestFile = 1e6
/** A full ring is written again when so much of it is free. */
const enoughFree = 0.25

export class RingKeeper {
  readonly fileBytes: number
  readonly #folder: string
  readonly #most: number
  #settled = ""
  #full = false

  constructor(folder: string, most: number) {
    this.#folder = folder
    this.#most = most
    const wanted = Math.min(most / fewestFiles, Math.max(usualFile, most / mostFiles))
    this.fileBytes = Math.max(smallestFile, Math.floor(wanted))
  }

  /** Bytes that the engine has yet to read, which stands at this place. */
  behind(read: Pick<RingPlace, "file" | "offset">): number {
    return bytesAfter(ringFiles(this.#folder), read)
  }

  /** What is not analysed yet takes all the space there is. */
  get full(): boolean {
    return this.#full
  }

  /** Everything before this place is in the database for good. */
  settle(place: RingPlace): void {
    this.#settled = place.file
  }

  look(): void {
    const sum = this.#prune(ringFiles(this.#folder))
    this.#full = sum >= this.#bound
  }

  get #bound(): number {
    return this.#full ? this.#most * (1 - enoughFree) : this.#most
  }

  /** Returns the bytes that are left. */
  #prune(files: readonly RingFile[]): number {
    let sum = files.reduce((all, { size }) => all + size, 0)
    for (const { name, size } of files) {
      const room = this.#bound - 2 * this.fileBytes
      if (sum <= room || this.#settled === "" || !isBefore(name, this.#settled)) break
      rmSync(join(this.#folder, name), { force: true })
      sum -= size
    }
    return sum
  }
}
