/** The answers of a server of HTTP: heads that come in pieces are put together, and bodies go to whoever looks for files in them. */
import type { CarriedFile } from "../../facts/fact.ts"
import { HttpBody } from "./http-body.ts"
import { BodyFiles } from "./http-files.ts"
import { headEnd } from "./http-head.ts"
import { mostLooked, type Page } from "./http-programs.ts"
import { latinText } from "./lines.ts"

const longestHead = 65_536
const mostAsked = 64

type Asked = { readonly method: string; readonly path: string }

export class HttpAnswers {
  private readonly asked: Asked[] = []
  private head: Uint8Array | null = null
  private length = 0
  private body: HttpBody | null = null
  private files: BodyFiles | null = null
  private isLost = false
  private readonly found: (file: CarriedFile) => void

  private readonly heard: (page: Page) => void

  /** `heard`: of every head, with what came of its body with it. */
  constructor(found: (file: CarriedFile) => void, heard: (page: Page) => void) {
    this.found = found
    this.heard = heard
  }

  /** Answers come in the order of the requests (RFC 9112 section 9.3.2). */
  expect(method: string, path: string): void {
    if (this.asked.length < mostAsked) this.asked.push({ method, path })
  }

  take(bytes: Uint8Array, from: number, to: number, time: number): void {
    // A first line where a body should go on: bytes were lost between.
    const isFirst = isAnswer(bytes, from, to)
    if (isFirst && (this.isLost || (this.body !== null && !this.body.isOver))) this.ends(false)
    if (isFirst) this.isLost = false
    let at = from
    for (let n = 0; n < 64 && at < to && !this.isLost; n++) {
      if (this.body === null) at = this.takeHead(bytes, at, to, time)
      else at = this.takeBody(bytes, at, to)
    }
  }

  /** `isClean`: the server said that it sends no more, and nothing was missed. */
  over(isClean: boolean): void {
    this.ends(isClean && this.body?.endsWithConnection === true && !this.isLost)
    this.isLost = true
  }

  private takeBody(bytes: Uint8Array, from: number, to: number): number {
    const { body, files } = this
    const at = body!.take(bytes, from, to, (some, begin, end) => files?.take(some, begin, end))
    if (at < 0) {
      this.ends(false)
      this.isLost = true
      return to
    }
    if (body!.isOver) this.ends(true)
    return at
  }

  private ends(isWhole: boolean): void {
    this.files?.over(isWhole)
    this.files = null
    this.body = null
    this.head = null
    this.length = 0
  }

  private takeHead(bytes: Uint8Array, from: number, to: number, time: number): number {
    if (this.head === null) {
      const end = mayBeAnswer(bytes, from, to) ? headEnd(bytes, from, to) : from
      if (end === from) {
        this.isLost = true
        return to
      }
      if (end > 0) return this.begin(bytes, from, end, time, to)
      this.head = new Uint8Array(longestHead)
    }
    return this.goesOn(bytes, from, to, time)
  }

  /** Most heads come whole; of the others the pieces are put together. */
  private goesOn(bytes: Uint8Array, from: number, to: number, time: number): number {
    const head = this.head!
    const before = this.length
    const kept = Math.min(to - from, longestHead - before)
    head.set(bytes.subarray(from, from + kept), before)
    this.length += kept
    const line = before === 0 ? 0 : head.lastIndexOf(0x0a, before - 1) + 1
    const end = headEnd(head, line, this.length)
    if (end < 0) {
      this.isLost = this.length >= longestHead
      return to
    }
    this.head = null
    this.begin(head, 0, end, time, this.length)
    this.length = 0
    return from + end - before
  }

  /** Section 6.3: which answers have a body, and how its length is told. */
  private begin(bytes: Uint8Array, from: number, end: number, time: number, to: number): number {
    const status = Number(latinText(bytes, from + 9, from + 12))
    const text = latinText(bytes, from, end)
    const head = text.replace(/\r\n/g, "\n")
    this.heard({ head, body: bytes.subarray(end, Math.min(to, end + mostLooked)) })
    if (status >= 100 && status < 200) return end
    const asked = this.asked.shift()
    const isEmpty = status === 204 || status === 304 || asked?.method === "HEAD"
    const isChunked = /\ntransfer-encoding:[^\n]*chunked/i.test(head)
    const [, length] = /\ncontent-length:[ \t]*(\d{1,15})[ \t]*\n/i.exec(head) ?? []
    this.body = new HttpBody(isChunked && !isEmpty, isEmpty ? 0 : length === undefined ? Infinity : Number(length))
    if (status === 200 || status === 206 || status === 203)
      this.files = new BodyFiles({ head, path: asked?.path ?? "", time }, "toClient", "", this.found)
    if (this.body.isOver) this.ends(true)
    return end
  }
}

const opening = "HTTP/1."
/** As far as it goes. */
function mayBeAnswer(bytes: Uint8Array, from: number, to: number): boolean {
  const text = latinText(bytes, from, Math.min(to, from + opening.length))
  return opening.startsWith(text)
}

/** "HTTP/1.1 200". */
function isAnswer(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 12 || bytes[from + 8] !== 0x20) return false
  return latinText(bytes, from, from + opening.length) === opening
}
