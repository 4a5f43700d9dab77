/** Which of competing claims is shown. */
import { changingFields, type ClaimField } from "../facts/claim-field.ts"
import type { Claim } from "./device.ts"

/** The strongest; among equals the earlier one, then the first by value, so that the order of learning does not matter. */
export function strongest(claims: readonly Claim[], field: ClaimField): Claim | undefined {
  let best: Claim | undefined
  for (const claim of claims) if (claim.field === field && (best === undefined || outranks(claim, best))) best = claim
  return best
}

function outranks(a: Claim, b: Claim): boolean {
  if (a.confidence !== b.confidence) return a.confidence > b.confidence
  // What a device says of its state holds until it says otherwise: the newest.
  if (a.time !== b.time) return changingFields.has(a.field) ? a.time > b.time : a.time < b.time
  return a.value < b.value
}
