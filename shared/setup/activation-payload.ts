/** What stands inside signed files (spec "Signed files", Container): one schema per kind. Times are ISO 8601 in the file and microseconds since 1970 UTC once read. */
import * as v from "valibot"

export const newestFormat = 1
/** Hours between issuing an activation and the end of its upload window: 14 days. */
export const uploadWindowHours = 14 * 24

/** `noun`: with its article, for sentences. */
export const signedKinds = {
  activation: { extension: ".activation", noun: "an activation file" },
  recovery: { extension: ".recovery", noun: "a password recovery file" },
  intelligence: { extension: ".pack", noun: "an intelligence pack" },
} as const
export type SignedKind = keyof typeof signedKinds
export const isSignedKind = (kind: string): kind is SignedKind => Object.hasOwn(signedKinds, kind)

export const microsecondsPerHour = 3_600_000_000

const text = (most: number) => v.pipe(v.string(), v.maxLength(most))
const time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((said) => Date.parse(said) * 1000),
  v.number(),
  v.check((at) => Number.isFinite(at), "not a time"),
)
const fingerprint = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "not a SHA-256 in small hexadecimal digits"))

/** Common to all; enough to say what a file is, whatever its format. */
const envelope = v.object({
  format: v.pipe(v.number(), v.integer(), v.minValue(1)),
  kind: text(60),
  id: v.pipe(v.string(), v.uuid()),
  issuedAt: time,
  issuer: text(200),
})
export type Envelope = v.InferOutput<typeof envelope>

const activationPayload = v.object({
  ...envelope.entries,
  sensor: v.object({ id: v.nullable(text(60)), name: text(100), site: text(100), zone: text(100) }),
  mode: v.picklist(["cloud-connected", "locally-connected"]),
  subscription: v.object({ id: text(100), name: text(200) }),
  validUntil: v.nullable(time),
  uploadBefore: time,
  /** Where a cloud-connected sensor forwards to. */
  cloud: v.nullable(v.object({ endpoint: text(500), proxy: v.optional(text(500)) })),
})
export type ActivationPayload = v.InferOutput<typeof activationPayload>

const recoveryPayload = v.object({
  ...envelope.entries,
  sensor: v.object({ id: text(60) }),
  challenge: text(500),
  account: text(64),
})

const packPayload = v.object({
  ...envelope.entries,
  version: text(60),
  contents: v.pipe(
    v.array(
      v.object({
        path: text(200),
        sha256: fingerprint,
        size: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
    v.maxLength(10_000),
  ),
  /** Signing certificates that are not trusted any more: the SHA-256 of what their issuer signed. */
  revoked: v.optional(v.pipe(v.array(fingerprint), v.maxLength(10_000)), []),
})
export type PackPayload = v.InferOutput<typeof packPayload>

export type PayloadRead<Payload> = { readonly payload: Payload } | { readonly fault: string }

function reader<const Schema extends v.GenericSchema>(schema: Schema) {
  return (value: unknown): PayloadRead<v.InferOutput<Schema>> => {
    const result = v.safeParse(schema, value)
    if (result.success) return { payload: result.output }
    const issue = result.issues[0]
    const place = issue?.path?.map((item) => String(item.key)).join(".") ?? ""
    return { fault: place === "" ? "what it says can't be read" : `its entry “${place}” is missing or wrong` }
  }
}

export const readEnvelope = reader(envelope)
export const readActivationPayload = reader(activationPayload)
export const readRecoveryPayload = reader(recoveryPayload)
export const readPackPayload = reader(packPayload)
