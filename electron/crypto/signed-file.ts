/** Reading a signed file: a JSON Web Signature in the flattened JSON serialization (RFC 7515) whose certificates lead to a root of trust. */
import { createPublicKey, type KeyObject } from "node:crypto"
import { errors, flattenedVerify } from "jose"
import type { Certificate } from "pkijs"
import type { Envelope, SignedKind } from "../../shared/setup/activation-payload.ts"
import { isSignedKind, newestFormat, readEnvelope, signedKinds } from "../../shared/setup/activation-payload.ts"
import type { FileRefusal, FileRefusalCode } from "../../shared/setup/activation-refusals.ts"
import { fileRefusal } from "../../shared/setup/activation-refusals.ts"
import {
  CertificateUnreadable,
  certificateMark,
  derOf,
  derOfPem,
  isValidAt,
  readCertificate,
  whyMayNotSign,
  whyNotTrusted,
} from "./signing-certificate.ts"

/** An expected failure: which check refused the file, in words. */
export class FileRefused extends Error {
  override readonly name = "FileRefused"
  readonly refusal: FileRefusal
  constructor(code: FileRefusalCode, values: Readonly<Record<string, string>>, options?: ErrorOptions) {
    const refusal = fileRefusal(code, values)
    super(refusal.sentence, options)
    this.refusal = refusal
  }
}

/** What a signature is judged by. `revoked`: marks of signing certificates, as certificateMark makes them. */
export type Trust = { readonly roots: string; readonly revoked: ReadonlySet<string> }

export type SignedFile = {
  readonly envelope: Envelope
  /** Everything that was signed, as JSON gives it. */
  readonly payload: unknown
  /** Mark of the signing certificate. */
  readonly signer: string
}

export const fileType = "plantwarden+jws"
export const mostFileBytes = 1024 * 1024
const mostCertificates = 5
const algorithms = ["ES256", "EdDSA", "RS256"]

type Parts = { readonly protected: string; readonly payload: string; readonly signature: string }
type Header = { readonly alg: string; readonly chain: readonly string[] }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
const isBase64url = (value: unknown): value is string => typeof value === "string" && /^[A-Za-z0-9_-]+$/.test(value)
const notSigned = (what: string): FileRefused => new FileRefused("not-a-signed-file", { what })
const badSignature = (what: string): FileRefused => new FileRefused("bad-signature", { what })
const untrusted = (what: string): FileRefused => new FileRefused("untrusted-issuer", { what })

/** Undefined where it is not JSON: the parser's own words help nobody. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const fromBase64url = (text: string): string => Buffer.from(text, "base64url").toString("utf8")

function partsOf(document: string): Parts {
  if (Buffer.byteLength(document) > mostFileBytes)
    throw new FileRefused("too-large", { what: "a signed document has at most 1 MiB" })
  const value = parsed(document)
  if (!isRecord(value)) throw notSigned("it is not a JSON document")
  const { protected: header, payload, signature } = value
  if (!isBase64url(header) || !isBase64url(payload) || typeof signature !== "string")
    throw notSigned("it lacks a header, a content or a signature")
  return { protected: header, payload, signature }
}

/** Other entries of the header (jwk, jku, kid, x5u …) are not looked at: the key comes from x5c alone. */
function headerOf(parts: Parts): Header {
  const header = parsed(fromBase64url(parts.protected))
  if (!isRecord(header) || header.typ !== fileType) throw notSigned("its header does not say that it is one")
  if (typeof header.alg !== "string" || !algorithms.includes(header.alg))
    throw badSignature(
      `the algorithm ${JSON.stringify(header.alg ?? "").slice(0, 40)} is not one of ${algorithms.join(", ")}`,
    )
  if (header.crit !== undefined || header.b64 !== undefined)
    throw badSignature("its header asks for an extension that is not known here")
  const chain: unknown = header.x5c
  if (!Array.isArray(chain) || chain.length === 0 || chain.length > mostCertificates)
    throw untrusted("the file does not bring the certificate of whoever signed it")
  if (!chain.every((one) => typeof one === "string")) throw untrusted("its certificates can't be read")
  return { alg: header.alg, chain }
}

function certificatesOf(header: Header): readonly Certificate[] {
  try {
    return header.chain.map((one) => readCertificate(Buffer.from(one, "base64")))
  } catch (error) {
    if (error instanceof CertificateUnreadable) throw untrusted("its certificates can't be read")
    throw error
  }
}

/** OpenSSL has many reasons for not reading a key; they mean the same here. */
function publicKeyOf(certificate: Certificate): KeyObject {
  try {
    const spki = derOf(certificate.subjectPublicKeyInfo.toSchema())
    return createPublicKey({ key: spki, format: "der", type: "spki" })
  } catch (error) {
    throw new FileRefused("untrusted-issuer", { what: "the key in its certificate can't be read" }, { cause: error })
  }
}

async function checkSignature(parts: Parts, alg: string, certificate: Certificate): Promise<void> {
  const key = publicKeyOf(certificate)
  try {
    await flattenedVerify(parts, key, { algorithms: [alg] })
  } catch (error) {
    // TypeError: the key is of another kind than the algorithm, or too short; node's own errors bear a code.
    const isOurs = error instanceof errors.JOSEError || error instanceof TypeError
    if (!isOurs && (error as NodeJS.ErrnoException).code === undefined) throw error
    throw badSignature("the file was changed after it was signed, or is damaged")
  }
}

async function checkIssuer(chain: readonly Certificate[], issuedAt: number, trust: Trust): Promise<string> {
  const prints = chain.map(certificateMark)
  if (prints.some((print) => trust.revoked.has(print))) throw untrusted("its certificate was revoked")
  const roots = derOfPem(trust.roots).map(readCertificate)
  const at = new Date(issuedAt / 1000)
  const inTime = chain.every((one) => isValidAt(one, at))
  // Outside its time the chain is judged at its beginning, so that a stranger is called a stranger.
  const reason = await whyNotTrusted(chain, roots, inTime ? at : chain[0]!.notBefore.value)
  if (reason !== null) throw untrusted(reason)
  if (!inTime) throw new FileRefused("issuer-expired", { issued: at.toISOString() })
  return prints[0]!
}

function checkKind({ format, kind }: Envelope, wanted: SignedKind, signer: Certificate): void {
  if (format > newestFormat)
    throw new FileRefused("newer-format", { found: String(format), known: String(newestFormat) })
  const found = isSignedKind(kind) ? signedKinds[kind].noun : `a file of the unknown kind “${kind}”`
  if (kind !== wanted) throw new FileRefused("wrong-kind", { found, wanted: signedKinds[wanted].noun })
  const reason = whyMayNotSign(signer, wanted)
  if (reason !== null) throw untrusted(reason)
}

/** Throws FileRefused. What it resolves with was signed, for this kind, by someone whom a root of trust vouches for. */
export async function readSignedFile(document: string, kind: SignedKind, trust: Trust): Promise<SignedFile> {
  const parts = partsOf(document.replace(/^\uFEFF/, ""))
  const header = headerOf(parts)
  const chain = certificatesOf(header)
  await checkSignature(parts, header.alg, chain[0]!)
  const payload = parsed(fromBase64url(parts.payload))
  const read = readEnvelope(payload)
  if ("fault" in read) throw notSigned(read.fault)
  const signer = await checkIssuer(chain, read.payload.issuedAt, trust)
  checkKind(read.payload, kind, chain[0]!)
  return { envelope: read.payload, payload, signer }
}
