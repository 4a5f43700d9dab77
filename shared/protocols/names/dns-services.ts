/**
 * What a device offers, as it announces it over multicast DNS (RFC 6763 section 4.1): "_ipp._tcp.local" points at an instance of its own. The names are those
 * of IANA's service registry; only those are listed that one kind of device offers.
 */
import type { Findings } from "../dissector.ts"

type Offer = readonly [type: string, confidence: number]

const offers: Readonly<Record<string, Offer>> = {
  "_ipp._tcp.local": ["printer", 0.5],
  "_ipps._tcp.local": ["printer", 0.5],
  "_printer._tcp.local": ["printer", 0.5],
  "_pdl-datastream._tcp.local": ["printer", 0.5],
  "_axis-video._tcp.local": ["ip-camera", 0.6],
  "_rtsp._tcp.local": ["ip-camera", 0.4],
  "_adisk._tcp.local": ["storage", 0.4],
  "_sip._udp.local": ["phone", 0.35],
  "_workstation._tcp.local": ["workstation", 0.3],
  "_companion-link._tcp.local": ["workstation", 0.2],
}

/** A pointer in an answer: `name` is the service, the instance stands behind it. */
export function claimService(name: string, at: number, length: number, out: Findings): void {
  const offer = Object.hasOwn(offers, name) ? offers[name] : undefined
  if (offer === undefined) return
  const [type, confidence] = offer
  out.claim("sender", "type", type, `announces ${name.slice(1, name.indexOf("."))}`, confidence, at, length)
}

const deviceInfo = "._device-info._tcp.local"
const utf8 = new TextDecoder("utf-8")

/** Apple's systems describe their own model there: strings with their length in front (RFC 6763 section 6.1). */
export function claimModel(name: string, bytes: Uint8Array, from: number, to: number, out: Findings): void {
  if (!name.endsWith(deviceInfo)) return
  for (let at = from; at < to; at += 1 + bytes[at]!) {
    const end = at + 1 + bytes[at]!
    if (end > to) return
    const text = utf8.decode(bytes.subarray(at + 1, end))
    if (!text.startsWith("model=") || !/^[\x20-\x7e]{7,}$/.test(text)) continue
    out.claim("sender", "model", text.slice(6), "mDNS device info", 0.7, at + 7, end - at - 7)
  }
}
