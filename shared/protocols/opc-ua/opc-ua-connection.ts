/** How a connection of OPC UA over TCP begins, and how it fails: OPC 10000-6 section 7.1.2. */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { tellStatus } from "./opc-ua-answers.ts"
import { readLength, skipText } from "./opc-ua-encoding.ts"
import { ERR, HEL, RHE } from "./opc-ua-head.ts"
import * as names from "./opc-ua-names.ts"
import { areas } from "./opc-ua-places.ts"
import type { Protocol } from "../protocol.ts"

/** Messages without a channel. */
export function readConnection(r: Reader, out: Findings, protocol: Protocol, type: number): void {
  if (type === RHE) {
    out.operation(protocol, names.REVERSE_HELLO, "message")
    skipText(r, "Server URI")
    skipText(r, "Endpoint URL")
    return
  }
  if (type === ERR) {
    out.operation(protocol, names.ERROR, "message")
    tellStatus(out, protocol, r.u32le("Error"))
    skipText(r, "Reason")
    return
  }
  out.operation(protocol, names.HELLO, type === HEL ? "request" : "response")
  r.u32le("Protocol version")
  r.u32le("Receive buffer size")
  r.u32le("Send buffer size")
  r.u32le("Maximum message size")
  r.u32le("Maximum chunk count")
  if (type !== HEL) return
  const length = readLength(r, "Endpoint URL")
  if (length > 0) out.named(areas.endpoint, r.at, length)
  r.skip(length, "Endpoint URL")
}
