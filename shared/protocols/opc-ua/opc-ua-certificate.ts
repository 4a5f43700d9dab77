/** The certificates that applications of OPC UA show: whose they are, and until when they are valid. */
import type { Reader } from "../../bytes/reader.ts"
import { certificateFacts, printable, type Place } from "../office/certificate.ts"
import type { Findings } from "../dissector.ts"
import { details } from "./opc-ua-details.ts"
import { readLength } from "./opc-ua-encoding.ts"
import type { Protocol } from "../protocol.ts"

/** The certificate that an application shows, after its length. Several may follow each other: the first is its own. `now`: microseconds. */
export function readCertificate(r: Reader, out: Findings, protocol: Protocol, now: number): void {
  const length = readLength(r, "Certificate")
  if (length === 0) return
  const { bytes, at } = r
  r.skip(length, "Certificate")
  const { commonName, host, begins, ends, end } = certificateFacts(bytes, at, at + length)
  claimPrintable(out, "description", bytes, commonName)
  claimPrintable(out, "hostname", bytes, host)
  if (begins < 0 || ends < 0) return
  const day = new Date(ends).toISOString().slice(0, 10)
  const rule = "OPC UA certificate's validity"
  out.claim("sender", "description", `certificate valid until ${day}`, rule, 0.5, end.at, end.length)
  if (now > ends * 1000) out.detail(protocol, details.certificate | 1)
  else if (now > 0 && now < begins * 1000) out.detail(protocol, details.certificate | 2)
}

function claimPrintable(out: Findings, field: "description" | "hostname", bytes: Uint8Array, place: Place): void {
  const value = printable(bytes, place)
  if (value !== "") out.claim("sender", field, value, "OPC UA certificate", 0.85, place.at, place.length)
}
