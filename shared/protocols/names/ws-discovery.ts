/**
 * Web Services Dynamic Discovery (OASIS 1.1, 2009), SOAP over UDP: who looks for what, and what computers, printers and cameras say that they are. What ONVIF cameras
 * add (ONVIF Core Specification section 7.3.2.2) names and places them. No XML parser: a few elements are found by their names, as deep as they may be.
 */
import type { Dissector, Findings } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const actions = ["Hello", "Bye", "Probe", "ProbeMatches", "Resolve", "ResolveMatches"] as const
const words: Readonly<Record<(typeof actions)[number], string>> = {
  Hello: "hello",
  Bye: "bye",
  Probe: "probe",
  ProbeMatches: "probe matches",
  Resolve: "resolve",
  ResolveMatches: "resolve matches",
}

const wsDiscoveryProtocol = protocol({
  name: "ws-discovery",
  title: "WS-Discovery",
  family: "name",
  wireshark: "xml",
  functionName: (code) => {
    const action = actions[code]
    return action === undefined ? undefined : words[action]
  },
})

const RULE = "WS-Discovery types"
const ONVIF_RULE = "ONVIF scopes"
/** Bytes that are looked at. */
const longest = 16_384
const latin = new TextDecoder("latin1")

export const wsDiscovery: Dissector = {
  protocol: wsDiscoveryProtocol,
  udp: [3702],

  /** "<?xml" or the envelope itself, with a prefix of its own. */
  probe(bytes, from, to) {
    if (to - from < 40 || bytes[from] !== 0x3c) return false
    const start = latin.decode(bytes.subarray(from, Math.min(to, from + 400)))
    return /^<(?:\?xml|[\w-]*:?Envelope)/.test(start) && start.includes("Envelope")
  },

  read(r, _about, out) {
    const at = r.at
    const text = latin.decode(r.bytes.subarray(at, Math.min(r.end, at + longest)))
    r.skip(r.left, "Envelope")
    const action = /\/(Hello|Bye|ProbeMatches|Probe|ResolveMatches|Resolve)\s*</.exec(text)?.[1]
    if (action === undefined) return
    const code = actions.indexOf(action as (typeof actions)[number])
    const isAnswer = action.endsWith("Matches")
    const asks = action === "Probe" || action === "Resolve"
    out.operation(wsDiscoveryProtocol, code, asks ? "request" : isAnswer ? "response" : "message")
    if (asks || action === "Bye") return
    claimTypes(text, at, out)
    claimScopes(text, at, out)
  },
}

/** The contents of the first element of this name, whatever its prefix: where they stand, and how long they are. */
function contents(text: string, name: string): { readonly at: number; readonly length: number } {
  const opened = new RegExp(`<(?:[\\w-]+:)?${name}(?:\\s[^<>]*)?>`).exec(text)
  if (opened === null) return { at: 0, length: 0 }
  const at = opened.index + opened[0].length
  const end = text.indexOf("<", at)
  return end < 0 ? { at: 0, length: 0 } : { at, length: end - at }
}

/** Names of types, as their specifications have them. */
const types: readonly (readonly [name: RegExp, type: string, says: string])[] = [
  [/NetworkVideoTransmitter/, "ip-camera", "network camera (ONVIF)"],
  [/PrintDeviceType|PrinterServiceType/, "printer", "printer"],
  [/ScanDeviceType|ScannerServiceType/, "printer", "scanner"],
  [/:Computer\b/, "workstation", "Windows computer"],
]

function claimTypes(text: string, base: number, out: Findings): void {
  const { at, length } = contents(text, "Types")
  const said = text.slice(at, at + length)
  const found = types.find(([name]) => name.test(said))
  if (found === undefined) return
  const [, type, says] = found
  out.claim("sender", "type", type, RULE, 0.7, base + at, length)
  out.claim("sender", "description", `announces itself as ${says}`, RULE, 0.5, base + at, length)
  if (type === "workstation") out.claim("sender", "os", "Windows", RULE, 0.5, base + at, length)
}

/** "onvif://www.onvif.org/hardware/M3045-V" or ".../location/city/Lyon", with the marks of web addresses for what is no letter. */
const fields: Readonly<Record<string, "model" | "hostname" | "location">> = {
  hardware: "model",
  name: "hostname",
  location: "location",
}

function claimScopes(text: string, base: number, out: Findings): void {
  const { at, length } = contents(text, "Scopes")
  const scopes = text.slice(at, at + length)
  const each = /onvif:\/\/www\.onvif\.org\/(hardware|name|location)\/(?:[^\s/]+\/)*([^\s/]{1,100})/g
  for (let one = each.exec(scopes); one !== null; one = each.exec(scopes)) {
    const [whole, what = "", value = ""] = one
    const field = fields[what]
    const plain = unescaped(value)
    if (field === undefined || plain === "") continue
    const from = base + at + one.index + whole.length - value.length
    // A camera's name is its maker's and its model's as a rule; it is a name of its own where it has no space.
    if (field === "hostname" && plain.includes(" "))
      out.claim("sender", "description", plain, ONVIF_RULE, 0.6, from, value.length)
    else out.claim("sender", field, plain, ONVIF_RULE, 0.7, from, value.length)
  }
}

/** RFC 3986 section 2.1; "" where it is no text. */
function unescaped(text: string): string {
  try {
    const plain = decodeURIComponent(text).trim()
    return /^\P{Cc}+$/u.test(plain) ? plain : ""
  } catch {
    return ""
  }
}
