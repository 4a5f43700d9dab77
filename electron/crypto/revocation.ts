/** Certificate revocation lists (RFC 5280, section 5): named in the certificate and fetched over http, or given as files. */
import type { X509Certificate } from "node:crypto"
import { request } from "node:http"
import * as asn1js from "asn1js"
import * as pkijs from "pkijs"
import { CertificateRefused } from "./certificate-refused.ts"
import { parsed, shortName } from "./certificate-facts.ts"
import { isSelfSigned } from "./certificate-chain.ts"
import { SecretUnreadable } from "./data-key.ts"

export type HttpProxy = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
} | null

/** Fetches a list; throws ListUnreachable. */
export type FetchList = (url: string) => Promise<Uint8Array>

export class ListUnreachable extends Error {
  override readonly name = "ListUnreachable"
}

const patience = 3000
const tries = 2
const largest = 20 * 1024 * 1024
const distributionPoints = "2.5.29.31"

/** Addresses that the certificate names; also those that are not http, so that a person can be told. */
export function listAddresses(certificate: X509Certificate): string[] {
  const extension = parsed(certificate).extensions?.find((one) => one.extnID === distributionPoints)
  const points = (extension?.parsedValue as pkijs.CRLDistributionPoints | undefined)?.distributionPoints ?? []
  return points
    .flatMap((point) => (Array.isArray(point.distributionPoint) ? point.distributionPoint : []))
    .filter((name) => name.type === 6) // uniformResourceIdentifier, RFC 5280 section 4.2.1.6
    .map((name) => String(name.value))
}

function fetchOnce(url: URL, proxy: HttpProxy): Promise<Uint8Array> {
  const authorization =
    proxy && proxy.user !== "" ? Buffer.from(`${proxy.user}:${proxy.password}`).toString("base64") : ""
  const target = proxy
    ? { host: proxy.host, port: proxy.port, path: url.href, headers: { host: url.host } }
    : {
        host: url.hostname.replace(/^\[|\]$/g, ""),
        port: url.port || 80,
        path: url.pathname + url.search,
        headers: { host: url.host },
      }
  const headers =
    authorization === "" ? target.headers : { ...target.headers, "proxy-authorization": `Basic ${authorization}` }
  return new Promise((resolve, reject) => {
    const asked = request({ ...target, headers, method: "GET", agent: false }, (answer) => {
      const pieces: Buffer[] = []
      let size = 0
      answer.on("data", (piece: Buffer) => {
        size += piece.length
        if (size > largest) asked.destroy(new ListUnreachable("it is larger than 20 MB"))
        else pieces.push(piece)
      })
      answer.on("error", () => reject(new ListUnreachable("the connection broke before the list was complete")))
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve(Buffer.concat(pieces))
        else reject(new ListUnreachable(`the server answered ${answer.statusCode ?? "nothing"}`))
      })
    })
    const timer = setTimeout(() => asked.destroy(new ListUnreachable("no answer within 3 seconds")), patience)
    asked.on("close", () => clearTimeout(timer))
    asked.on("error", (error) =>
      reject(
        error instanceof ListUnreachable
          ? error
          : new ListUnreachable((error as NodeJS.ErrnoException).code ?? error.message),
      ),
    )
    asked.end()
  })
}

/** http only, 3 seconds, one retry, through the proxy if there is one. */
export function listFetcher(proxy: () => HttpProxy): FetchList {
  return async (address) => {
    const url = URL.canParse(address) ? new URL(address) : null
    if (url?.protocol !== "http:") throw new ListUnreachable(`${address} is not an http address`)
    let reason = ""
    for (let turn = 0; turn < tries; turn++) {
      try {
        return await fetchOnce(url, proxy())
      } catch (error) {
        // The proxy's password may have been sealed with a data key that is gone.
        if (!(error instanceof ListUnreachable || error instanceof SecretUnreadable)) throw error
        reason = error.message
      }
    }
    throw new ListUnreachable(`${address}: ${reason}`)
  }
}

/** The lists of a file, each in DER form: a PEM file may hold those of several authorities. */
function listsOf(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes).toString("latin1")
  const pem = [...text.matchAll(/-----BEGIN X509 CRL-----([\s\S]*?)-----END X509 CRL-----/g)]
  return pem.length > 0 ? pem.map((found) => Buffer.from(found[1]!, "base64")) : [bytes]
}

/** The lists of a file in DER or PEM form; null where one of them is none. */
export function listsIn(bytes: Uint8Array): pkijs.CertificateRevocationList[] | null {
  const lists = listsOf(bytes).map(parseList)
  return lists.includes(null) ? null : lists.filter((list) => list !== null)
}

function parseList(der: Uint8Array): pkijs.CertificateRevocationList | null {
  const { offset, result } = asn1js.fromBER(new Uint8Array(der))
  if (offset === -1) return null
  try {
    return new pkijs.CertificateRevocationList({ schema: result })
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

/** "" when the list can be believed, else why not. */
async function judgeList(
  list: pkijs.CertificateRevocationList,
  issuer: pkijs.Certificate,
  now: number,
): Promise<string> {
  if (!list.issuer.isEqual(issuer.subject)) return "it is the list of another authority"
  if (!(await list.verify({ issuerCertificate: issuer }).catch(() => false)))
    return "its signature is not the authority's"
  if (list.thisUpdate.value.getTime() > now) return "it is dated in the future"
  if (list.nextUpdate && list.nextUpdate.value.getTime() < now)
    return `it was good until ${list.nextUpdate.value.toISOString().slice(0, 16).replace("T", " ")} UTC and is too old`
  return ""
}

function revokedAt(list: pkijs.CertificateRevocationList, certificate: pkijs.Certificate): Date | null {
  const found = list.revokedCertificates?.find((one) => one.userCertificate.isEqual(certificate.serialNumber))
  return found ? found.revocationDate.value : null
}

export type RevocationTools = { readonly fetch: FetchList; readonly files: readonly Uint8Array[]; readonly now: number }

/**
 * One certificate against the list of its issuer. True: checked; false: it names no list and no file fits.
 * Throws CertificateRefused: revoked, crl-unreachable.
 */
async function checkOne(subject: X509Certificate, issuer: X509Certificate, tools: RevocationTools): Promise<boolean> {
  const what = shortName(subject)
  const authority = parsed(issuer)
  const reasons: string[] = []
  const judgeOne = async (list: pkijs.CertificateRevocationList, from: string): Promise<boolean> => {
    const fault = await judgeList(list, authority, tools.now)
    if (fault !== "") {
      reasons.push(`${from}: ${fault}`)
      return false
    }
    const date = revokedAt(list, parsed(subject))
    if (date) throw new CertificateRefused("revoked", { what, date: date.toISOString().slice(0, 10) })
    return true
  }
  const judge = async (bytes: Uint8Array, from: string): Promise<boolean> => {
    const lists = listsIn(bytes)
    if (!lists) reasons.push(`${from}: it is no revocation list`)
    let fits = false
    for (const list of lists ?? []) if (await judgeOne(list, from)) fits = true
    return fits
  }
  const addresses = listAddresses(subject)
  let checked = false
  for (const address of addresses) {
    try {
      checked = await judge(await tools.fetch(address), address)
    } catch (error) {
      if (!(error instanceof ListUnreachable)) throw error
      reasons.push(error.message)
    }
    if (checked) break
  }
  for (const [index, file] of tools.files.entries()) if (await judge(file, `file ${index + 1}`)) checked = true
  if (checked || addresses.length === 0) return checked
  throw new CertificateRefused("crl-unreachable", { what, detail: `${reasons.join("; ")}.` })
}

/** The whole path below its root. Resolves with the names of those whose revocation could not be asked because they name no list. */
export async function checkRevocation(
  path: readonly X509Certificate[],
  tools: RevocationTools,
): Promise<readonly string[]> {
  const unasked: string[] = []
  for (const [at, one] of path.entries()) {
    if (isSelfSigned(one)) continue
    const issuer = path[at + 1]
    if (!issuer) {
      if (listAddresses(one).length > 0)
        throw new CertificateRefused("chain-broken", {
          detail: `the certificate of the authority that signed ${shortName(one)} is missing, so its revocation list can't be checked.`,
        })
      unasked.push(shortName(one))
      continue
    }
    if (!(await checkOne(one, issuer, tools))) unasked.push(shortName(one))
  }
  return unasked
}
