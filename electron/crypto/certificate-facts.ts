/** What a certificate says, in words and numbers a person can compare. */
import type { X509Certificate } from "node:crypto"
import * as pkijs from "pkijs"

export type CertificateFacts = {
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly fingerprint: string
  /** Microseconds since 1970 UTC. */
  readonly validFrom: number
  readonly validTo: number
  readonly names: string[]
  readonly key: string
  readonly signature: string
}

/** Signature algorithms by object identifier: RFC 3279, RFC 4055, RFC 5758, RFC 8410. */
const signatures: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.2": "MD2 with RSA",
  "1.2.840.113549.1.1.4": "MD5 with RSA",
  "1.2.840.113549.1.1.5": "SHA-1 with RSA",
  "1.2.840.113549.1.1.10": "RSA-PSS",
  "1.2.840.113549.1.1.11": "SHA-256 with RSA",
  "1.2.840.113549.1.1.12": "SHA-384 with RSA",
  "1.2.840.113549.1.1.13": "SHA-512 with RSA",
  "1.2.840.10040.4.3": "SHA-1 with DSA",
  "1.2.840.10045.4.1": "SHA-1 with ECDSA",
  "1.2.840.10045.4.3.2": "SHA-256 with ECDSA",
  "1.2.840.10045.4.3.3": "SHA-384 with ECDSA",
  "1.2.840.10045.4.3.4": "SHA-512 with ECDSA",
  "1.3.101.112": "Ed25519",
}
const curves: Readonly<Record<string, string>> = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" }

/** For the parts that node:crypto does not tell. */
export const parsed = (certificate: X509Certificate): pkijs.Certificate =>
  pkijs.Certificate.fromBER(new Uint8Array(certificate.raw))

export function keyInWords({ publicKey }: X509Certificate): string {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  if (modulusLength !== undefined) return `${(publicKey.asymmetricKeyType ?? "").toUpperCase()} ${modulusLength} bits`
  if (namedCurve !== undefined) return `EC ${curves[namedCurve] ?? namedCurve}`
  return publicKey.asymmetricKeyType ?? "unknown"
}

export function signatureInWords(certificate: X509Certificate): string {
  const id = parsed(certificate).signatureAlgorithm.algorithmId
  return signatures[id] ?? id
}

const oneLine = (name: string | undefined): string => (name ?? "").split("\n").join(", ")

/** DNS names and addresses of the subject alternative name. */
export const namesIn = (certificate: X509Certificate): string[] =>
  (certificate.subjectAltName ?? "")
    .split(", ")
    .filter((one) => one.startsWith("DNS:") || one.startsWith("IP Address:"))
    .map((one) => one.slice(one.indexOf(":") + 1).replace(/^"|"$/g, ""))

export const commonNameOf = (certificate: X509Certificate): string =>
  certificate.subject
    ?.split("\n")
    .find((part) => part.startsWith("CN="))
    ?.slice(3) ?? ""

export const certificateFacts = (certificate: X509Certificate): CertificateFacts => ({
  subject: oneLine(certificate.subject).slice(0, 1000),
  issuer: oneLine(certificate.issuer).slice(0, 1000),
  serial: certificate.serialNumber.slice(0, 100),
  fingerprint: certificate.fingerprint256,
  validFrom: Date.parse(certificate.validFrom) * 1000,
  validTo: Date.parse(certificate.validTo) * 1000,
  names: namesIn(certificate)
    .slice(0, 200)
    .map((name) => name.slice(0, 300)),
  key: keyInWords(certificate),
  signature: signatureInWords(certificate),
})

/** "Line 3 sensor" rather than the whole distinguished name. */
export const shortName = (certificate: X509Certificate): string =>
  commonNameOf(certificate) || namesIn(certificate)[0] || oneLine(certificate.subject) || "a certificate without a name"
