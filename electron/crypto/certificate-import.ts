/** A certificate brought by a person for this console: every check before it is served. */
import type { KeyObject, X509Certificate } from "node:crypto"
import { isIP } from "node:net"
import { commonNameOf, namesIn, shortName } from "./certificate-facts.ts"
import { certificatesIn, privateKeyIn } from "./certificate-files.ts"
import { chainOf, checkAuthorities, checkDates, checkStrength, isSelfSigned } from "./certificate-chain.ts"
import { CertificateRefused } from "./certificate-refused.ts"
import { checkRevocation, listsIn } from "./revocation.ts"
import type { FetchList } from "./revocation.ts"

export type BroughtCertificate = {
  readonly certificate: Uint8Array
  readonly key: Uint8Array
  readonly chain: Uint8Array | null
  readonly passphrase: string
  readonly crls: readonly Uint8Array[]
  readonly withoutRevocationCheck: boolean
}

export type ImportTools = {
  readonly fetch: FetchList
  /** What an Admin trusts. */
  readonly authorities: readonly X509Certificate[]
  /** Names and addresses this console is reached at. */
  readonly names: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
}

export type CheckedCertificate = {
  readonly certificate: X509Certificate
  readonly chain: readonly X509Certificate[]
  readonly key: KeyObject
  /** What a person should know although it was accepted. */
  readonly notes: readonly string[]
}

function checkNames(certificate: X509Certificate): void {
  const names = [commonNameOf(certificate), ...namesIn(certificate)].filter((name) => name !== "")
  const wildcard = names.find((name) => name.includes("*"))
  if (wildcard !== undefined) throw new CertificateRefused("wildcard", { detail: wildcard })
  if (names.length === 0)
    throw new CertificateRefused("name-missing", { detail: "it has neither a common name nor alternative names." })
}

function checkPurpose(certificate: X509Certificate): void {
  const uses = certificate.keyUsage as string[] | undefined // extended key usages, as object identifiers
  if (uses !== undefined && !uses.includes("1.3.6.1.5.5.7.3.1") && !uses.includes("2.5.29.37.0"))
    throw new CertificateRefused("not-a-certificate", {
      what: shortName(certificate),
      detail: " for a server: its extended key usage does not include server authentication",
    })
}

function checkKey(certificate: X509Certificate, key: KeyObject): void {
  if (!certificate.checkPrivateKey(key))
    throw new CertificateRefused("key-does-not-match", {
      detail: `it is not the private half of the key in ${shortName(certificate)}.`,
    })
}

const covers = (certificate: X509Certificate, name: string): boolean =>
  Boolean(isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name, { subject: "never" }))

function notesOf(
  certificate: X509Certificate,
  chain: readonly X509Certificate[],
  unasked: readonly string[],
  { authorities, names }: ImportTools,
): string[] {
  const top = chain.at(-1) ?? certificate
  const isTrusted = authorities.some((one) => one.fingerprint256 === top.fingerprint256)
  const uncovered = names.filter((name) => !covers(certificate, name))
  return [
    ...(unasked.length > 0
      ? [`No revocation list is named in ${unasked.join(" and ")}: whether it was revoked can't be asked.`]
      : []),
    ...(isSelfSigned(certificate) ? ["It is signed by itself: browsers that do not know it warn."] : []),
    ...(!isSelfSigned(top) && !isTrusted
      ? ["The chain is not complete: browsers must already know the authorities that are missing."]
      : []),
    ...(isSelfSigned(top) && top !== certificate && !isTrusted
      ? [`Its root ${shortName(top)} came with it and is not among the trusted authorities of this sensor.`]
      : []),
    ...(namesIn(certificate).length === 0
      ? ["It has no subject alternative name: today's browsers read only that and warn."]
      : []),
    ...(uncovered.length === names.length && names.length > 0
      ? [`It names none of the names and addresses this console is reached at (${names.join(", ")}): browsers warn.`]
      : []),
  ]
}

/** Throws CertificateRefused with the first check that fails. */
export async function checkCertificate(brought: BroughtCertificate, tools: ImportTools): Promise<CheckedCertificate> {
  const all = certificatesIn(brought.certificate, "The CRT file")
  const given = brought.chain === null ? [] : certificatesIn(brought.chain, "The PEM file")
  const key = privateKeyIn(brought.key, brought.passphrase)
  // Some authorities hand out the whole chain in one file, and some begin it with the root.
  const certificate = all.find((one) => one.checkPrivateKey(key)) ?? all[0]
  if (!certificate) throw new CertificateRefused("not-a-certificate", { what: "The CRT file" })
  const further = all.filter((one) => one !== certificate)
  checkKey(certificate, key)
  checkNames(certificate)
  checkPurpose(certificate)
  const chain = chainOf(certificate, [...given, ...further, ...tools.authorities], tools.now)
  const others = given.filter((one) => one.fingerprint256 !== certificate.fingerprint256)
  const used = others.some((one) => chain.some((link) => link.fingerprint256 === one.fingerprint256))
  if (others.length > 0 && !used && !isSelfSigned(certificate))
    throw new CertificateRefused("chain-broken", {
      detail: `none of the certificates in the PEM file signed ${shortName(certificate)}.`,
    })
  checkAuthorities(certificate, chain)
  const path = [certificate, ...chain]
  checkDates(path, tools.now)
  checkStrength(path)
  for (const [at, list] of brought.crls.entries())
    if (!listsIn(list))
      throw new CertificateRefused("crl-unreachable", {
        what: shortName(certificate),
        detail: `the file ${at + 1} given for it is no revocation list.`,
      })
  if (brought.withoutRevocationCheck)
    return {
      certificate,
      chain,
      key,
      notes: [...notesOf(certificate, chain, [], tools), "Its revocation was not checked."],
    }
  const revocation = { fetch: tools.fetch, files: brought.crls, now: tools.now }
  const unasked = await checkRevocation(path, revocation)
  return { certificate, chain, key, notes: notesOf(certificate, chain, unasked, tools) }
}
