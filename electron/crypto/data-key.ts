/**
 * The site's data key: 32 random bytes that encrypt every secret the site keeps (private keys, passphrases, passwords of other systems).
 * It lies in the site folder in a file that only its owner can read; AES-256-GCM (NIST SP 800-38D), the secret's name as additional data.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto"
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs"
import { join } from "node:path"

export class SecretUnreadable extends Error {
  override readonly name = "SecretUnreadable"
}

/** `name` says what the secret is: one sealed under another name does not open. Throws SecretUnreadable. */
export type Sealer = {
  readonly seal: (secret: Uint8Array, name: string) => string
  readonly open: (sealed: string, name: string) => Uint8Array
  /** A text that only this site gives for the name, and that tells nothing of the key (HMAC-SHA256, RFC 2104). */
  readonly derive: (name: string) => string
}

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
const version = "v1:"

export const dataKeyFile = "data-key"

/** What systems say of drives that know no links, such as FAT on a USB stick. */
const withoutLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL"])

function readOrMake(path: string): Buffer {
  if (existsSync(path)) return readFileSync(path)
  const made = randomBytes(keyBytes)
  const fresh = `${path}.${process.pid}.new`
  const file = openSync(fresh, "wx", 0o600)
  writeSync(file, made)
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(fresh, path) // unlike a rename it never replaces a key that another program made meanwhile
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException
    if (withoutLinks.has(code) && !existsSync(path)) renameSync(fresh, path)
    else if (code !== "EEXIST") throw error
  } finally {
    rmSync(fresh, { force: true })
  }
  return readFileSync(path)
}

/** Made when the folder has none. Throws SecretUnreadable where the file is not a key. */
export function openDataKey(folder: string): Sealer {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, dataKeyFile)
  const key = readOrMake(path)
  if (key.length !== keyBytes)
    throw new SecretUnreadable(
      `${path} is damaged: it has ${key.length} bytes instead of ${keyBytes}. Restore it from a backup of the site folder; the secrets of this site can't be read without it.`,
    )
  return {
    derive: (name) => createHmac("sha256", key).update(name).digest("hex"),
    seal(secret, name) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(name))
      const body = Buffer.concat([cipher.update(secret), cipher.final()])
      return version + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64")
    },
    open(sealed, name) {
      const bytes = Buffer.from(sealed.slice(version.length), "base64")
      if (!sealed.startsWith(version) || bytes.length < nonceBytes + tagBytes)
        throw new SecretUnreadable(`The stored secret "${name}" is damaged. Enter it again.`)
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes))
      decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
      } catch {
        throw new SecretUnreadable(
          `The stored secret "${name}" was made with another data key or is damaged. Enter it again.`,
        )
      }
    },
  }
}
