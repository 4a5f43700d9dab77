/** A capture file on the disk, plain or gzip, read window by window. Offsets that others report are in the uncompressed file. */
import { closeSync, createReadStream, fstatSync, openSync, readSync, statSync } from "node:fs"
import { createGunzip } from "node:zlib"
import type { Window } from "../../shared/capture/window.ts"

/** The file can't be read at all: what, why and what to do. */
export class Unreadable extends Error {
  override readonly name = "Unreadable"
  readonly what: string
  readonly why: string
  readonly remedy: string

  constructor(what: string, why: string, remedy: string) {
    super(`${what}: ${why}. ${remedy}`)
    this.what = what
    this.why = why
    this.remedy = remedy
  }
}

export class CaptureFile {
  /** Bytes as the file lies on the disk. */
  readonly size: number
  bytesRead = 0
  /** Why decompression stopped early; "" when it did not. */
  damage = ""
  private readonly descriptor: number
  private readonly unpacked: AsyncIterator<Uint8Array> | undefined
  private rest: Uint8Array = new Uint8Array(0)

  constructor(path: string) {
    this.descriptor = open(path)
    this.size = fstatSync(this.descriptor).size
    this.unpacked = this.isGzip() ? this.unpack(path) : undefined
  }

  /** Puts the next bytes into the window; sets it complete at the end of the file. A promise only for gzip. */
  fill(window: Window): void | Promise<void> {
    if (this.unpacked !== undefined) return this.fillUnpacked(window, this.unpacked)
    const count = readSync(this.descriptor, window.room())
    this.bytesRead += count
    if (count === 0) window.complete = true
    else window.filled(count)
  }

  close(): void {
    closeSync(this.descriptor)
  }

  private isGzip(): boolean {
    const head = new Uint8Array(2)
    return readSync(this.descriptor, head, 0, 2, 0) === 2 && head[0] === 0x1f && head[1] === 0x8b
  }

  private async fillUnpacked(window: Window, unpacked: AsyncIterator<Uint8Array>): Promise<void> {
    if (this.rest.length === 0) this.rest = await this.next(unpacked)
    if (this.rest.length === 0) {
      window.complete = true
      return
    }
    const room = window.room()
    const part = this.rest.subarray(0, room.length)
    room.set(part)
    window.filled(part.length)
    this.rest = this.rest.subarray(part.length)
  }

  private async next(unpacked: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
    try {
      const next = await unpacked.next()
      return next.done === true ? new Uint8Array(0) : next.value
    } catch (error) {
      this.damage = error instanceof Error ? error.message : String(error)
      return new Uint8Array(0)
    }
  }

  private unpack(path: string): AsyncIterator<Uint8Array> {
    const raw = createReadStream(path, { highWaterMark: 1 << 18 })
    raw.on("data", (piece) => (this.bytesRead += piece.length))
    const gunzip = createGunzip({ chunkSize: 1 << 18 })
    raw.on("error", (error) => gunzip.destroy(error))
    return raw.pipe(gunzip)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  }
}

const reasons: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  ENOENT: ["there is no such file", "Check the name and the folder."],
  EACCES: ["reading it is not allowed", "Give this user the right to read the file, or copy it elsewhere."],
  EPERM: ["reading it is not allowed", "Give this user the right to read the file, or copy it elsewhere."],
  EISDIR: ["it is a folder", "Choose the capture files in it."],
}

/** Judged before it is opened: opening a named pipe waits for a writer, for ever. */
function open(path: string): number {
  try {
    if (!statSync(path).isFile())
      throw new Unreadable(path, "it is not a file", "Choose a capture file, not a folder or a device.")
    return openSync(path, "r")
  } catch (error) {
    if (error instanceof Unreadable) throw error
    const code = (error as NodeJS.ErrnoException).code ?? ""
    const [why, remedy] = reasons[code] ?? [
      `the system says ${code || String(error)}`,
      "Check the disk or stick it is on.",
    ]
    throw new Unreadable(path, why, remedy)
  }
}
