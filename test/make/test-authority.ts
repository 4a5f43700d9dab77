/** An authority of a test's own: a root, signing certificates for every kind, and files signed with them. */
import { generateKeyPairSync, randomUUID, type KeyObject } from "node:crypto"
import { issueCertificate } from "../../electron/crypto/issue-certificate.ts"
import type { CertificateOrder } from "../../electron/crypto/issue-certificate.ts"
import type { RootOfTrust } from "../../electron/crypto/root-of-trust.ts"
import { signFile } from "../../electron/crypto/sign-file.ts"
import type { Signer } from "../../electron/crypto/sign-file.ts"
import { signingPurposes } from "../../electron/crypto/signing-certificate.ts"
import type { SignedKind } from "../../shared/setup/activation-payload.ts"

export type KeyKind = "P-256" | "Ed25519" | "RSA"
type Pair = { publicKey: KeyObject; privateKey: KeyObject }

export const day = 86_400_000_000
export const micro = (iso: string): number => Date.parse(iso) * 1000
export const iso = (microseconds: number): string => new Date(microseconds / 1000).toISOString()
/** The moment the tests live in. */
export const noon = micro("2026-11-22T12:00:00Z")

export function keyPair(kind: KeyKind = "P-256"): Pair {
  if (kind === "P-256") return generateKeyPairSync("ec", { namedCurve: "P-256" })
  return kind === "RSA" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync("ed25519")
}

const always = { from: new Date("2026-01-01"), until: new Date("2036-01-01"), purposes: [], authority: false }

export class TestAuthority {
  readonly root: string
  readonly licence = generateKeyPairSync("ed25519")
  readonly #key: KeyObject

  private constructor(root: string, key: KeyObject) {
    this.root = root
    this.#key = key
  }

  static async make(): Promise<TestAuthority> {
    const { publicKey, privateKey } = keyPair()
    const order = { ...always, commonName: "Test root", publicKey, authority: true }
    return new TestAuthority(await issueCertificate(order, { certificate: null, key: privateKey }), privateKey)
  }

  get trust() {
    return { roots: this.root, revoked: new Set<string>() }
  }

  get rootOfTrust(): RootOfTrust {
    const licenceKey = this.licence.publicKey.export({ format: "pem", type: "spki" }).toString()
    return { roots: this.root, licenceKey, development: null }
  }

  /** A signing certificate, for activations unless told otherwise; `through`: an issuer between it and the root. */
  async signer(
    more: Partial<CertificateOrder> & { kind?: SignedKind; keys?: KeyKind; through?: Partial<CertificateOrder> } = {},
  ): Promise<Signer> {
    const { kind = "activation", keys = "P-256", through, ...order } = more
    const { publicKey, privateKey } = keyPair(keys)
    const middle = through && keyPair()
    const between =
      middle &&
      (await issueCertificate(
        { ...always, commonName: "Test issuer", publicKey: middle.publicKey, authority: true, ...through },
        { certificate: this.root, key: this.#key },
      ))
    const issuer = between
      ? { certificate: between, key: middle.privateKey }
      : { certificate: this.root, key: this.#key }
    const purposes = [signingPurposes[kind]]
    const leaf = await issueCertificate({ ...always, commonName: "Test signer", publicKey, purposes, ...order }, issuer)
    return { certificates: leaf + (between ?? ""), key: privateKey }
  }

  async activation(more: Record<string, unknown> = {}, signer?: Signer): Promise<string> {
    return signFile(activationPayload(more), signer ?? (await this.signer()))
  }

  async recovery(more: Record<string, unknown>, signer?: Signer): Promise<string> {
    const common = { format: 1, kind: "recovery", id: randomUUID(), issuedAt: iso(noon), issuer: "Test office" }
    return signFile({ ...common, ...more }, signer ?? (await this.signer({ kind: "recovery" })))
  }
}

/** For any sensor, locally connected, without an end, issued at noon. */
export const activationPayload = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  format: 1,
  kind: "activation",
  id: randomUUID(),
  issuedAt: iso(noon),
  issuer: "Test office",
  sensor: { id: null, name: "Line 4", site: "Bremen", zone: "Filling" },
  mode: "locally-connected",
  subscription: { id: "sub-1", name: "Plants of the north" },
  validUntil: null,
  uploadBefore: iso(noon + 14 * day),
  cloud: null,
  ...more,
})
