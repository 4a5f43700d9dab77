/**
 * The authority's folder: certificates, signing keys sealed with one vault key, and for every operator that vault key locked with the operator's own
 * passphrase. The root's key is not here: it lies in a folder of its own, which is put away.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto"
import { existsSync, readFileSync, readdirSync, renameSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import type { SignedKind } from "../../shared/setup/activation-payload.ts"
import { signedKinds } from "../../shared/setup/activation-payload.ts"
import { issueCertificate } from "../crypto/issue-certificate.ts"
import type { Signer } from "../crypto/sign-file.ts"
import { signingPurposes } from "../crypto/signing-certificate.ts"
import { WrongUsage } from "./arguments.ts"
import { AuthorityRefused, passphrase, writeNew } from "./authority-desk.ts"
import type { AuthorityDesk, Options } from "./authority-desk.ts"
import { WrongPassphrase, lock, openWith, sealWith, unlock } from "./authority-lock.ts"
import type { Locked } from "./authority-lock.ts"

const kinds = Object.keys(signedKinds) as SignedKind[]
const yearsOfSigning = 5

export const homeOf = (options: Options, desk: AuthorityDesk): string =>
  options.get("home") ?? desk.environment.AUTHORITY_HOME ?? join(homedir(), "plantwarden-authority")

export const places = (home: string) => ({
  about: join(home, "authority.json"),
  log: join(home, "log.jsonl"),
  operators: join(home, "operators"),
  operator: (name: string) => join(home, "operators", `${name}.json`),
  certificate: (kind: SignedKind) => join(home, "signing", `${kind}.pem`),
  key: (kind: SignedKind | "licence") => join(home, "signing", `${kind}.key`),
  trust: join(home, "root-of-trust"),
})

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
/** Throws AuthorityRefused where the file was cut or spoilt. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new AuthorityRefused(`${path} is damaged: it is not JSON any more. Restore it from a copy.`)
  }
}
export const pkcs8 = (key: KeyObject): Buffer => key.export({ format: "der", type: "pkcs8" })
const fromPkcs8 = (der: Buffer): KeyObject => createPrivateKey({ key: der, format: "der", type: "pkcs8" })

export type RootKey = { readonly certificate: string; readonly key: KeyObject }
const rootKeyPlace = (folder: string): string => join(folder, "root-key.json")

export function keepRoot(folder: string, root: RootKey, phrase: string): void {
  writeNew(rootKeyPlace(folder), json(lock(pkcs8(root.key), phrase)))
  writeNew(join(folder, "root.pem"), root.certificate, 0o644)
}

export async function openRoot(folder: string, desk: AuthorityDesk): Promise<RootKey> {
  if (!existsSync(rootKeyPlace(folder)))
    throw new AuthorityRefused(
      `${rootKeyPlace(folder)} is not there. Connect the medium with the root key; --root-dir names its folder.`,
    )
  const phrase = await passphrase(desk, "AUTHORITY_ROOT_PASSPHRASE", "Passphrase of the root key")
  const key = fromPkcs8(unlock(readJson(rootKeyPlace(folder)) as Locked, phrase))
  return { certificate: readFileSync(join(folder, "root.pem"), "utf8"), key }
}

/** New keys and certificates for every kind of file; those that are there are kept under the day's date. */
export async function makeSigners(
  home: string,
  vault: Uint8Array,
  root: RootKey,
  name: string,
  now: number,
): Promise<void> {
  const from = new Date(now - 3_600_000)
  const until = new Date(from)
  until.setUTCFullYear(until.getUTCFullYear() + yearsOfSigning)
  for (const kind of kinds) {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
    const certificate = await issueCertificate(
      {
        commonName: `${name}: signing ${kind} files`,
        publicKey,
        from,
        until,
        authority: false,
        purposes: [signingPurposes[kind]],
      },
      { certificate: root.certificate, key: root.key },
    )
    for (const path of [places(home).certificate(kind), places(home).key(kind)])
      if (existsSync(path)) renameSync(path, `${path}.until-${new Date(now).toISOString().replaceAll(/[:.]/g, "-")}`)
    writeNew(places(home).certificate(kind), certificate, 0o644)
    writeNew(places(home).key(kind), json(sealWith(vault, pkcs8(privateKey))))
  }
}

/** Also what a build needs to trust this authority. */
export function makeLicenceKey(home: string, vault: Uint8Array, rootCertificate: string): void {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519")
  writeNew(places(home).key("licence"), json(sealWith(vault, pkcs8(privateKey))))
  writeNew(join(places(home).trust, "root.pem"), rootCertificate, 0o644)
  const open = publicKey.export({ format: "pem", type: "spki" }).toString()
  writeNew(join(places(home).trust, "licence-key.pem"), open, 0o644)
}

export const newVault = (): Uint8Array => randomBytes(32)

/** Names of operators are file names. */
export function judgeOperatorName(name: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(name))
    throw new WrongUsage(
      `"${name}" can't be an operator's name: use letters, digits, dots and dashes, at most 40, a letter or digit first.`,
    )
}

export function addOperator(home: string, name: string, vault: Uint8Array, phrase: string): void {
  judgeOperatorName(name)
  if (existsSync(places(home).operator(name)))
    throw new AuthorityRefused(`There is an operator ${name} already. Choose another name.`)
  writeNew(places(home).operator(name), json(lock(vault, phrase)))
}

export const operatorsOf = (home: string): string[] =>
  existsSync(places(home).operators)
    ? readdirSync(places(home).operators)
        .filter((file) => file.endsWith(".json"))
        .map((file) => file.slice(0, -".json".length))
        .sort()
    : []

export type OpenAuthority = {
  readonly home: string
  readonly name: string
  readonly operator: string
  readonly vault: Uint8Array
}

export function refuseMissing(home: string): void {
  if (!existsSync(places(home).about))
    throw new AuthorityRefused(
      `There is no authority in ${home}. Make one with "init", or name its folder with --home.`,
    )
}

/** Signs the operator in. Throws AuthorityRefused. */
export async function openAuthority(options: Options, desk: AuthorityDesk): Promise<OpenAuthority> {
  const home = homeOf(options, desk)
  refuseMissing(home)
  const all = operatorsOf(home)
  const only = all.length === 1 ? all[0] : undefined
  const operator =
    options.get("operator") ??
    desk.environment.AUTHORITY_OPERATOR ??
    only ??
    (await options.need("operator", "Operator"))
  if (!all.includes(operator))
    throw new AuthorityRefused(`There is no operator ${operator}. There are: ${all.join(", ")}.`)
  const phrase = await passphrase(desk, "AUTHORITY_PASSPHRASE", `Passphrase of ${operator}`)
  try {
    const vault = unlock(readJson(places(home).operator(operator)) as Locked, phrase)
    const { name } = readJson(places(home).about) as { name: string }
    return { home, name, operator, vault }
  } catch (error) {
    if (error instanceof WrongPassphrase) throw new AuthorityRefused(`The passphrase of ${operator} is wrong.`)
    throw error
  }
}

const openKey = (authority: OpenAuthority, name: SignedKind | "licence"): KeyObject =>
  fromPkcs8(openWith(authority.vault, readJson(places(authority.home).key(name)) as Locked))

export const licenceKeyOf = (authority: OpenAuthority): KeyObject => openKey(authority, "licence")
export const signerOf = (authority: OpenAuthority, kind: SignedKind): Signer => ({
  certificates: readFileSync(places(authority.home).certificate(kind), "utf8"),
  key: openKey(authority, kind),
})
