/** Making an authority, renewing its signing certificates, and its operators. */
import { generateKeyPairSync } from "node:crypto"
import { existsSync, readdirSync, rmSync } from "node:fs"
import { isAbsolute, join, relative, resolve } from "node:path"
import { issueCertificate } from "../crypto/issue-certificate.ts"
import { WrongUsage } from "./arguments.ts"
import { AuthorityRefused, Options, newPassphrase, writeNew } from "./authority-desk.ts"
import type { AuthorityDesk } from "./authority-desk.ts"
import {
  addOperator,
  homeOf,
  judgeOperatorName,
  keepRoot,
  makeLicenceKey,
  makeSigners,
  newVault,
  openAuthority,
  openRoot,
  operatorsOf,
  places,
  refuseMissing,
} from "./authority-home.ts"
import { appendLog } from "./authority-log.ts"
import type { LogAction } from "./authority-log.ts"

const yearsOfRoot = 20

const isWithin = (folder: string, parent: string): boolean => {
  const way = relative(resolve(parent), resolve(folder))
  return way === "" || (!way.startsWith("..") && !isAbsolute(way))
}

function refuseUsed(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new AuthorityRefused(
      `${folder} has something in it already, and nothing is overwritten. Give another folder.`,
    )
}

export async function init(words: readonly string[], desk: AuthorityDesk): Promise<void> {
  const options = new Options(words, ["home", "root-dir", "name", "operator"], desk)
  const home = homeOf(options, desk)
  const rootFolder = await options.need("root-dir", "Folder for the root key, best on a medium that is put away")
  if (isWithin(rootFolder, home) || isWithin(home, rootFolder))
    throw new WrongUsage("The root key needs a folder of its own, outside the authority's: it is put away afterwards.")
  refuseUsed(home)
  refuseUsed(rootFolder)
  const name = await options.need("name", "Name of the authority, as sensors show it")
  const operator = await options.need("operator", "Name of the first operator")
  judgeOperatorName(operator)
  const rootPhrase = await newPassphrase(desk, "AUTHORITY_ROOT_PASSPHRASE", "New passphrase of the root key")
  const phrase = await newPassphrase(desk, "AUTHORITY_PASSPHRASE", `New passphrase of ${operator}`)

  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const from = new Date(desk.now() - 3_600_000)
  const until = new Date(from)
  until.setUTCFullYear(until.getUTCFullYear() + yearsOfRoot)
  const order = { commonName: `${name}: root`, publicKey, from, until, authority: true, purposes: [] }
  const root = { certificate: await issueCertificate(order, { certificate: null, key: privateKey }), key: privateKey }
  keepRoot(rootFolder, root, rootPhrase)
  const vault = newVault()
  await makeSigners(home, vault, root, name, desk.now())
  makeLicenceKey(home, vault, root.certificate)
  addOperator(home, operator, vault, phrase)
  writeNew(places(home).about, `${JSON.stringify({ format: 1, name }, null, 2)}\n`)
  await note(home, operator, "init", `root in ${rootFolder}`, desk)
  desk.out(`The authority “${name}” is made in ${home}.

What to do next:
1. The root key lies in ${rootFolder}, locked with its own passphrase. Put that medium away, off every computer; it is needed
   again only for "renew", within five years.
2. Build the program so that sensors trust this authority:
   PLANTWARDEN_ROOT_OF_TRUST=${join(resolve(home), "root-of-trust")} PLANTWARDEN_PRODUCTION=1 npm run build
3. Add an operator for everyone who issues files: npm run authority -- operator add --name NAME
4. Keep copies of ${home}: with its log nothing is signed twice.
`)
}

const note = (home: string, operator: string, action: LogAction, text: string, desk: AuthorityDesk): Promise<void> =>
  appendLog(places(home).log, {
    at: new Date(desk.now()).toISOString(),
    operator,
    action,
    id: "",
    sensor: "",
    note: text,
  })

/** New signing keys and certificates under the same root. What was issued before stays good. */
export async function renew(words: readonly string[], desk: AuthorityDesk): Promise<void> {
  const options = new Options(words, ["home", "root-dir", "operator"], desk)
  const authority = await openAuthority(options, desk)
  const root = await openRoot(await options.need("root-dir", "Folder of the root key"), desk)
  await makeSigners(authority.home, authority.vault, root, authority.name, desk.now())
  await note(authority.home, authority.operator, "renew", "new signing certificates", desk)
  desk.out("New signing certificates are in place, for five years. Put the medium with the root key away again.\n")
}

export async function operator(words: readonly string[], desk: AuthorityDesk): Promise<void> {
  const options = new Options(words, ["home", "operator", "name"], desk)
  const [what] = options.rest
  if (what === "list") {
    const home = homeOf(options, desk)
    refuseMissing(home)
    return desk.out(`${operatorsOf(home).join("\n")}\n`)
  }
  if (what !== "add" && what !== "remove")
    throw new WrongUsage("Say what to do with operators: add --name NAME, remove --name NAME, or list.")
  const authority = await openAuthority(options, desk)
  const name = await options.need("name", `Name of the operator to ${what}`)
  judgeOperatorName(name)
  if (what === "add") {
    const phrase = await newPassphrase(desk, "AUTHORITY_NEW_PASSPHRASE", `New passphrase of ${name}`)
    addOperator(authority.home, name, authority.vault, phrase)
    await note(authority.home, authority.operator, "operator added", name, desk)
    return desk.out(`${name} is an operator now and signs with a passphrase of their own.\n`)
  }
  const all = operatorsOf(authority.home)
  if (!all.includes(name)) throw new AuthorityRefused(`There is no operator ${name}. There are: ${all.join(", ")}.`)
  if (all.length === 1) throw new AuthorityRefused(`${name} is the last operator. Add another one first.`)
  await note(authority.home, authority.operator, "operator removed", name, desk)
  rmSync(places(authority.home).operator(name))
  desk.out(
    `${name} is no operator any more. Whoever may have a copy of ${authority.home} from before could still sign: if that is possible, run "renew" and revoke the old certificates with "pack --revoke".\n`,
  )
}
