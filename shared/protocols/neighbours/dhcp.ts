/** DHCP and BOOTP (RFC 2131 section 2, RFC 2132 options, RFC 951): who asks for an address, as what, and what it gets. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import { ipv4At } from "../../net/ip.ts"
import { macAt } from "../../net/mac.ts"
import type { Dissector, Findings, Whose } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const messages: ReadonlyMap<number, string> = new Map([
  [0, "bootp"],
  [1, "discover"],
  [2, "offer"],
  [3, "request"],
  [4, "decline"],
  [5, "acknowledge"],
  [6, "refuse"],
  [7, "release"],
  [8, "inform"],
  [9, "force renew"],
  [10, "lease query"],
  [11, "lease unassigned"],
  [12, "lease unknown"],
  [13, "lease active"],
])

const dhcpProtocol = protocol({
  name: "dhcp",
  title: "DHCP",
  family: "name",
  wireshark: "dhcp",
  functionName: (code) => messages.get(code),
})

const MAGIC = 0x63825363
const OFFER = 2
const ACKNOWLEDGE = 5
const REFUSE = 6

/** What the options of one message said. Reused: reading a message writes it. */
const said = { message: 0, overload: 0, server: "" }

export const dhcp: Dissector = {
  protocol: dhcpProtocol,
  // The server's port alone: the client's, 68, would make a server of who is answered.
  udp: [67],

  /** Request or reply, a kind of hardware that exists (RFC 1700) and an address that fits its field; the capture may be cut after it. */
  probe(bytes, from, to) {
    if (to - from < 44) return false
    const operation = bytes[from]!
    return (operation === 1 || operation === 2) && bytes[from + 1]! <= 37 && bytes[from + 2]! <= 16
  },

  read(r, _about, out) {
    const start = r.at
    const operation = r.u8("Operation")
    const hardware = r.u8("Hardware type")
    const hardwareLength = r.u8("Hardware address length")
    r.u8("Hops")
    r.u32("Transaction identifier")
    r.u16("Seconds")
    r.u16("Flags")
    const clientAt = r.at
    r.u32("Client address")
    const yourAt = r.at
    const yours = r.u32("Your address")
    r.u32("Next server")
    r.u32("Relay agent")
    const macFrom = r.at
    r.skip(16, "Client hardware address")
    r.skip(64, "Server host name")
    r.skip(128, "Boot file name")
    said.message = 0
    said.overload = 0
    said.server = ""
    const mac = hardware === 1 && hardwareLength === 6 ? macAt(r.bytes, macFrom) : ""
    const whose: Whose = mac === "" ? (operation === 1 ? "sender" : "receiver") : { mac }
    if (r.left >= 4 && r.u32("Magic cookie") === MAGIC) readAllOptions(r, out, start, whose, operation)
    out.operation(
      dhcpProtocol,
      said.message,
      operation === 1 ? "request" : said.message === REFUSE ? "exception" : "response",
    )
    if (operation === 2) tellLease(mac, out)
    const at = yours !== 0 ? yourAt : clientAt
    if (
      said.message === ACKNOWLEDGE &&
      mac !== "" &&
      mac !== "00:00:00:00:00:00" &&
      ipv4At(r.bytes, at) !== "0.0.0.0"
    ) {
      out.binding(mac, ipv4At(r.bytes, at), "dhcp", at, 4)
    }
  },
}

/** Without the option that names the server (RFC 2132 section 9.7), nobody is meant. */
function tellLease(mac: string, out: Findings): void {
  const { message, server } = said
  if (server === "" || (message !== OFFER && message !== ACKNOWLEDGE && message !== REFUSE)) return
  out.tell({ kind: "lease", outcome: message === REFUSE ? "refused" : "given", by: server, mac })
}

/** Options stand after the cookie and, where option 52 says so, in the fields for file and server name too. */
function readAllOptions(r: Reader, out: Findings, start: number, whose: Whose, operation: number): void {
  readOptions(r, out, whose, operation)
  const at = r.at
  const end = r.end
  const overload = said.overload
  if (overload & 1) {
    r.at = start + 108
    r.end = r.at + 128
    readOptions(r, out, whose, operation)
  }
  if (overload & 2) {
    r.at = start + 44
    r.end = r.at + 64
    readOptions(r, out, whose, operation)
  }
  r.at = at
  r.end = end
}

function readOptions(r: Reader, out: Findings, whose: Whose, operation: number): void {
  while (r.left > 0) {
    const code = r.u8("Option")
    if (code === 0) continue
    if (code === 255) return
    const length = r.u8("Length")
    if (length > r.left) throw new Malformed(`DHCP option ${code} of ${length} bytes, ${r.left} are there`)
    readOption(r, out, whose, operation, code, length)
  }
}

function readOption(r: Reader, out: Findings, whose: Whose, operation: number, code: number, length: number): void {
  const at = r.at
  switch (code) {
    case 12: {
      const name = r.text(length, "Host name").replace(/\0+$/, "")
      if (name === "") return
      out.name("dhcpHostnames", name)
      if (/^[\x21-\x7e]+$/.test(name)) out.claim(whose, "hostname", name, "DHCP host name", 0.85, at, length)
      return
    }
    case 52:
      if (length === 1) said.overload = r.u8("Overload")
      else r.skip(length)
      return
    case 53:
      if (length === 1) said.message = r.u8("Message type")
      else r.skip(length)
      return
    case 54:
      if (length === 4) said.server = ipv4At(r.bytes, at)
      r.skip(length, "Server")
      return
    case 60: {
      const vendorClass = r.text(length, "Vendor class").replace(/\0+$/, "")
      if (operation !== 1 || !/^[\x20-\x7e]{3,}$/.test(vendorClass)) return
      if (vendorClass.startsWith("MSFT ")) out.claim(whose, "os", "Windows", "DHCP vendor class", 0.7, at, length)
      else out.claim(whose, "description", vendorClass, "DHCP vendor class", 0.5, at, length)
      return
    }
    default:
      r.skip(length, "Value")
  }
}
