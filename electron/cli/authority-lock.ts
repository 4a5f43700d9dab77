/** Secrets of the authority on the disk: locked with a passphrase (scrypt, N = 2^17, then AES-256-GCM) or with a key that was locked so. */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto"

export class WrongPassphrase extends Error {
  override readonly name = "WrongPassphrase"
}

/** Everything but the key, base64. */
type Sealed = { readonly nonce: string; readonly tag: string; readonly body: string }
export type Locked = Sealed & { readonly kdf: "scrypt"; readonly log2N: number; readonly salt: string }

const cost = { log2N: 17, r: 8, p: 1 }
/** What a file may ask for, so that a changed one can't take all the memory. */
const mostLog2N = 20

export function sealWith(key: Uint8Array, secret: Uint8Array): Sealed {
  const nonce = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  const body = Buffer.concat([cipher.update(secret), cipher.final()])
  const base64 = (bytes: Buffer): string => bytes.toString("base64")
  return { nonce: base64(nonce), tag: base64(cipher.getAuthTag()), body: base64(body) }
}

/** Throws WrongPassphrase. */
export function openWith(key: Uint8Array, sealed: Sealed): Buffer {
  const bytes = (text: string): Buffer => Buffer.from(text, "base64")
  const decipher = createDecipheriv("aes-256-gcm", key, bytes(sealed.nonce), { authTagLength: 16 })
  decipher.setAuthTag(bytes(sealed.tag))
  try {
    return Buffer.concat([decipher.update(bytes(sealed.body)), decipher.final()])
  } catch (error) {
    throw new WrongPassphrase("The passphrase is wrong, or the file was changed.", { cause: error })
  }
}

const derive = (passphrase: string, salt: Buffer, log2N: number): Buffer =>
  scryptSync(passphrase.normalize("NFKC"), salt, 32, {
    N: 2 ** log2N,
    r: cost.r,
    p: cost.p,
    maxmem: 2 ** (mostLog2N + 11),
  })

export function lock(secret: Uint8Array, passphrase: string): Locked {
  const salt = randomBytes(16)
  const sealed = sealWith(derive(passphrase, salt, cost.log2N), secret)
  return { kdf: "scrypt", log2N: cost.log2N, salt: salt.toString("base64"), ...sealed }
}

/** Throws WrongPassphrase. */
export function unlock(locked: Locked, passphrase: string): Buffer {
  if (locked.log2N > mostLog2N) throw new WrongPassphrase("The file was changed: its lock asks for too much memory.")
  return openWith(derive(passphrase, Buffer.from(locked.salt, "base64"), locked.log2N), locked)
}
