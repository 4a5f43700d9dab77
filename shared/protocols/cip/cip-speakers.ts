/** Whom the answer of an Identity object describes: the device itself, a slot of its rack, or (by an older connection) one of both. */
import type { Reader } from "../../bytes/reader.ts"
import { readIdentity, readIdentityAttribute, readIdentityList, type Speaker } from "./cip-identity.ts"
import type { CipMemory } from "./cip-memory.ts"
import { UNKNOWN } from "./cip-places.ts"
import type { Findings } from "../dissector.ts"

const GET_ATTRIBUTES_ALL = 0x01
const GET_ATTRIBUTE_LIST = 0x03
const GET_ATTRIBUTE_SINGLE = 0x0e

const direct: Speaker = { whose: "sender", rule: "CIP identity object", confidence: 0.95 }
/** By a connection that was opened before: the answer may be another module's of the same rack. */
const unsure: Speaker = { whose: "sender", rule: "CIP identity object by an older connection", confidence: 0.85 }
export const speakerOf = (slot: number): Speaker =>
  slot >= 0
    ? { whose: { part: slot }, rule: "CIP identity object of a slot", confidence: 0.95 }
    : slot === UNKNOWN
      ? unsure
      : direct

/** Polled over and over: what was told before is passed over. */
export function readIdentityAnswer(
  r: Reader,
  out: Findings,
  memory: CipMemory,
  service: number,
  attribute: number,
  slot: number,
): void {
  if (r.trace === null && memory.isToldAgain(slot, r.bytes, r.at, r.end)) return
  if (service === GET_ATTRIBUTES_ALL) readIdentity(r, out, speakerOf(slot))
  else if (service === GET_ATTRIBUTE_SINGLE) readIdentityAttribute(r, out, attribute, r.left, speakerOf(slot))
  else if (service === GET_ATTRIBUTE_LIST) readIdentityList(r, out, speakerOf(slot))
}
