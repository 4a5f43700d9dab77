/** SSL/TLS certificates: what this console shows, whom the sensor trusts, and the one way out for its own TLS sessions. */
import { X509Certificate } from "node:crypto"
import type { TLSSocket } from "node:tls"
import type { CertificateState } from "../../shared/api/contract/certificates.ts"
import { Refusal } from "../../shared/api/server.ts"
import { certificateWarningDays } from "../../shared/setup/certificate-rules.ts"
import type { Condition } from "../../shared/setup/system-messages.ts"
import { chainOf, isSelfSigned } from "../crypto/certificate-chain.ts"
import { certificateFacts, shortName } from "../crypto/certificate-facts.ts"
import { certificatesIn } from "../crypto/certificate-files.ts"
import { checkCertificate } from "../crypto/certificate-import.ts"
import { CertificateRefused } from "../crypto/certificate-refused.ts"
import { dataKeyFile } from "../crypto/data-key.ts"
import type { OutgoingTarget, ValidationPolicy } from "../crypto/outgoing-tls.ts"
import { checkRevocation, listFetcher } from "../crypto/revocation.ts"
import type { FetchList, HttpProxy } from "../crypto/revocation.ts"
import { sensorCertificate } from "../crypto/sensor-certificate.ts"
import type { SensorCertificate } from "../crypto/sensor-certificate.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { CertificateStore } from "./certificate-store.ts"
import type { ImportedCertificate } from "./certificate-store.ts"
import type { DeskTools, Watch } from "./desks.ts"
import { OutgoingLinks } from "./outgoing-links.ts"

const dayInMilliseconds = 86_400_000
/** How often the files are looked at for changes by the command line. */
const lookEvery = 1000
const refreshLists = dayInMilliseconds
/** As many as a page shows. */
const mostAuthorities = 200
/** Names in certificates are as long as their makers like. */
const shown = (sentence: string): string => sentence.slice(0, 500)

export type Surroundings = {
  readonly proxy: () => HttpProxy
  /** Names and addresses that the console is reached at. */
  readonly names: () => readonly string[]
}

export class CertificatesDesk implements Desk<"certificates">, Watch {
  readonly #tools: DeskTools
  readonly #store: CertificateStore
  readonly #around: Surroundings
  readonly #fetch: FetchList
  readonly #links: OutgoingLinks
  readonly #heard: ((served: SensorCertificate, fingerprint: string) => void)[] = []
  #served: SensorCertificate = { key: "", certificate: "" }
  #imported: ImportedCertificate | null = null
  #stamp = ""
  #revoked = ""
  /** Long ago at first: a laptop that is switched off every evening asks every morning. */
  #listsAt = 0
  #looking: NodeJS.Timeout | null = null

  constructor(tools: DeskTools, around: Surroundings) {
    this.#tools = tools
    this.#around = around
    this.#fetch = listFetcher(around.proxy)
    this.#store = new CertificateStore(tools.folder, tools.sealer, () => this.#now())
    this.#links = new OutgoingLinks(() => this.#policy(), tools.changed)
  }

  #now(): number {
    return this.#tools.now() / 1000
  }

  async start(): Promise<void> {
    await this.#load()
    this.#looking = setInterval(() => {
      this.#look().catch((error: unknown) => this.#tools.log(`certificates: ${String(error)}`))
    }, lookEvery)
    this.#looking.unref()
  }

  stop(): void {
    if (this.#looking) clearInterval(this.#looking)
  }

  /** What the console shows to browsers now, as PEM. */
  get served(): SensorCertificate {
    return this.#served
  }
  onChange(heard: (served: SensorCertificate, fingerprint: string) => void): void {
    this.#heard.push(heard)
  }

  async #load(): Promise<void> {
    const stamp = this.#store.stamp
    const kept = this.#store.imported()
    const imported = kept && this.#store.pem(kept)
    const { folder, sealer, site } = this.#tools
    const place = { folder, sealer, readOnly: site.readOnly }
    const served = imported ?? (await sensorCertificate(place, this.#around.names(), this.#now()))
    if (this.#store.stamp !== stamp) return this.#load() // somebody imported or removed one while a key was being made
    this.#stamp = stamp
    this.#imported = imported && kept
    this.#served = served
  }

  /** Reads the files anew; hosts that serve are told if the certificate is another one. */
  async refresh(): Promise<void> {
    const before = this.#served.certificate
    await this.#load()
    if (this.#served.certificate !== before)
      for (const heard of this.#heard) heard(this.#served, this.#leaf().fingerprint256)
    this.#tools.changed()
  }

  async #look(): Promise<void> {
    if (this.#store.stamp !== this.#stamp) await this.refresh()
    if (this.#now() - this.#listsAt > refreshLists) await this.#refreshLists()
  }

  /** Lists that can be reached are asked again every day; those that can't be change nothing. */
  async #refreshLists(): Promise<void> {
    this.#listsAt = this.#now()
    const imported = this.#imported
    if (!imported) return
    const path = [imported.certificate, ...imported.chain].map((one) => new X509Certificate(one))
    const files = imported.crls.map((list) => Buffer.from(list, "base64"))
    try {
      await checkRevocation(path, { fetch: this.#fetch, files, now: this.#now() })
      this.#revoked = ""
    } catch (error) {
      if (!(error instanceof CertificateRefused)) throw error
      if (error.check === "revoked") this.#revoked = error.message
    }
    this.#tools.changed()
  }

  #leaf(): X509Certificate {
    return new X509Certificate(this.#served.certificate)
  }

  readonly conditions = (): readonly Condition[] => {
    const leaf = this.#leaf()
    const imported = this.#imported
    const name = imported?.name ?? "The locally generated certificate"
    const left = (Date.parse(leaf.validTo) - this.#now()) / dayInMilliseconds
    const values = { name, date: new Date(leaf.validTo).toISOString().slice(0, 10), days: String(Math.ceil(left)) }
    return [
      ...(left <= 0 ? [{ name: "certificate-expired" as const, values }] : []),
      ...(left > 0 && left <= certificateWarningDays ? [{ name: "certificate-expires-soon" as const, values }] : []),
      ...(imported ? [] : [{ name: "certificate-self-signed" as const, values: {} }]),
      ...(imported?.uncheckedRevocation
        ? [{ name: "certificate-unchecked" as const, values: { name, who: imported.importedBy } }]
        : []),
      ...(this.#revoked === "" ? [] : [{ name: "certificate-revoked" as const, values: { reason: this.#revoked } }]),
      ...(this.#store.damaged === ""
        ? []
        : [{ name: "certificate-damaged" as const, values: { reason: this.#store.damaged } }]),
      ...this.#links.conditions(),
    ]
  }

  /**
   * A TLS session to another system, such as a mail server: the link's name is what a person calls it. Throws LinkRefused, which is
   * also told in the bell and in the settings until the link works again.
   */
  open(link: string, target: OutgoingTarget): Promise<TLSSocket> {
    return this.#links.open(link, target)
  }

  #policy(): ValidationPolicy {
    const { validation, systemAuthorities } = this.#store.trust()
    return {
      validate: validation,
      systemAuthorities,
      authorities: this.#store.authorities(),
      fetch: this.#fetch,
      crls: [],
      now: () => this.#now(),
    }
  }

  readonly get: Desk<"certificates">["get"] = () => this.#state()

  #state(): CertificateState {
    const leaf = this.#leaf()
    const imported = this.#imported
    const trust = this.#store.trust()
    const chain = chainOf(
      leaf,
      (imported?.chain ?? []).map((one) => new X509Certificate(one)),
      this.#now(),
    )
    return {
      name: (imported?.name ?? "Locally generated").slice(0, 100),
      source: imported ? "imported" : "self-signed",
      facts: certificateFacts(leaf),
      chain: chain.map(certificateFacts),
      notes: (imported?.notes ?? ["It is signed by this sensor itself. It is not for production."]).map(shown),
      importedAt: imported?.importedAt ?? null,
      importedBy: (imported?.importedBy ?? "").slice(0, 64),
      uncheckedRevocation: imported?.uncheckedRevocation ?? false,
      localConfirmed: trust.localConfirmed,
      validation: trust.validation,
      systemAuthorities: trust.systemAuthorities,
      authorities: trust.authorities.map(({ id, name, addedAt, addedBy, certificate }) => ({
        ...{ id, name, addedAt, addedBy },
        facts: certificateFacts(new X509Certificate(certificate)),
      })),
      links: this.#links.broken.map(({ link, refused, since }) => ({
        ...{ link, since, check: refused.check, sentence: shown(refused.message), remedy: shown(refused.remedy) },
      })),
      keyStore: {
        how: `Keys and passwords are encrypted (AES-256-GCM) with the site's data key, which lies in the file ${dataKeyFile} of the site folder, readable by its owner only.`,
        protects: "A copy of the database or of a single file does not give them away.",
        doesNotProtect:
          "Who can read the whole site folder as its owner or as administrator of this computer can decrypt them. Encrypt the disk of the laptop as well.",
      },
    }
  }

  #note(title: string, text: string, context: Context): Promise<void> {
    return this.#tools.journal({ kind: "certificate", title, text, who: by(context), origin: context.caller.origin })
  }

  readonly import: Desk<"certificates">["import"] = async (input, context) => {
    const bytes = (text: string): Uint8Array => Buffer.from(text, "base64")
    const brought = {
      certificate: bytes(input.certificate),
      key: bytes(input.key),
      chain: input.chain === null || input.chain === "" ? null : bytes(input.chain),
      passphrase: input.passphrase,
      crls: input.crls.map(bytes),
      withoutRevocationCheck: input.withoutRevocationCheck,
    }
    const checked = await checkCertificate(brought, {
      fetch: this.#fetch,
      authorities: this.#store.authorities(),
      names: this.#around.names(),
      now: this.#now(),
    }).catch((error: unknown) => this.#refuse(error, context))
    const about = { name: input.name, importedBy: by(context), crls: brought.crls }
    this.#store.keep(checked, { ...about, uncheckedRevocation: input.withoutRevocationCheck })
    this.#revoked = ""
    await this.refresh()
    const what = `${input.name}: ${shortName(checked.certificate)}, valid until ${checked.certificate.validTo}.`
    const unchecked = input.withoutRevocationCheck ? " Its revocation was not checked, by this person's choice." : ""
    await this.#note("Certificate imported", what + unchecked, context)
    return this.#state()
  }

  async #refuse(error: unknown, context: Context): Promise<never> {
    if (!(error instanceof CertificateRefused)) throw error
    await this.#note("Certificate refused", `${error.check}: ${error.message}`, context)
    throw new Refusal("refused", error.message, { reason: error.check, remedy: error.remedy })
  }

  readonly reset: Desk<"certificates">["reset"] = async (_, context) => {
    this.#store.remove()
    this.#revoked = ""
    await this.refresh()
    await this.#note("Certificate removed", "The locally generated one is shown again.", context)
    return this.#state()
  }

  readonly confirmLocal: Desk<"certificates">["confirmLocal"] = async (_, context) => {
    this.#store.keepTrust({ ...this.#store.trust(), localConfirmed: true })
    await this.#note("Locally generated certificate confirmed", "Knowing that it is not for production.", context)
    return this.#state()
  }

  readonly addAuthority: Desk<"certificates">["addAuthority"] = async ({ name, certificate }, context) => {
    const given = await this.#authoritiesIn(Buffer.from(certificate, "base64"), context)
    const trust = this.#store.trust()
    const known = new Set(trust.authorities.map(({ id }) => id))
    const added = given
      .filter((one) => !known.has(one.fingerprint256) && known.add(one.fingerprint256))
      .map((one, at) => ({
        id: one.fingerprint256,
        name: at === 0 ? name : shortName(one).slice(0, 200),
        certificate: one.toString(),
        addedAt: this.#tools.now(),
        addedBy: by(context),
      }))
    if (added.length === 0)
      throw new Refusal("refused", "This authority is in the list already.", { reason: "known-authority" })
    if (trust.authorities.length + added.length > mostAuthorities)
      throw new Refusal(
        "refused",
        `The file brings ${added.length} authorities; with the ${trust.authorities.length} that are trusted already that is more than ${mostAuthorities}.`,
        {
          reason: "too-many-authorities",
          remedy: "Add only those that sign your company's servers, or let the system's authorities count.",
        },
      )
    this.#store.keepTrust({ ...trust, authorities: [...trust.authorities, ...added] })
    await this.refresh()
    await this.#note("Authority trusted", `${name}: ${added.map(({ id }) => id).join(", ")}`.slice(0, 1000), context)
    return this.#state()
  }

  async #authoritiesIn(bytes: Uint8Array, context: Context): Promise<X509Certificate[]> {
    try {
      const all = certificatesIn(bytes, "The file")
      const wrong = all.find((one) => !one.ca)
      if (!wrong) return all
      throw new CertificateRefused("chain-broken", {
        detail: `${shortName(wrong)} is not the certificate of an authority${isSelfSigned(wrong) ? ", it is one that signed itself" : ""}.`,
      })
    } catch (error) {
      return this.#refuse(error, context)
    }
  }

  readonly removeAuthority: Desk<"certificates">["removeAuthority"] = async ({ id }, context) => {
    const trust = this.#store.trust()
    const gone = trust.authorities.find((one) => one.id === id)
    this.#store.keepTrust({ ...trust, authorities: trust.authorities.filter((one) => one.id !== id) })
    if (gone) await this.#note("Authority no longer trusted", gone.name, context)
    await this.refresh()
    return this.#state()
  }

  readonly setValidation: Desk<"certificates">["setValidation"] = async ({ on, systemAuthorities }, context) => {
    this.#store.keepTrust({ ...this.#store.trust(), validation: on, systemAuthorities })
    if (!on) this.#links.forget()
    await this.refresh()
    const system = systemAuthorities ? "the system's authorities count too" : "only the listed authorities count"
    await this.#note("Certificate validation changed", `${on ? "On" : "Off"}; ${system}.`, context)
    return this.#state()
  }
}
