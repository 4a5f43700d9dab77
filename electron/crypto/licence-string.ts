/**
 * Licence strings for sensors that carry an activation from before 10.0: letters over a version, a mark of the Activation ID, the end date
 * and an Ed25519 signature over the whole Activation ID and that date. It can be read out over the phone.
 */
import { createHash, sign, verify, type KeyObject } from "node:crypto"
import { licenceLetters, readLicenceLetters } from "../../shared/setup/licence-letters.ts"

const version = 1
const markBytes = 3
const signatureBytes = 64
const bodyBytes = 1 + markBytes + 2
const wholeBytes = bodyBytes + signatureBytes
const millisecondsPerDay = 86_400_000
const firstDay = Date.UTC(2020, 0, 1)
const lastDay = 0xffff

export type LicenceFault = "mistyped-group" | "bad-signature" | "other-sensor" | "expired"
/** `validUntil`: microseconds since 1970 UTC, the end of the last day. */
export type LicenceRead =
  { readonly validUntil: number } | { readonly fault: LicenceFault; readonly sentence: string; readonly remedy: string }

const plain = (activationId: string): string => activationId.replaceAll(/[\s-]/g, "").toUpperCase()
const markOf = (activationId: string): Buffer =>
  createHash("sha256").update(plain(activationId)).digest().subarray(0, markBytes)
const signedText = (activationId: string, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`plantwarden licence\n${plain(activationId)}\n`), body])

/** `lastDate`: the last day on which it is valid, as YYYY-MM-DD. Throws RangeError outside 2020 to 2199. */
export function makeLicence(activationId: string, lastDate: string, key: KeyObject): string {
  const day = (Date.parse(`${lastDate}T00:00:00Z`) - firstDay) / millisecondsPerDay
  if (!Number.isInteger(day) || day < 0 || day > lastDay)
    throw new RangeError(`${lastDate} is not a day from 2020 on, written YYYY-MM-DD.`)
  const body = Buffer.concat([Buffer.of(version), markOf(activationId), Buffer.of(day >> 8, day & 0xff)])
  return licenceLetters(Buffer.concat([body, sign(null, signedText(activationId, body), key)]))
}

/** `now`: microseconds since 1970 UTC. */
export function readLicence(typed: string, activationId: string, key: KeyObject, now: number): LicenceRead {
  const read = readLicenceLetters(typed, wholeBytes)
  if ("fault" in read)
    return {
      fault: "mistyped-group",
      sentence: read.fault,
      remedy: "Compare it with the office's letters, group by group.",
    }
  const body = Buffer.from(read.bytes.subarray(0, bodyBytes))
  const signature = read.bytes.subarray(bodyBytes)
  if (body[0] === version && !body.subarray(1, 1 + markBytes).equals(markOf(activationId)))
    return {
      fault: "other-sensor",
      sentence: `The licence string is for another Activation ID than ${activationId}.`,
      remedy: "Read out the Activation ID shown here to the office and ask for its licence string.",
    }
  if (body[0] !== version || !verify(null, signedText(activationId, body), key, signature))
    return {
      fault: "bad-signature",
      sentence: "The licence string was not signed by an authority that this program trusts.",
      remedy: "Ask the office for a new licence string for the Activation ID shown here.",
    }
  const end = firstDay + (body.readUInt16BE(1 + markBytes) + 1) * millisecondsPerDay
  if (end * 1000 <= now)
    return {
      fault: "expired",
      sentence: `The licence string ended on ${new Date(end - 1).toISOString().slice(0, 10)}.`,
      remedy: "Ask the office for a licence string that is still valid.",
    }
  return { validUntil: end * 1000 }
}
