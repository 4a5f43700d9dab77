/** Activation from a signed file, and password recovery: what passes between the office and this sensor. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { list, nothing, record, text, time } from "../schema.ts"

/** `code` is one of the closed list of the signed files: not-a-signed-file, too-large, bad-signature … */
export const refusal = record({ code: text(40), sentence: text(500), remedy: text(500) })

export const managementMode = v.picklist(["cloud-connected", "locally-connected"])

/** What an activation file says. Times are microseconds; null: none. */
export const activationFile = record({
  id: text(40),
  issuer: text(200),
  issuedAt: time,
  /** Sensor id in groups; null: any sensor may take it. */ sensorId: v.nullable(text(60)),
  sensorName: text(100),
  site: text(100),
  zone: text(100),
  mode: managementMode,
  subscription: record({ id: text(100), name: text(200) }),
  validUntil: v.nullable(time),
  uploadBefore: time,
  cloud: v.nullable(text(2000)),
  /** Signed by the development authority. */ development: v.boolean(),
})
export type ActivationFile = v.InferOutput<typeof activationFile>

/** The file where it could be read so far, and why it is refused, if it is. */
export const judged = record({ file: v.nullable(activationFile), refusal: v.nullable(refusal) })
export type Judged = v.InferOutput<typeof judged>

/** A document as the page read it, or a file on a removable drive that activation.usb listed. */
const source = v.variant("from", [
  v.strictObject({ from: v.literal("document"), text: text(2_000_000) }),
  v.strictObject({ from: v.literal("usb"), path: text(4096) }),
])
export type ActivationSource = v.InferOutput<typeof source>

/** Everything the Subscription & Activation page shows. */
export const activationState = record({
  /** In groups of letters and digits, for paper and phone; `sensorQr` is the text of its QR code. */
  sensorId: text(60),
  sensorQr: text(500),
  status: v.picklist(["not-activated", "active", "expires-soon", "expired", "reactivation-needed"]),
  file: v.nullable(activationFile),
  activatedAt: v.nullable(time),
  activatedBy: text(64),
  termsVersion: text(20),
  /** Whether the file names this sensor; false: "not bound to this sensor", with a receipt for the authority's log. */
  bound: v.boolean(),
  receipt: v.nullable(text(1000)),
  /** What the mode turns on, and what does not work now because it expired; plain sentences. */
  turnsOn: list(text(200), 20),
  stopped: list(text(200), 20),
  /** Present when this site carries an activation from before 10.0. */
  legacy: v.nullable(record({ activationId: text(60), validUntil: v.nullable(time), expired: v.boolean() })),
  history: list(
    record({ at: time, who: text(64), what: text(300), fileId: text(40), mode: text(30), termsVersion: text(20) }),
    500,
  ),
})
export type ActivationState = v.InferOutput<typeof activationState>

export const activation = {
  "activation.state": ask("read", nothing, activationState),
  "activation.terms": ask("read", nothing, record({ version: text(20), text: text(50_000) })),
  "activation.inspect": ask("admin", record({ source }), judged),
  /** Removable drives with fitting files, newest first. */
  "activation.usb": ask(
    "admin",
    nothing,
    record({
      drives: list(
        record({ name: text(200), files: list(record({ name: text(300), path: text(4096), judged }), 100) }),
        20,
      ),
    }),
  ),
  /** Refused with the file's code in `reason`. `termsVersion`: that of the text the person accepted. `changed`: false, the active file was given again. */
  "activation.activate": change(
    "admin",
    record({ source, termsVersion: text(20) }),
    record({ changed: v.boolean(), state: activationState }),
  ),
  /** For sensors with an activation from before 10.0. Refused: mistyped-group, bad-signature, other-sensor, expired. */
  "activation.licence": change("admin", record({ licence: text(2000), termsVersion: text(20) }), activationState),
  /** Always answers, whether or not the account exists. */
  "recovery.challenge": ask(
    "anyone",
    record({ account: text(64) }),
    record({ challenge: text(500), sensorId: text(60), expiresAt: time }),
  ),
  /** The new password, once. */
  "recovery.upload": change(
    "anyone",
    record({ document: text(2_000_000) }),
    record({ account: text(64), password: text(100) }),
  ),
}
