/** Who this sensor is: a key pair in the site folder, and an id made from its public half. Nothing of the machine goes into it, so renaming never changes it. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from "node:crypto"
import type { Sealer } from "./data-key.ts"
import { groupedCode, readGroupedCode } from "./grouped-code.ts"

export type SensorIdentity = {
  /** In groups, as people read it. */
  readonly id: string
  /** Text of the QR code. */
  readonly qr: string
  /** Base64url; what proves that this very sensor said something. */
  readonly sign: (text: string) => string
  /** The raw Ed25519 public key, base64url. */
  readonly publicKey: string
}

const idCharacters = 23
const secretName = "sensor identity"
const rawKeyBytes = 32

const rawPublicKey = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" }).subarray(-rawKeyBytes)
const idOf = (raw: Uint8Array): string => groupedCode(createHash("sha256").update(raw).digest(), idCharacters)

export const sensorIdOfKey = (publicKey: KeyObject): string => idOf(rawPublicKey(publicKey))

/** Null where it is no sensor id, or one with a mistyped character. */
export const readSensorId = (typed: string): string | null => readGroupedCode(typed, idCharacters)

/** A new key pair, sealed for the site's settings. */
export function makeSensorKey(sealer: Sealer): string {
  const { privateKey } = generateKeyPairSync("ed25519")
  return sealer.seal(privateKey.export({ format: "der", type: "pkcs8" }), secretName)
}

/** Throws SecretUnreadable where the site's data key is another one. */
export function openSensorIdentity(sealed: string, sealer: Sealer): SensorIdentity {
  const der = Buffer.from(sealer.open(sealed, secretName))
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" })
  const raw = rawPublicKey(createPublicKey(key))
  const id = idOf(raw)
  return {
    id,
    qr: `PLANTWARDEN-SENSOR ${id}`,
    sign: (text) => sign(null, Buffer.from(text), key).toString("base64url"),
    publicKey: raw.toString("base64url"),
  }
}

/** Whether the sensor with this id signed the text. */
export function saidBySensor(id: string, publicKey: string, text: string, signature: string): boolean {
  const raw = Buffer.from(publicKey, "base64url")
  if (raw.length !== rawKeyBytes || idOf(raw) !== id) return false
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" })
  return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url"))
}
