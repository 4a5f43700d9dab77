/** Who a session of OPC UA is for: OPC 10000-4 section 5.6.3 (ActivateSession). */
import type { Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { masked, withSecret } from "../office/credentials.ts"
import { latinText, shownText } from "../office/lines.ts"
import { details } from "./opc-ua-details.ts"
import { readCount, readExtension, readLength, skipText } from "./opc-ua-encoding.ts"
import { areas } from "./opc-ua-places.ts"
import type { Protocol } from "../protocol.ts"

/** Sections 5.6.3 and 7.40: who the session is for. Passwords are passed over. */
export function readActivate(r: Reader, out: Findings, protocol: Protocol, plain: boolean): void {
  skipText(r, "Algorithm of the client's signature")
  skipText(r, "Client's signature")
  const certificates = readCount(r, "Client software certificates")
  for (let n = 0; n < certificates * 2; n++) skipText(r, "Client software certificate")
  const locales = readCount(r, "Locales")
  for (let n = 0; n < locales; n++) skipText(r, "Locale")
  const type = readExtension(r, "User identity")
  if (type === ANONYMOUS || type === -1) {
    out.detail(protocol, details.user | 1)
    return out.place(areas.user, 0, 1)
  }
  skipText(r, "Policy")
  if (type === USER_NAME) readUser(r, out, protocol, plain)
  else out.detail(protocol, details.user | (type === USER_CERTIFICATE ? 3 : type === USER_TOKEN ? 4 : 0))
}

const ANONYMOUS = 321
const USER_NAME = 324
const USER_CERTIFICATE = 327
const USER_TOKEN = 940

function readUser(r: Reader, out: Findings, protocol: Protocol, plain: boolean): void {
  const length = readLength(r, "User name")
  const { at } = r
  r.skip(length, "User name")
  const secret = readLength(r, "Password")
  const password = latinText(r.bytes, r.at, r.at + Math.max(0, secret))
  r.skip(secret, "Password")
  const sealed = readLength(r, "Encryption algorithm") > 0
  out.detail(protocol, details.user | (plain && !sealed && secret > 0 ? 5 : 2))
  if (length > 0) out.named(areas.user, at, length)
  const isClear = plain && !sealed && secret > 0
  const user = shownText(r.bytes, at, at + length, 64)
  out.tell({ kind: "presented", user, isClear, ...withSecret(isClear ? masked(user, password) : null) })
}
