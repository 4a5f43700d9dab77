/**
 * Files within a mail or a form that is sent up: MIME (RFC 2045, RFC 2046 section 5.1, RFC 2183; multipart/form-data RFC 7578). Read line by line as the bytes
 * pass; of a part with a file name the content is decoded (base64, quoted-printable) and counted and hashed, of all else nothing is kept.
 */
import type { CarriedFile } from "../../facts/fact.ts"
import { FileBody } from "./file-body.ts"
import { latinText } from "./lines.ts"
import { Base64, quotedPrintable } from "./transfer-encoding.ts"

/** A longer line is taken in pieces, of which only the first can be a boundary or a header. */
const longestLine = 4096
const longestHead = 16_384
const mostNested = 8

type Encoding = "base64" | "quoted-printable" | "as it is"

export class MimeFiles {
  private readonly way: CarriedFile["way"]
  private readonly found: (file: CarriedFile) => void
  private readonly line = new Uint8Array(longestLine)
  private filled = 0
  /** The line that is being put together began in a piece before. */
  private goesOn = false
  private head = ""
  private isHead: boolean
  private readonly boundaries: string[] = []
  private body: FileBody | null = null
  private encoding: Encoding = "as it is"
  private readonly base64 = new Base64()
  /** The end of the line before: it belongs to a boundary that follows, else to the content. */
  private lineEnd: Uint8Array = none

  /** `boundary`: of what is known to have parts; "" where the head tells. */
  constructor(way: CarriedFile["way"], boundary: string, found: (file: CarriedFile) => void) {
    this.way = way
    this.found = found
    this.isHead = boundary === ""
    if (boundary !== "") this.boundaries.push(boundary)
  }

  take(bytes: Uint8Array, from: number, to: number, time: number): void {
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!
      this.line[this.filled++] = byte
      if (byte === 0x0a || this.filled === longestLine) this.lineDone(byte === 0x0a, time)
    }
  }

  /** No more comes. */
  over(isWhole: boolean): void {
    if (this.filled > 0 && !this.isHead) this.content(this.line.subarray(0, this.filled), none)
    this.filled = 0
    this.close(isWhole && this.boundaries.length === 0)
  }

  private lineDone(isEnd: boolean, time: number): void {
    const { line, filled, goesOn } = this
    let end = filled
    if (isEnd) end -= filled > 1 && line[filled - 2] === 0x0d ? 2 : 1
    this.filled = 0
    this.goesOn = !isEnd
    if (!goesOn && this.isBoundary(end)) return
    if (this.isHead) return this.header(latinText(line, 0, end), time)
    this.content(line.subarray(0, end), isEnd ? line.slice(end, filled) : none)
  }

  /** Two hyphens and the boundary; two more end the last part. An outer one ends all within. */
  private isBoundary(end: number): boolean {
    if (end < 3 || this.line[0] !== 0x2d || this.line[1] !== 0x2d) return false
    const text = latinText(this.line, 2, end).trimEnd()
    for (let n = this.boundaries.length - 1; n >= 0; n--) {
      const boundary = this.boundaries[n]!
      const isLast = text === `${boundary}--`
      if (text !== boundary && !isLast) continue
      this.close(true)
      this.boundaries.length = isLast ? n : n + 1
      this.isHead = !isLast
      this.head = ""
      return true
    }
    return false
  }

  private header(text: string, time: number): void {
    if (text !== "") {
      if (this.head.length < longestHead) this.head += /^[ \t]/.test(text) ? ` ${text.trim()}` : `\n${text}`
      return
    }
    this.isHead = false
    const boundary = parameter(this.head, "content-type", "boundary")
    if (boundary !== "" && this.boundaries.length < mostNested) this.boundaries.push(boundary)
    const name = parameter(this.head, "content-disposition", "filename") || parameter(this.head, "content-type", "name")
    this.encoding = encodingOf(this.head)
    this.base64.restart()
    this.lineEnd = none
    if (name !== "" && boundary === "") this.body = new FileBody(name, this.way, time)
    this.head = ""
  }

  private content(text: Uint8Array, lineEnd: Uint8Array): void {
    const { body } = this
    if (body === null) return
    if (this.encoding === "base64") return this.base64.decode(text, body)
    body.take(this.lineEnd, 0, this.lineEnd.length)
    this.lineEnd = lineEnd
    if (this.encoding === "as it is") return body.take(text, 0, text.length)
    const { bytes, isSoft } = quotedPrintable(text)
    body.take(bytes, 0, bytes.length)
    if (isSoft) this.lineEnd = none
  }

  private close(isWhole: boolean): void {
    if (this.body !== null) this.found(this.body.over(isWhole && (this.encoding !== "base64" || this.base64.isClean)))
    this.body = null
  }
}

const none = new Uint8Array()

function encodingOf(head: string): Encoding {
  const [, word = ""] = /\ncontent-transfer-encoding:\s*([\w-]+)/i.exec(head) ?? []
  const encoding = word.toLowerCase()
  return encoding === "base64" || encoding === "quoted-printable" ? encoding : "as it is"
}

/** A parameter of a header, in quotes or not; a name with an asterisk says its alphabet first (RFC 2231), pieces of one are put together. */
export function parameter(head: string, header: string, name: string): string {
  const start = head.toLowerCase().indexOf(`\n${header}:`)
  if (start < 0) return ""
  const end = head.indexOf("\n", start + 1)
  const line = head.slice(start, end < 0 ? undefined : end)
  const plain = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, "i").exec(line)
  if (plain) return words(plain[1] ?? plain[2] ?? "")
  const pieces = [...line.matchAll(new RegExp(`;\\s*${name}\\*(?:\\d*\\*?)=\\s*(?:"([^"]*)"|([^;\\s]+))`, "gi"))]
  return unescaped(pieces.map(([, quoted, bare]) => quoted ?? bare ?? "").join(""))
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replace(/^[\w-]*'[\w-]*'/, ""))
  } catch (failure) {
    if (failure instanceof URIError) return text
    throw failure
  }
}

const utf8 = new TextDecoder("utf-8")
/** RFC 2047: "=?utf-8?B?…?=" and "=?utf-8?Q?…?=". */
const words = (text: string): string =>
  text.replace(/=\?[\w-]+\?([bq])\?([^?]*)\?=\s*/gi, (_, kind: string, said: string) => {
    const bytes = Uint8Array.from(said.replaceAll("_", " "), (letter) => letter.charCodeAt(0) & 255)
    if (kind.toLowerCase() === "q") return utf8.decode(quotedPrintable(bytes).bytes)
    const whole = new Uint8Array(bytes.length)
    let length = 0
    new Base64().decode(bytes, {
      take(some, from, to) {
        whole.set(some.subarray(from, to), length)
        length += to - from
      },
    })
    return utf8.decode(whole.subarray(0, length))
  })
