/** The certificate behind a signed file: what it may sign, and whether its chain of issuers leads to a root of trust (RFC 5280, by pkijs). */
import { createHash, createPublicKey, verify, webcrypto } from "node:crypto"
import type { PublicKeyInfo, AlgorithmIdentifier } from "pkijs"
import { BasicConstraints, Certificate, CertificateChainValidationEngine, CryptoEngine, ExtKeyUsage } from "pkijs"
import type { BitString } from "asn1js"
import type { SignedKind } from "../../shared/setup/activation-payload.ts"

/**
 * Our extended key usages. There is no registered arc of ours: these stand under the one that Microsoft gives away for GUIDs
 * (1.2.840.113556.1.8000.2554, seven numbers of the GUID 5b0e7c1a-42d9-4f36-9c8e-a1d27f63b904), one number per kind of file.
 */
const ourArc = "1.2.840.113556.1.8000.2554.23310.31770.17113.20278.40078.10605183.6535428"
export const signingPurposes: Readonly<Record<SignedKind, string>> = {
  activation: `${ourArc}.1`,
  recovery: `${ourArc}.2`,
  intelligence: `${ourArc}.3`,
}

const oids = { basicConstraints: "2.5.29.19", keyUsage: "2.5.29.15", extendedKeyUsage: "2.5.29.37" }
/** Critical extensions beyond these are not understood here, and RFC 5280 section 4.2 wants such a certificate refused. */
const understood = new Set([...Object.values(oids), "2.5.29.14", "2.5.29.35"])
const ed25519 = "1.3.101.112"
/** Signatures on certificates: ECDSA and RSA with SHA-256, 384 and 512; Ed25519. No SHA-1, no MD5. */
const soundSignatures = new Set([
  "1.2.840.10045.4.3.2",
  "1.2.840.10045.4.3.3",
  "1.2.840.10045.4.3.4",
  "1.2.840.113549.1.1.11",
  "1.2.840.113549.1.1.12",
  "1.2.840.113549.1.1.13",
  ed25519,
])

type ToVerify = { readonly toBER: () => ArrayBuffer } | BitString

/** pkijs with Ed25519, which it does not know. */
class SignatureEngine extends CryptoEngine {
  override async verifyWithPublicKey(
    data: ArrayBuffer | NodeJS.ArrayBufferView<ArrayBuffer>,
    signature: BitString,
    publicKeyInfo: PublicKeyInfo,
    signatureAlgorithm: AlgorithmIdentifier,
    shaAlgorithm?: string,
  ): Promise<boolean> {
    if (signatureAlgorithm.algorithmId !== ed25519)
      return super.verifyWithPublicKey(data, signature, publicKeyInfo, signatureAlgorithm, shaAlgorithm)
    const key = createPublicKey({ key: derOf(publicKeyInfo.toSchema()), format: "der", type: "spki" })
    const signed = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data)
    return key.asymmetricKeyType === "ed25519" && verify(null, signed, key, signature.valueBlock.valueHexView)
  }
}

export const certificateEngine = new SignatureEngine({ name: "node", crypto: webcrypto as never })

export const derOf = (schema: ToVerify): Buffer => Buffer.from(schema.toBER())
export const derOfPem = (pem: string): Buffer[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map((found) =>
    Buffer.from(found[1]!, "base64"),
  )

export class CertificateUnreadable extends Error {
  override readonly name = "CertificateUnreadable"
}

/** pkijs has many ways to fail on bytes that are no certificate; they mean the same here. */
export function readCertificate(der: Uint8Array): Certificate {
  try {
    return Certificate.fromBER(Uint8Array.from(der))
  } catch (error) {
    throw new CertificateUnreadable("not a certificate", { cause: error })
  }
}

/** SHA-256 of what its issuer signed, by which it is revoked: unlike the whole certificate, that can't be written in another way (ECDSA signatures can). */
export const certificateMark = (certificate: Certificate): string =>
  createHash("sha256").update(certificate.tbsView).digest("hex")

const extension = (certificate: Certificate, oid: string): unknown =>
  certificate.extensions?.find((one) => one.extnID === oid)?.parsedValue

const isAuthority = (certificate: Certificate): boolean => {
  const found = extension(certificate, oids.basicConstraints)
  return found instanceof BasicConstraints && found.cA
}

function hasDigitalSignature(certificate: Certificate): boolean {
  const usage = extension(certificate, oids.keyUsage) as BitString | undefined
  return usage !== undefined && ((usage.valueBlock.valueHexView[0] ?? 0) & 0x80) !== 0
}

function purposesOf(certificate: Certificate): readonly string[] {
  const found = extension(certificate, oids.extendedKeyUsage)
  return found instanceof ExtKeyUsage ? found.keyPurposes : []
}

/** Null where the certificate may sign files of this kind, else why not. */
export function whyMayNotSign(certificate: Certificate, kind: SignedKind): string | null {
  if (isAuthority(certificate)) return "its certificate is for issuing certificates, not for signing files"
  if (!hasDigitalSignature(certificate)) return "its certificate lacks the key usage digitalSignature"
  if (!purposesOf(certificate).includes(signingPurposes[kind]))
    return `its certificate is not for signing files of the kind ${kind}`
  return null
}

export const isValidAt = (certificate: Certificate, at: Date): boolean =>
  certificate.notBefore.value <= at && at <= certificate.notAfter.value

/** Null where the chain leads to one of the roots, else why not. `chain`: the signing certificate first. `at`: when the file was issued. */
export async function whyNotTrusted(
  chain: readonly Certificate[],
  roots: readonly Certificate[],
  at: Date,
): Promise<string | null> {
  const all = [...chain, ...roots]
  const strange = chain
    .flatMap((one) => one.extensions ?? [])
    .find((one) => one.critical && !understood.has(one.extnID))
  if (strange) return `a certificate has the unknown critical extension ${strange.extnID}`
  if (all.some((one) => !soundSignatures.has(one.signatureAlgorithm.algorithmId)))
    return "a certificate is signed with an algorithm that is not secure"
  if (chain.slice(1).some((one) => !isAuthority(one))) return "a certificate was issued by one that may not issue any"
  const engine = new CertificateChainValidationEngine({
    trustedCerts: [...roots],
    certs: [...chain.slice(1), chain[0]!],
    checkDate: at,
  })
  const result = await engine.verify({}, certificateEngine)
  return result.result ? null : "its certificates do not lead to the root of trust"
}
