/** Trivial file transfer (RFC 1350, options RFC 2347): who asks for which file. The file itself goes over other ports, which are followed. */
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"
import { TftpData } from "./tftp-data.ts"
import { indexOfByte, shownText } from "./lines.ts"

const READ = 1
const WRITE = 2
const operations: ReadonlyMap<number, string> = new Map([
  [READ, "read request"],
  [WRITE, "write request"],
  [3, "data"],
  [4, "acknowledgement"],
  [5, "error"],
  [6, "options acknowledged"],
])

const tftpProtocol = protocol({
  name: "tftp",
  title: "TFTP",
  family: "office",
  wireshark: "tftp",
  functionName: (code) => operations.get(code),
  wiresharkFunction: (code) => `tftp.opcode == ${code}`,
  placeText: ({ name }) => shownText(name, 0, name.length, 64),
  commands: { [WRITE]: { does: "Write a file over TFTP", technique: "T0867" } },
})

const modes: ReadonlySet<string> = new Set(["netascii", "octet", "mail"])

/** Where the text that a zero ends begins and ends; -1 where no zero comes. */
const textTo = (bytes: Uint8Array, from: number, to: number): number => indexOfByte(bytes, 0, from, to)

export const tftp: Dissector = {
  protocol: tftpProtocol,
  udp: [69],

  /** A request: its name and its mode, each ended by a zero. Anything else does not come to this port. */
  probe(bytes, from, to) {
    if (to - from < 8 || bytes[from] !== 0 || (bytes[from + 1] !== READ && bytes[from + 1] !== WRITE)) return false
    const name = textTo(bytes, from + 2, to)
    if (name <= from + 2) return false
    const mode = textTo(bytes, name + 1, to)
    return mode > 0 && modes.has(shownText(bytes, name + 1, mode, 16).toLowerCase())
  },

  read(r, about, out) {
    const code = r.u16("Operation")
    const from = r.at
    const end = code === READ || code === WRITE ? textTo(r.bytes, from, r.end) : -1
    out.operation(
      tftpProtocol,
      code,
      code === READ || code === WRITE ? "request" : code === 5 ? "exception" : "message",
    )
    if (end > from) {
      out.named(0, from, end - from)
      const name = shownText(r.bytes, from, end, 255)
      const way = code === READ ? "toClient" : "toServer"
      out.tell({ kind: "file", name, way })
      // The server answers from a port of its own.
      out.expects("sender", about.sourcePort, new TftpData(name, way))
      r.skip(end - from, "File name")
    }
    if (r.left > 0) r.skip(r.left, end > from ? "Mode and options" : "Content")
  },
}
