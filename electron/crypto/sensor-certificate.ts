/** The sensor's own certificate: made on the first start, signed by itself, kept in the site folder; the key is encrypted with the site's data key. */
import { X509Certificate, createPrivateKey, generateKeyPair, type KeyObject } from "node:crypto"
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs"
import { isIP } from "node:net"
import { join } from "node:path"
import { promisify } from "node:util"
import forge from "node-forge"
import { SecretUnreadable } from "./data-key.ts"
import type { Sealer } from "./data-key.ts"
import { drawSerialNumber } from "./serial-number.ts"

export type SensorCertificate = { readonly key: string; readonly certificate: string }

/** The longest that browsers accept (CA/Browser Forum ballot 193, still Apple's limit for private roots). */
const days = 825
const renewBefore = 30
const millisecondsPerDay = 86_400_000

const names = (host: string): { type: number; value?: string; ip?: string } =>
  isIP(host) ? { type: 7, ip: host } : { type: 2, value: host }

/** `hosts`: names and addresses that the certificate is good for. `now`: milliseconds since 1970. */
export async function makeSensorCertificate(hosts: readonly string[], now: number): Promise<SensorCertificate> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 })
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString()
  const forgeKey = forge.pki.privateKeyFromPem(privateKey.export({ type: "pkcs1", format: "pem" }).toString())
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.setRsaPublicKey(forgeKey.n, forgeKey.e)
  certificate.serialNumber = drawSerialNumber().toString("hex")
  certificate.validity.notBefore = new Date(now - millisecondsPerDay)
  certificate.validity.notAfter = new Date(now + (days - 1) * millisecondsPerDay)
  const subject = [
    { name: "commonName", value: hosts[0] ?? "localhost" },
    { name: "organizationName", value: "Plantwarden sensor" },
  ]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([
    { name: "basicConstraints", cA: false, critical: true },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    { name: "subjectAltName", altNames: hosts.map(names) },
    { name: "subjectKeyIdentifier" },
  ])
  certificate.sign(forgeKey, forge.md.sha256.create())
  return { key, certificate: forge.pki.certificateToPem(certificate) }
}

function writeDurably(path: string, text: string, mode: number): void {
  const fresh = `${path}.new`
  const file = openSync(fresh, "w", mode)
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
  renameSync(fresh, path)
}

function judge(kept: SensorCertificate, hosts: readonly string[], now: number): "good" | "outdated" | "damaged" {
  const parsed = parse(kept)
  if (parsed === undefined) return "damaged"
  const { certificate, key } = parsed
  const until = Date.parse(certificate.validTo)
  const covers = (host: string) => Boolean(isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host))
  const lasts = until - now > renewBefore * millisecondsPerDay
  return lasts && certificate.checkPrivateKey(key) && hosts.every(covers) ? "good" : "outdated"
}

/** Undefined where one of the two files is no certificate or no key: OpenSSL's reasons for that are many and help nobody. */
function parse(kept: SensorCertificate): { certificate: X509Certificate; key: KeyObject } | undefined {
  try {
    return { certificate: new X509Certificate(kept.certificate), key: createPrivateKey(kept.key) }
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

const secretName = "sensor key"

/** Undefined where it can't be opened with this site's data key. */
function opened(sealed: string, sealer: Sealer): string | undefined {
  try {
    return Buffer.from(sealer.open(sealed, secretName)).toString()
  } catch (error) {
    if (error instanceof SecretUnreadable) return undefined
    throw error
  }
}

/** Sites of before had their key in the open: it is sealed, and the open copy removed. */
function sealOpenKey(folder: string, sealedPath: string, sealer: Sealer): void {
  const openPath = join(folder, "sensor-key.pem")
  if (!existsSync(openPath)) return
  if (!existsSync(sealedPath)) writeDurably(sealedPath, sealer.seal(readFileSync(openPath), secretName), 0o600)
  rmSync(openPath)
}

export type SensorPlace = {
  readonly folder: string
  readonly sealer: Sealer
  /** Another program writes the site: what has to be made is for this run only. */
  readonly readOnly?: boolean
}

/** The certificate of a site folder; made anew when there is none, it ends within 30 days or lacks a name. */
export async function sensorCertificate(
  { folder, sealer, readOnly = false }: SensorPlace,
  hosts: readonly string[],
  now: number,
): Promise<SensorCertificate> {
  const keyPath = join(folder, "sensor-key.sealed")
  const certificatePath = join(folder, "sensor-certificate.pem")
  if (!readOnly) sealOpenKey(folder, keyPath, sealer)
  if (existsSync(keyPath) && existsSync(certificatePath)) {
    const key = opened(readFileSync(keyPath, "utf8"), sealer) ?? ""
    const kept = { key, certificate: readFileSync(certificatePath, "utf8") }
    const state = judge(kept, hosts, now)
    if (state === "good") return kept
    // What can't be read may still be wanted by somebody: it is kept aside, never overwritten.
    if (state === "damaged" && !readOnly)
      for (const path of [keyPath, certificatePath]) renameSync(path, `${path}.damaged-${now}`)
  }
  const made = await makeSensorCertificate(hosts, now)
  if (readOnly) return made
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeDurably(keyPath, sealer.seal(Buffer.from(made.key), secretName), 0o600)
  writeDurably(certificatePath, made.certificate, 0o644)
  return made
}
