/** From a certificate up to its root: who signed whom, whether that holds, and what is too weak to count. */
import type { X509Certificate } from "node:crypto"
import { CertificateRefused } from "./certificate-refused.ts"
import { keyInWords, shortName, signatureInWords } from "./certificate-facts.ts"

const longest = 10
const smallestRsa = 2048
const goodCurves = ["prime256v1", "secp384r1", "secp521r1"]

/** Names agree and the signature verifies with the issuer's key. */
const signedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && verifies(certificate, issuer)

function verifies(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey)
  } catch (error) {
    if (error instanceof Error) return false // a key of another kind than the signature
    throw error
  }
}

export const isSelfSigned = (certificate: X509Certificate): boolean => signedBy(certificate, certificate)

const isInTime = (certificate: X509Certificate, now: number): boolean =>
  Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo)

/**
 * Issuers of the certificate, nearest first, as far as they are found in the pool, which may be in any order. An authority that was renewed
 * is in it twice, with one key: the one that is valid at `now` counts.
 */
export function chainOf(leaf: X509Certificate, pool: readonly X509Certificate[], now: number): X509Certificate[] {
  const chain: X509Certificate[] = []
  let last = leaf
  while (chain.length < longest && !isSelfSigned(last)) {
    const child = last
    const fitting = pool.filter((one) => one.fingerprint256 !== child.fingerprint256 && signedBy(child, one))
    const issuer = fitting.find((one) => isInTime(one, now)) ?? fitting[0]
    if (!issuer || chain.includes(issuer)) break
    chain.push(issuer)
    last = issuer
  }
  return chain
}

/** Every issuer must be an authority (RFC 5280, section 4.2.1.9), and its path length must not be exceeded. */
export function checkAuthorities(leaf: X509Certificate, chain: readonly X509Certificate[]): void {
  const impostor = chain.find((one) => !one.ca)
  if (impostor)
    throw new CertificateRefused("chain-broken", {
      detail: `${shortName(impostor)} signed a certificate but is not an authority.`,
    })
  if (leaf.ca && chain.length > 0)
    throw new CertificateRefused("chain-broken", {
      detail: `${shortName(leaf)} is the certificate of an authority, not of a computer.`,
    })
}

/** Dates of the whole path. `now`: milliseconds since 1970. */
export function checkDates(path: readonly X509Certificate[], now: number): void {
  for (const one of path) {
    const what = shortName(one)
    if (Date.parse(one.validFrom) > now) throw new CertificateRefused("not-yet-valid", { what, date: one.validFrom })
    if (Date.parse(one.validTo) < now) throw new CertificateRefused("expired", { what, date: one.validTo })
  }
}

/** A root's own signature proves nothing either way and is not judged. */
export function checkStrength(path: readonly X509Certificate[]): void {
  for (const one of path) {
    const what = shortName(one)
    const { modulusLength, namedCurve } = one.publicKey.asymmetricKeyDetails ?? {}
    const kind = one.publicKey.asymmetricKeyType ?? ""
    const isWeak =
      (modulusLength !== undefined && (modulusLength < smallestRsa || !kind.startsWith("rsa"))) ||
      (namedCurve !== undefined && !goodCurves.includes(namedCurve))
    if (isWeak) throw new CertificateRefused("weak-key", { what, detail: keyInWords(one) })
    const signature = signatureInWords(one)
    if (/^(MD2|MD5|SHA-1)\b/.test(signature) && !isSelfSigned(one))
      throw new CertificateRefused("weak-signature", { what, detail: signature })
  }
}
