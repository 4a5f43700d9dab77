/** What one connection of SMB is remembered by: who signs in, which names wait for a handle, and which handles stand for files. Bounded. */
import type { Reader } from "../../bytes/reader.ts"
import type { CarriedFile } from "../../facts/fact.ts"
import { Carrying } from "../carrying.ts"
import type { Findings } from "../dissector.ts"
import { PiecedFile } from "./pieced-file.ts"
import { SmbPipes } from "./smb-pipes.ts"

const mostWaiting = 64
const mostOpen = 256
const mostReading = 512
const longestName = 512

type Opened = {
  readonly name: string
  isRead: boolean
  isWritten: boolean
  /** In bytes, when it was opened; -1: not told. */
  readonly size: number
  /** It was made or emptied when it was opened. */
  readonly isNew: boolean
  read: PiecedFile | null
  written: PiecedFile | null
}
type Asked = { readonly handle: number; readonly place: number; readonly tree: number }
/** Of a long message the rest of the bytes that it carries. */
type Rest = { readonly file: PiecedFile; place: number; left: number }

/** Statuses of MS-ERREF 2.3.1 that refuse who signs in. */
const refusals: ReadonlySet<number> = new Set([
  0xc0000022, 0xc0000064, 0xc000006a, 0xc000006d, 0xc000006e, 0xc000006f, 0xc0000070, 0xc0000071, 0xc0000072,
  0xc000015b, 0xc0000193, 0xc0000224, 0xc0000234, 0xc0000413,
])
export const MORE_PROCESSING = 0xc0000016
/** There is more to read of the message in the pipe. */
export const BUFFER_OVERFLOW = 0x80000005
/** Stands for the handle of what was asked for last: commands that are sent together do not know it yet. */
export const THE_LAST = -1
/** No handle, and no share. */
const NOBODY = -2

export class SmbSession extends Carrying {
  /** Of the message that is read now. */
  time = 0
  /** "" where that can't be read (Kerberos). */
  private user = ""
  private isAnonymous = false
  /** The name asked for last. */
  private name = ""
  private readonly waiting = new Map<number, string>()
  private readonly opened = new Map<number, Opened>()
  private readonly reading = new Map<number, Asked>()
  private readonly pipes = new SmbPipes()
  /** The handle that was opened last. */
  private latest = THE_LAST
  /** By side, of the message that goes on. */
  private readonly rest: (Rest | null)[] = [null, null]
  private side = 0
  /** Bytes of the message being read that are still to come. */
  toCome = 0

  /** A message; `toCome` bytes of it come later. */
  begins(side: number, toCome: number): void {
    this.side = side
    this.ends(side)
    this.toCome = Math.max(0, toCome)
  }

  /** What is left of the message of before never comes. */
  private ends(side: number): void {
    const rest = this.rest[side]
    if (!rest) return
    if (rest.left > 0) rest.file.missed()
    this.rest[side] = null
  }

  /** More of the message that is read on this side. */
  goesOn(side: number, bytes: Uint8Array, from: number, to: number): void {
    const rest = this.rest[side]
    if (!rest) return
    const length = Math.min(to - from, rest.left)
    rest.file.take(rest.place, bytes, from, from + length)
    rest.place += length
    rest.left -= length
  }

  /** What of `from`..`to` is here is taken, the rest when it comes. */
  private takes(file: PiecedFile, place: number, bytes: Uint8Array, from: number, to: number, end: number): void {
    if (from > end) return
    const here = Math.min(to, end)
    file.take(place, bytes, from, here)
    if (to > here) this.rest[this.side] = { file, place: place + here - from, left: to - here }
  }

  /** Who signs in, "" for nobody; null says nothing of it. */
  signsIn(user: string | null): void {
    if (user === null) return
    this.user = user
    this.isAnonymous = user === ""
  }

  /** The answer to a session setup. */
  settled(status: number, out: Findings): void {
    if (status === MORE_PROCESSING || (status !== 0 && !refusals.has(status))) return
    if (!this.isAnonymous) out.tell({ kind: "signIn", user: this.user, succeeded: status === 0, isClear: false })
    this.user = ""
    this.isAnonymous = false
  }

  /** A name that the client opens: a share, a file, a pipe. */
  asks(message: number, name: string, out: Findings): void {
    this.name = name.slice(0, longestName)
    this.pipes.closes(THE_LAST)
    put(this.waiting, message, this.name, mostWaiting)
    if (name !== "") out.tell({ kind: "file", name: this.name, way: "opened" })
  }

  /** The handle that stands for the name from now on; without one (`null`) the answer refused. */
  opens(message: number, handle: number | null, size = -1, isNew = false): void {
    const name = this.waiting.get(message)
    this.waiting.delete(message)
    if (handle !== null) this.pipes.renames(THE_LAST, (this.latest = handle))
    if (name !== undefined && name !== "" && handle !== null)
      put(
        this.opened,
        handle,
        { name, isRead: false, isWritten: false, size, isNew, read: null, written: null },
        mostOpen,
      )
  }

  /** Where the share stands for pipes (IPC$), what passes there is no file. `isOfPipes`: what the answer says of that, if it does. */
  connects(message: number, tree: number, isOfPipes?: boolean): void {
    const share = this.waiting.get(message) ?? ""
    this.waiting.delete(message)
    this.pipes.connects(tree, share.toUpperCase().endsWith("IPC$") || (share === "" ? isOfPipes : isOfPipes === true))
  }

  closes(handle: number, out: Findings): void {
    const file = this.opened.get(handle)
    this.opened.delete(handle)
    this.pipes.closes(handle)
    if (file !== undefined) for (const one of carried(file)) out.tell(one)
  }

  /** Handles that were never closed. */
  override over(isClient: boolean): readonly CarriedFile[] {
    if (!isClient) return []
    this.ends(0)
    this.ends(1)
    const left = [...this.opened.values()].flatMap((file) => carried(file))
    this.opened.clear()
    return left
  }

  /** The client asks for bytes from this place on; the answer brings them. */
  reads(message: number, handle: number, tree: number, place = 0): void {
    put(this.reading, message, { handle, tree, place }, mostReading)
  }

  /** `from`..`to` of what is read, of which the bytes up to `end` are here. */
  brings(message: number, r: Reader, from: number, to: number, end: number, out: Findings): void {
    const asked = this.reading.get(message)
    this.reading.delete(message)
    const handle = asked?.handle === THE_LAST ? this.latest : (asked?.handle ?? NOBODY)
    if (to <= end && this.calls(handle, asked?.tree ?? NOBODY, r, from, to, out)) return
    const file = asked && this.opened.get(asked.handle)
    // What is empty and brings bytes is a pipe whose share was not seen.
    if (!asked || !file || this.pipes.isOfPipes(asked.tree) === true || (file.size === 0 && !file.isNew)) return
    file.read ??= new PiecedFile(file.name, "toClient", this.time)
    this.takes(file.read, asked.place, r.bytes, from, to, end)
  }

  writes(
    handle: number,
    tree: number,
    place: number,
    r: Reader,
    from: number,
    to: number,
    end: number,
    out: Findings,
  ): void {
    if (to <= end && this.calls(handle, tree, r, from, to, out)) return
    const file = this.opened.get(handle)
    if (!file || this.pipes.isOfPipes(tree) === true) return
    file.written ??= new PiecedFile(file.name, "toServer", this.time)
    this.takes(file.written, place, r.bytes, from, to, end)
  }

  /** `from`..`to` of what is read pass through a pipe. False where that is not so, as far as can be told. */
  calls(handle: number, tree: number, r: Reader, from: number, to: number, out: Findings): boolean {
    const isOfPipes = this.pipes.isOfPipes(tree)
    const file = this.opened.get(handle)
    // What has bytes, or was made, is a file where the share was not seen.
    const isFile = isOfPipes === undefined && file !== undefined && (file.size > 0 || file.isNew)
    if (isOfPipes === false || isFile) return false
    return this.pipes.passes(handle, isOfPipes === true, this.side === 1 ? 1 : 0, r, from, to, out)
  }

  /** Told once for each file that is opened. */
  carries(handle: number, tree: number, way: "toServer" | "toClient", out: Findings): void {
    if (this.pipes.isOfPipes(tree) === true) return
    if (handle === THE_LAST && this.name !== "") return out.tell({ kind: "file", name: this.name, way })
    const file = this.opened.get(handle)
    if (file === undefined) return
    if (way === "toServer" ? file.isWritten : file.isRead) return
    if (way === "toServer") file.isWritten = true
    else file.isRead = true
    out.tell({ kind: "file", name: file.name, way })
  }
}

function carried({ read, written, size, isNew }: Opened): readonly CarriedFile[] {
  const files = [read?.over(size < 0 ? Number.MAX_SAFE_INTEGER : size), written?.over(isNew ? -1 : size)]
  return files.filter((one) => one !== null && one !== undefined)
}

function put<Value>(map: Map<number, Value>, key: number, value: Value, most: number): void {
  if (map.size >= most)
    for (const oldest of map.keys()) {
      map.delete(oldest)
      break
    }
  map.set(key, value)
}
