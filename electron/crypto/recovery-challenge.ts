/**
 * Challenges of password recovery: sensor id and a nonce that stays good for seven days. The nonce carries its time and a keyed checksum over
 * the account's name, so nothing has to be kept of a challenge: no flood from afar can push out the one a technician waits for, and
 * an account that does not exist costs the same work as one that does.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import { bytesOfGroupedCode, groupedCode, readGroupedCode } from "./grouped-code.ts"
import { readSensorId } from "./sensor-identity.ts"

const microsecondsPerMinute = 60_000_000
const lifeMinutes = 7 * 24 * 60
const saltBytes = 3
const headBytes = saltBytes + 4
const checkBytes = 9
const wholeBytes = headBytes + checkBytes
const characters = 27

function checksum(key: Uint8Array, account: string, head: Uint8Array): Buffer {
  const hmac = createHmac("sha256", key).update("recovery challenge\0").update(head).update(account)
  return hmac.digest().subarray(0, checkBytes)
}

/** `expiresAt` and `now`: microseconds since 1970 UTC. */
export function makeChallenge(
  key: Uint8Array,
  sensorId: string,
  account: string,
  now: number,
): { challenge: string; expiresAt: number } {
  const minute = Math.floor(now / microsecondsPerMinute)
  const head = Buffer.alloc(headBytes)
  randomBytes(saltBytes).copy(head)
  head.writeUInt32BE(minute, saltBytes)
  const nonce = groupedCode(Buffer.concat([head, checksum(key, account, head)]), characters)
  return { challenge: `${sensorId} ${nonce}`, expiresAt: (minute + lifeMinutes) * microsecondsPerMinute }
}

export type ChallengeRead = { readonly sensorId: string; readonly nonce: string }

/** The two codes of a challenge as a person or a QR reader gives it; null where a character is mistyped. */
export function readChallenge(typed: string): ChallengeRead | null {
  const plain = typed.replaceAll(/[\s\-–—]/gu, "")
  const sensorId = readSensorId(plain.slice(0, -(characters + 1)))
  const nonce = readGroupedCode(plain.slice(-(characters + 1)), characters)
  return sensorId === null || nonce === null ? null : { sensorId, nonce }
}

/** When the nonce was made for this account by the owner of the key; null where it was not. */
export function challengeMadeAt(key: Uint8Array, nonce: string, account: string): number | null {
  const bytes = Buffer.from(bytesOfGroupedCode(nonce, wholeBytes))
  const head = bytes.subarray(0, headBytes)
  const right = timingSafeEqual(bytes.subarray(headBytes), checksum(key, account, head))
  return right ? head.readUInt32BE(saltBytes) * microsecondsPerMinute : null
}

export const challengeEnd = (madeAt: number): number => madeAt + lifeMinutes * microsecondsPerMinute
