/** File transfer control connections (RFC 959 section 4): replies are counted by their code, so that a refused sign-in shows. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const replies: ReadonlyMap<number, string> = new Map([
  [220, "service ready"],
  [221, "closing"],
  [226, "transfer complete"],
  [230, "signed in"],
  [331, "password needed"],
  [421, "not available"],
  [530, "not signed in"],
  [550, "refused"],
])

const ftpProtocol = protocol({
  name: "ftp",
  title: "FTP",
  family: "office",
  wireshark: "ftp",
  functionName: (code) => replies.get(code),
})

export const ftp: Dissector = {
  protocol: ftpProtocol,
  tcp: [21],

  probe(bytes, from, to) {
    return replyCode(bytes, from, to) > 0 || isCommand(bytes, from, to)
  },

  read(r, _about, out) {
    const code = replyCode(r.bytes, r.at, r.end)
    if (code > 0) out.operation(ftpProtocol, code, code >= 400 ? "exception" : "response")
    r.skip(r.left, code > 0 ? "Reply" : "Command")
  },
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** Three digits from 100 to 659, then a space or a hyphen; 0 where this is none. */
function replyCode(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 4) return 0
  const a = bytes[from]!
  const b = bytes[from + 1]!
  const c = bytes[from + 2]!
  const after = bytes[from + 3]!
  if (!isDigit(a) || !isDigit(b) || !isDigit(c) || (after !== 0x20 && after !== 0x2d)) return 0
  const code = (a - 0x30) * 100 + (b - 0x30) * 10 + (c - 0x30)
  return code >= 100 && code < 660 ? code : 0
}

/** Three or four letters, then a space or the line's end. */
function isCommand(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at < to && at - from < 5 && (bytes[at]! & 0xdf) >= 0x41 && (bytes[at]! & 0xdf) <= 0x5a) at++
  const length = at - from
  return (length === 3 || length === 4) && at < to && (bytes[at] === 0x20 || bytes[at] === 0x0d)
}
