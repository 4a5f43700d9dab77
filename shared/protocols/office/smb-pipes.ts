/**
 * Which handles of a connection of SMB are pipes (MS-SMB2 2.2.10, MS-CIFS 2.2.4.55), and what passes through each: DCE/RPC, message by message,
 * one of which may pass in several pieces (MS-RPCE 2.1.1.2). Of an answer the first piece says all that is read. Bounded.
 */
import { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { HEADER, isHead, isWholeHead, lengthOf, RESPONSE } from "./dcerpc-head.ts"

const mostShares = 256
const mostPipes = 256
/** The longest message that is put together: a bind with every interface there can be in it has less. */
const mostJoined = 16_384

type Pipe = {
  /** Of this connection, from 1 on. */
  readonly stream: number
  /** By side, bytes of the last message that are still to come and are not looked at. */
  readonly left: [number, number]
}

/** The beginning of a message. */
type Begun = { readonly pipe: Pipe; bytes: Uint8Array; used: number }

const whole = new Reader()

export class SmbPipes {
  /** True for those that hold pipes (IPC$), by tree. Those that nobody saw being connected are missing. */
  private readonly shares = new Map<number, boolean>()
  private readonly pipes = new Map<number, Pipe>()
  private made = 0
  /** By side: one at a time, of all pipes. */
  private readonly begun: [Begun | null, Begun | null] = [null, null]

  connects(tree: number, isOfPipes: boolean | undefined): void {
    if (isOfPipes === undefined) this.shares.delete(tree)
    else if (this.shares.size < mostShares || this.shares.has(tree)) this.shares.set(tree, isOfPipes)
  }

  /** undefined where that was not seen. */
  isOfPipes(tree: number): boolean | undefined {
    return this.shares.get(tree)
  }

  closes(handle: number): void {
    this.pipes.delete(handle)
  }

  /** It is known under another handle from now on. */
  renames(from: number, to: number): void {
    const pipe = this.pipes.get(from)
    this.pipes.delete(from)
    if (pipe !== undefined) this.pipes.set(to, pipe)
  }

  /** `from`..`to` of what is read pass through the pipe; `isSure` says that it is one. False where nothing of DCE/RPC was in it. */
  passes(handle: number, isSure: boolean, side: 0 | 1, r: Reader, from: number, to: number, out: Findings): boolean {
    let pipe = this.pipes.get(handle)
    let at = pipe === undefined ? from : this.goesOn(pipe, side, r, from, to, out)
    while (at < to && isHead(r.bytes, at, to)) {
      if (!isWholeHead(r.bytes, at, to) && !isSure) break
      pipe ??= this.make(handle)
      at = this.begins(pipe, side, r, at, to, out)
    }
    return at > from
  }

  /** What is still to come of the last message. Where the next begins. */
  private goesOn(pipe: Pipe, side: 0 | 1, r: Reader, from: number, to: number, out: Findings): number {
    const { left } = pipe
    const begun = this.begun[side]?.pipe === pipe ? this.begun[side] : null
    // Exactly one message: whatever was to come of the last one, it never did.
    if (isWholeHead(r.bytes, from, to) && lengthOf(r.bytes, from) === to - from) {
      left[side] = 0
      if (begun !== null) this.begun[side] = null
      return from
    }
    if (begun !== null) return this.joins(begun, side, r, from, to, out)
    const length = Math.min(left[side], to - from)
    left[side] -= length
    return from + length
  }

  /** A message begins at `at`. Where the next begins. */
  private begins(pipe: Pipe, side: 0 | 1, r: Reader, at: number, to: number, out: Findings): number {
    const length = to - at < HEADER ? HEADER : lengthOf(r.bytes, at)
    const isOver = at + length <= to
    if (isOver || length > mostJoined || (to - at > HEADER && r.bytes[at + 2] === RESPONSE)) {
      const end = Math.min(to, at + length)
      pipe.left[side] = at + length - end
      if (r.at < at) r.skip(at - r.at, "Command")
      out.inner("smb-pipe", r, at, end, pipe.stream)
      r.at = Math.max(r.at, end)
      return end
    }
    const begun: Begun = { pipe, bytes: new Uint8Array(length), used: 0 }
    this.begun[side] = begun
    return this.joins(begun, side, r, at, to, out)
  }

  /** More of a message. Where the next begins. */
  private joins(begun: Begun, side: 0 | 1, r: Reader, from: number, to: number, out: Findings): number {
    let at = from
    while (at < to && begun.used < begun.bytes.length) {
      const length = Math.min(to - at, begun.bytes.length - begun.used)
      out.gather(begun, begun.used, at, length)
      begun.bytes.set(r.bytes.subarray(at, at + length), begun.used)
      begun.used += length
      at += length
      if (begun.used !== HEADER || begun.bytes.length !== HEADER) continue
      // Its length is known now.
      const needed = isWholeHead(begun.bytes, 0, HEADER) ? lengthOf(begun.bytes, 0) : 0
      if (needed === 0 || needed > mostJoined) break
      const more = new Uint8Array(needed)
      more.set(begun.bytes)
      begun.bytes = more
    }
    if (begun.used < begun.bytes.length) return at
    this.begun[side] = null
    if (!isWholeHead(begun.bytes, 0, begun.used)) return at
    begun.pipe.left[side] = lengthOf(begun.bytes, 0) - begun.used
    whole.open(begun.bytes, 0, begun.used)
    out.joined(begun, begun.bytes)
    out.inner("smb-pipe", whole, 0, begun.used, begun.pipe.stream)
    return at
  }

  private make(handle: number): Pipe {
    if (this.pipes.size >= mostPipes)
      for (const oldest of this.pipes.keys()) {
        this.pipes.delete(oldest)
        break
      }
    const pipe: Pipe = { stream: ++this.made, left: [0, 0] }
    this.pipes.set(handle, pipe)
    return pipe
  }
}
