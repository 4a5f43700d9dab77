/** The one way out: every TLS session that the sensor opens to others goes through here, and ends before a byte is sent if the other side can't prove itself. */
import { X509Certificate } from "node:crypto"
import { isIP } from "node:net"
import type { Socket } from "node:net"
import { connect, getCACertificates } from "node:tls"
import type { TLSSocket } from "node:tls"
import { checkAuthorities, checkDates, checkStrength, chainOf, isSelfSigned } from "./certificate-chain.ts"
import { shortName } from "./certificate-facts.ts"
import { checkRevocation } from "./revocation.ts"
import type { FetchList } from "./revocation.ts"

export type OutgoingTarget = {
  readonly host: string
  readonly port: number
  /** A connection that is open already (STARTTLS, proxy); null to open one. */
  readonly socket?: Socket
}

export type ValidationPolicy = {
  /** Off: sessions go on even with an invalid certificate, by an Admin's choice. */
  readonly validate: boolean
  /** What an Admin trusts. */
  readonly authorities: readonly X509Certificate[]
  /** The operating system's list counts too. */
  readonly systemAuthorities: boolean
  readonly fetch: FetchList
  /** Revocation lists given as files. */
  readonly crls: readonly Uint8Array[]
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** The other side did not prove itself. `check` is one of the certificate checks, untrusted-issuer or name-mismatch. */
export class LinkRefused extends Error {
  override readonly name = "LinkRefused"
  readonly check: string
  readonly remedy: string
  constructor(check: string, sentence: string, remedy: string) {
    super(sentence)
    this.check = check
    this.remedy = remedy
  }
}

const patience = 10_000

/** The certificates that the other side sent, its own first. */
function presented(socket: TLSSocket): X509Certificate[] {
  const found: X509Certificate[] = []
  let next = socket.getPeerX509Certificate()
  while (next && !found.some((one) => one.fingerprint256 === next!.fingerprint256)) {
    found.push(next)
    next = next.issuerCertificate
  }
  return found
}

let systemList: readonly X509Certificate[] | null = null
/** Read once: several hundred certificates. */
const systemAuthorities = (): readonly X509Certificate[] =>
  (systemList ??= getCACertificates("system").map((pem) => new X509Certificate(pem)))

function checkName(host: string, leaf: X509Certificate): void {
  const fits = isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host, { wildcards: true })
  if (fits) return
  throw new LinkRefused(
    "name-mismatch",
    `${host} shows a certificate for ${shortName(leaf)}, not for itself.`,
    "Check the address, or ask who runs that server for a certificate with its name.",
  )
}

function trustedChain(
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  policy: ValidationPolicy,
): X509Certificate[] {
  const trusted = [...policy.authorities, ...(policy.systemAuthorities ? systemAuthorities() : [])]
  const isTrusted = (one: X509Certificate): boolean =>
    trusted.some((known) => known.fingerprint256 === one.fingerprint256)
  const chain = chainOf(leaf, [...trusted, ...sent], policy.now())
  const end = [leaf, ...chain].findIndex(isTrusted)
  if (end >= 0) return chain.slice(0, end)
  const top = chain.at(-1) ?? leaf
  throw new LinkRefused(
    "untrusted-issuer",
    isSelfSigned(top)
      ? `The certificate leads to ${shortName(top)}, which this sensor does not trust.`
      : `The certificate was signed by an authority that this sensor does not know.`,
    "If it is your company's authority, add its certificate to the trusted authorities.",
  )
}

/** Throws LinkRefused. Resolves when chain, name, dates, strength and revocation are all well. */
export async function checkPeer(
  host: string,
  sent: readonly X509Certificate[],
  policy: ValidationPolicy,
): Promise<void> {
  const [leaf] = sent
  if (!leaf) throw new LinkRefused("not-a-certificate", `${host} shows no certificate.`, "Check address and port.")
  try {
    checkDates([leaf], policy.now())
    const chain = trustedChain(leaf, sent.slice(1), policy)
    const path = [leaf, ...chain]
    checkAuthorities(leaf, chain)
    checkName(host, leaf)
    checkDates(path, policy.now())
    checkStrength(path)
    await checkRevocation(path, { fetch: policy.fetch, files: policy.crls, now: policy.now() })
  } catch (error) {
    throw asRefusal(error)
  }
}

function asRefusal(error: unknown): unknown {
  const { name, check, message, remedy } = error as { name: string; check: string; message: string; remedy: string }
  return name === "CertificateRefused" ? new LinkRefused(check, message, remedy) : error
}

/** An encrypted connection whose other side has proved itself. Throws LinkRefused, or what the network said. */
export async function openOutgoing(target: OutgoingTarget, policy: ValidationPolicy): Promise<TLSSocket> {
  const { host, port, socket: carrier } = target
  const socket = connect({
    host,
    port,
    ...(carrier ? { socket: carrier } : {}),
    ...(isIP(host) ? {} : { servername: host }),
    minVersion: "TLSv1.2",
    rejectUnauthorized: false, // judged below, by our own list of authorities and with revocation; nothing is sent before
  })
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error(`${host} did not answer within 10 seconds.`)), patience)
    socket.once("secureConnect", resolve)
    socket.once("error", reject)
    socket.once("close", () => clearTimeout(timer))
    socket.once("secureConnect", () => clearTimeout(timer))
  })
  if (!policy.validate) return socket
  try {
    await checkPeer(host, presented(socket), policy)
  } catch (error) {
    socket.destroy()
    throw error
  }
  return socket
}
