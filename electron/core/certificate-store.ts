/** The certificates of a site, in files of their own: the command line and the running console read and write the same ones. */
import { X509Certificate } from "node:crypto"
import { join } from "node:path"
import type { CheckedCertificate } from "../crypto/certificate-import.ts"
import { SecretUnreadable } from "../crypto/data-key.ts"
import type { Sealer } from "../crypto/data-key.ts"
import { isSelfSigned } from "../crypto/certificate-chain.ts"
import { readSiteFile, removeSiteFile, stampOf, writeSiteFile } from "../store/site-file.ts"

export type ImportedCertificate = {
  readonly name: string
  readonly certificate: string
  readonly chain: readonly string[]
  /** Sealed PKCS#8. */
  readonly key: string
  /** Base64. */
  readonly crls: readonly string[]
  readonly notes: readonly string[]
  /** Microseconds since 1970 UTC. */
  readonly importedAt: number
  readonly importedBy: string
  readonly uncheckedRevocation: boolean
}

export type TrustedAuthority = {
  readonly id: string
  readonly name: string
  readonly certificate: string
  readonly addedAt: number
  readonly addedBy: string
}
export type Trust = {
  readonly validation: boolean
  readonly systemAuthorities: boolean
  readonly localConfirmed: boolean
  readonly authorities: readonly TrustedAuthority[]
}

const freshTrust: Trust = { validation: true, systemAuthorities: false, localConfirmed: false, authorities: [] }
const secretName = "certificate key"

const isList = (value: unknown): boolean => Array.isArray(value)

function readImported(json: unknown): ImportedCertificate {
  const value = json as ImportedCertificate
  const isWhole = typeof value.key === "string" && typeof value.certificate === "string" && isList(value.chain)
  if (!isWhole) throw new TypeError("it does not hold a certificate and its key")
  parseAll([value.certificate, ...value.chain])
  return value
}

function readTrust(json: unknown): Trust {
  const value = json as Trust
  const isWhole = isList(value.authorities)
  if (!isWhole) throw new TypeError("it does not hold a list of authorities")
  parseAll(value.authorities.map((one) => one.certificate))
  return { ...freshTrust, ...value }
}

function parseAll(texts: readonly string[]): X509Certificate[] {
  try {
    return texts.map((text) => new X509Certificate(text))
  } catch (error) {
    throw new TypeError(`a certificate in it can't be read (${(error as Error).message})`, { cause: error })
  }
}

export class CertificateStore {
  readonly #sealer: Sealer
  readonly #now: () => number
  readonly #importedPath: string
  readonly #trustPath: string
  /** Why an imported certificate or the list of authorities could not be read; "" when all is well. */
  damaged = ""

  /** `now`: milliseconds since 1970. */
  constructor(folder: string, sealer: Sealer, now: () => number) {
    this.#sealer = sealer
    this.#now = now
    this.#importedPath = join(folder, "certificate", "imported.json")
    this.#trustPath = join(folder, "certificate", "trust.json")
  }

  /** Changes whenever the imported certificate or the trust does, by whomever. */
  get stamp(): string {
    return `${stampOf(this.#importedPath)} ${stampOf(this.#trustPath)}`
  }

  imported(): ImportedCertificate | null {
    const { value, damaged } = readSiteFile(this.#importedPath, readImported, this.#now())
    if (damaged) this.damaged = damaged.reason
    return value
  }

  /** As the server needs them: the leaf, then its issuers without the root. Null where there is none, or its key can't be opened any more. */
  pem(imported: ImportedCertificate): { key: string; certificate: string } | null {
    const path = [imported.certificate, ...imported.chain]
    const sent = path.filter((one, at) => at === 0 || !isSelfSigned(new X509Certificate(one)))
    try {
      const key = Buffer.from(this.#sealer.open(imported.key, secretName)).toString()
      return { key, certificate: sent.join("\n") }
    } catch (error) {
      if (!(error instanceof SecretUnreadable)) throw error
      this.damaged = error.message
      return null
    }
  }

  keep(
    checked: CheckedCertificate,
    about: Pick<ImportedCertificate, "name" | "importedBy" | "uncheckedRevocation"> & { crls: readonly Uint8Array[] },
  ): ImportedCertificate {
    const key = checked.key.export({ type: "pkcs8", format: "pem" })
    const imported: ImportedCertificate = {
      ...about,
      crls: about.crls.map((list) => Buffer.from(list).toString("base64")),
      certificate: checked.certificate.toString(),
      chain: checked.chain.map((one) => one.toString()),
      key: this.#sealer.seal(Buffer.from(key), secretName),
      notes: checked.notes,
      importedAt: this.#now() * 1000,
    }
    writeSiteFile(this.#importedPath, imported)
    this.damaged = ""
    return imported
  }

  remove(): void {
    removeSiteFile(this.#importedPath)
    this.damaged = ""
  }

  trust(): Trust {
    const { value, damaged } = readSiteFile(this.#trustPath, readTrust, this.#now())
    if (damaged) this.damaged = damaged.reason
    return value ?? freshTrust
  }

  keepTrust(trust: Trust): void {
    writeSiteFile(this.#trustPath, trust)
  }

  authorities(): X509Certificate[] {
    return this.trust().authorities.map((one) => new X509Certificate(one.certificate))
  }
}
