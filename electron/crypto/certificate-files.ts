/** Certificates and keys as people bring them: PEM or DER, PKCS#1, PKCS#8 or SEC1, encrypted or not, with or without bag attributes. */
import { X509Certificate, createPrivateKey } from "node:crypto"
import type { KeyObject } from "node:crypto"
import { CertificateRefused } from "./certificate-refused.ts"

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g

/** The blocks of a PEM text whose label is one of these. */
function blocks(bytes: Uint8Array, labels: RegExp): string[] {
  const text = Buffer.from(bytes).toString("latin1")
  return [...text.matchAll(pemBlock)].filter((match) => labels.test(match[1]!)).map((match) => match[0])
}

function parse(source: string | Uint8Array, what: string): X509Certificate {
  try {
    return new X509Certificate(source)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new CertificateRefused("not-a-certificate", { what })
  }
}

const certificateLabel = /^(X509 |TRUSTED )?CERTIFICATE$/

/** All certificates of a file, in its order. Throws CertificateRefused (not-a-certificate) where there is none. */
export function certificatesIn(bytes: Uint8Array, what: string): X509Certificate[] {
  const found = blocks(bytes, certificateLabel)
  if (found.length > 0) return found.map((one) => parse(one, what))
  if (Buffer.from(bytes).toString("latin1").includes("-----BEGIN "))
    throw new CertificateRefused("not-a-certificate", { what, detail: ": it holds something else, such as a key" })
  return [parse(bytes, what)]
}

const notAKey = (): CertificateRefused =>
  new CertificateRefused("key-does-not-match", { detail: "the file holds no private key that can be read." })

const derTypes = ["pkcs8", "pkcs1", "sec1"] as const

/** How encrypted PKCS#8 keys begin to say how: the object identifiers of PKCS#5 (RFC 8018) and of the ciphers of PKCS#12 (RFC 7292, appendix C). */
const encryptions = ["2a864886f70d0105", "2a864886f70d010c01"].map((hex) => Buffer.from(hex, "hex"))

function fromDer(bytes: Buffer, passphrase: string): KeyObject {
  for (const type of derTypes) {
    try {
      return createPrivateKey({ key: bytes, format: "der", type, passphrase })
    } catch (error) {
      if (!(error instanceof Error)) throw error
    }
  }
  throw encryptions.some((id) => bytes.subarray(0, 40).includes(id))
    ? new CertificateRefused("passphrase-wrong")
    : notAKey()
}

/** The private key of a KEY file. Throws CertificateRefused: passphrase-wrong, or key-does-not-match where it is no key. */
export function privateKeyIn(bytes: Uint8Array, passphrase: string): KeyObject {
  const [pem] = blocks(bytes, /PRIVATE KEY$/)
  if (pem === undefined) return fromDer(Buffer.from(bytes), passphrase)
  const encrypted = /ENCRYPTED/.test(pem)
  try {
    return createPrivateKey(encrypted ? { key: pem, passphrase } : pem)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw encrypted ? new CertificateRefused("passphrase-wrong") : notAKey()
  }
}
