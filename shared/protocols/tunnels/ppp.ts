/** The point-to-point protocol (RFC 1661) inside PPPoE, L2TP and PPTP: what it carries, and how the ends sign in (PAP, CHAP). */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { About, Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const PAP = 0xc023
const CHAP = 0xc223
/** Control protocols by their numbers (IANA PPP DLL protocol numbers). */
const CONTROLS: Readonly<Record<number, string>> = {
  0x8021: "IPCP",
  0x8057: "IPv6CP",
  0x80fd: "CCP",
  0x8281: "MPLSCP",
  0xc021: "LCP",
  [PAP]: "PAP",
  0xc025: "link quality report",
  [CHAP]: "CHAP",
  0xc227: "EAP",
}

const pppProtocol = protocol({
  name: "ppp",
  title: "PPP",
  family: "network",
  wireshark: "ppp",
  functionKey: (code) => code.toString(16).padStart(4, "0"),
  functionName: (code) => CONTROLS[code],
})

class Asking {
  user = ""
}
const begin = (): Asking => new Asking()

/** Payload by its number: IPv4, IPv6, MPLS. */
const ETHERTYPES: Readonly<Record<number, number>> = { 0x0021: 0x0800, 0x0057: 0x86dd, 0x0281: 0x8847, 0x0283: 0x8848 }

export const ppp: Dissector = {
  protocol: pppProtocol,
  over: ["ppp"],
  probe: (_bytes, from, to) => to > from,

  read(r, about, out) {
    r.need(1)
    if (r.left >= 2 && r.bytes[r.at] === 0xff && r.bytes[r.at + 1] === 3) r.u16("Address and control")
    r.need(1)
    // An odd first byte is the whole number: protocol field compression (section 6.5).
    const type = (r.bytes[r.at]! & 1) !== 0 ? r.u8("Protocol") : r.u16("Protocol")
    const ethertype = ETHERTYPES[type]
    if (ethertype !== undefined) return out.opening.frame(ethertype, r.at, r.end)
    if (CONTROLS[type] === undefined) return void out.inner("", r, r.at, r.end) // compressed, encrypted, or not known
    out.operation(pppProtocol, type, "message")
    control(r, type, about, out)
  },
}

/** Section 5: code, identifier, length; what follows by protocol. */
function control(r: Reader, type: number, about: About, out: Findings): void {
  const code = r.u8("Code")
  r.u8("Identifier")
  const length = r.u16("Length")
  if (length < 4) throw new Malformed(`PPP control message of ${length} bytes`)
  r.need(length - 4)
  const end = r.at + length - 4
  if (type === PAP) passwordSignIn(r, code, end, about, out)
  else if (type === CHAP && (code === 3 || code === 4)) out.tell(signedIn(about, code === 3, false))
  else if (type === CHAP && code === 2) response(r, end, about)
  if (end > r.at) r.skip(end - r.at, "Data")
}

/** RFC 1334, section 2: the request names user and password; 2 accepts, 3 refuses. */
function passwordSignIn(r: Reader, code: number, end: number, about: About, out: Findings): void {
  if (code !== 1) return out.tell(signedIn(about, code === 2, true))
  const length = r.u8("Length of the name")
  if (r.at + length > end) throw new Malformed("a name of PAP is longer than its message")
  about.recall(begin).user = r.text(length, "Name")
}

/** RFC 1994, section 4.1: the name stands behind the value. */
function response(r: Reader, end: number, about: About): void {
  r.skip(r.u8("Length of the value"), "Value")
  if (r.at < end) about.recall(begin).user = r.text(end - r.at, "Name")
}

const signedIn = (about: About, succeeded: boolean, isClear: boolean) =>
  ({ kind: "signIn", user: about.recall(begin).user, succeeded, isClear }) as const
