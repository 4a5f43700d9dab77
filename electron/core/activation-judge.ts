/** Judging an activation file for this sensor: after its signature, the rules of the sensor, the clock, what is active, and the dates. */
import { createHash } from "node:crypto"
import type { ActivationFile } from "../../shared/api/contract/activation.ts"
import type { ActivationPayload } from "../../shared/setup/activation-payload.ts"
import { readActivationPayload } from "../../shared/setup/activation-payload.ts"
import type { FileRefusal } from "../../shared/setup/activation-refusals.ts"
import { fileRefusal } from "../../shared/setup/activation-refusals.ts"
import { readSensorId } from "../crypto/sensor-identity.ts"
import { FileRefused, readSignedFile } from "../crypto/signed-file.ts"
import type { Trust } from "../crypto/signed-file.ts"
import type { ActivationClock } from "./activation-clock.ts"
import type { ActiveFile } from "./activation-record.ts"

export type JudgingFacts = {
  readonly trust: Trust
  readonly sensorId: string
  readonly clock: ActivationClock
  readonly active: ActiveFile | null
  readonly now: number
}

/** `isActive`: the file that is active already. Such a one is never refused: giving it again changes nothing. */
export type Judgement = {
  readonly payload: ActivationPayload | null
  readonly refusal: FileRefusal | null
  readonly print: string
  readonly isActive: boolean
}

export const isoTime = (microseconds: number): string =>
  new Date(microseconds / 1000)
    .toISOString()
    .replace("T", " ")
    .replace(/:\d\d\.\d+Z$/, " UTC")

export const fileOf = (payload: ActivationPayload, development: boolean): ActivationFile => ({
  id: payload.id,
  issuer: payload.issuer,
  issuedAt: payload.issuedAt,
  sensorId: payload.sensor.id,
  sensorName: payload.sensor.name,
  site: payload.sensor.site,
  zone: payload.sensor.zone,
  mode: payload.mode,
  subscription: payload.subscription,
  validUntil: payload.validUntil,
  uploadBefore: payload.uploadBefore,
  cloud: payload.cloud && [payload.cloud.endpoint, payload.cloud.proxy].filter(Boolean).join(" through "),
  development,
})

function refusalOf(payload: ActivationPayload, facts: JudgingFacts): FileRefusal | null {
  const { clock, active, sensorId, now } = facts
  const wanted = payload.sensor.id
  if (wanted !== null && readSensorId(wanted) !== sensorId)
    return fileRefusal("other-sensor", { found: wanted, own: sensorId })
  const latest = Math.max(clock.seen, payload.issuedAt)
  if (clock.isBehind(latest)) return fileRefusal("clock-behind", { now: isoTime(now), seen: isoTime(latest) })
  if (active && payload.issuedAt <= active.payload.issuedAt)
    return fileRefusal("already-used", {
      what: `it was issued on ${isoTime(payload.issuedAt)}, the active one on ${isoTime(active.payload.issuedAt)}`,
    })
  if (now >= payload.uploadBefore) return fileRefusal("upload-window-passed", { before: isoTime(payload.uploadBefore) })
  if (payload.validUntil !== null && now >= payload.validUntil)
    return fileRefusal("expired", { until: isoTime(payload.validUntil) })
  return null
}

/** Never throws FileRefused: what is wrong stands in the judgement. */
export async function judgeActivation(document: string, facts: JudgingFacts): Promise<Judgement> {
  const print = createHash("sha256").update(document.trim()).digest("hex")
  try {
    const signed = await readSignedFile(document, "activation", facts.trust)
    const read = readActivationPayload(signed.payload)
    if ("fault" in read) throw new FileRefused("not-a-signed-file", { what: read.fault })
    const isActive = facts.active?.print === print
    return { payload: read.payload, refusal: isActive ? null : refusalOf(read.payload, facts), print, isActive }
  } catch (error) {
    if (error instanceof FileRefused) return { payload: null, refusal: error.refusal, print, isActive: false }
    throw error
  }
}
