/** `npm run certificate`: the certificate of a site without the window, with the same checks. A running console takes it up by itself. */
import { existsSync, readFileSync } from "node:fs"
import { userInfo } from "node:os"
import { basename, resolve } from "node:path"
import { parseArgs } from "node:util"
import { X509Certificate } from "node:crypto"
import { consoleNames } from "../core/console-names.ts"
import { loadNetwork, proxyOf } from "../core/console-network.ts"
import { CertificateStore } from "../core/certificate-store.ts"
import { defaultSiteFolder } from "../core/site-folder.ts"
import { certificateFacts } from "../crypto/certificate-facts.ts"
import { checkCertificate } from "../crypto/certificate-import.ts"
import { CertificateRefused } from "../crypto/certificate-refused.ts"
import { SecretUnreadable, openDataKey } from "../crypto/data-key.ts"
import { listFetcher } from "../crypto/revocation.ts"
import { WrongUsage } from "./arguments.ts"
import type { Out } from "./analyze.ts"

const usage = `Use: npm run certificate -- import --crt FILE --key FILE [--chain FILE] [--pass TEXT | --pass-file FILE] [--crl FILE]…
       [--name TEXT] [--without-revocation-check] [--data DIR]
     npm run certificate -- show [--json] [--data DIR]
     npm run certificate -- reset [--data DIR]`

const options = {
  data: { type: "string" },
  name: { type: "string" },
  crt: { type: "string" },
  key: { type: "string" },
  chain: { type: "string" },
  pem: { type: "string" },
  pass: { type: "string" },
  passphrase: { type: "string" },
  "pass-file": { type: "string" },
  crl: { type: "string", multiple: true },
  "without-revocation-check": { type: "boolean" },
  json: { type: "boolean" },
} as const

const longestName = 100

class Unreadable extends Error {
  override readonly name = "Unreadable"
}

/** What a missing right, a full disk or a file in place of the folder say by themselves. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string"

function parse(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
    return { values, command: positionals[0] ?? "", rest: positionals.slice(1) }
  } catch (error) {
    if (error instanceof TypeError) throw new WrongUsage(`${error.message}\n${usage}`)
    throw error
  }
}
type Values = ReturnType<typeof parse>["values"]

function read(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new Unreadable(`${path} can't be read: ${message}. Check the path.`)
  }
}

const folderOf = (values: Values): string => resolve(values.data ?? defaultSiteFolder(process.platform, process.env))

function passphrase(values: Values): string {
  const file = values["pass-file"]
  if (file !== undefined)
    return Buffer.from(read(file))
      .toString("utf8")
      .replace(/\r?\n$/, "")
  return values.pass ?? values.passphrase ?? ""
}

/** As the page shows it. */
function nameOf(values: Values, crt: string): string {
  const name = (values.name ?? basename(crt).slice(0, longestName)).trim()
  if (name === "" || name.length > longestName)
    throw new WrongUsage(`--name needs 1 to ${longestName} characters. Choose a shorter one, or leave it out.`)
  return name
}

async function bring(values: Values, to: Out, now: () => number): Promise<number> {
  const { crt, key } = values
  if (crt === undefined || key === undefined) throw new WrongUsage(`import needs --crt and --key.\n${usage}`)
  const chain = values.chain ?? values.pem
  const brought = {
    certificate: read(crt),
    key: read(key),
    chain: chain === undefined ? null : read(chain),
    passphrase: passphrase(values),
    crls: (values.crl ?? []).map(read),
    withoutRevocationCheck: values["without-revocation-check"] ?? false,
  }
  const name = nameOf(values, crt)
  const folder = folderOf(values)
  if (!existsSync(folder)) to.error(`The site folder ${folder} is new.`)
  const sealer = openDataKey(folder)
  const network = loadNetwork(folder, now()).value
  const store = new CertificateStore(folder, sealer, now)
  const checked = await checkCertificate(brought, {
    fetch: listFetcher(() => proxyOf(network, sealer)),
    authorities: store.authorities(),
    names: consoleNames(null, network),
    now: now(),
  })
  store.keep(checked, {
    name,
    importedBy: `${userInfo().username.slice(0, 40)} (command line)`,
    uncheckedRevocation: brought.withoutRevocationCheck,
    crls: brought.crls,
  })
  to.out(`Imported: ${certificateFacts(checked.certificate).subject}, valid until ${checked.certificate.validTo}.\n`)
  for (const note of checked.notes) to.out(`Note: ${note}\n`)
  to.out("A console that runs on this site shows it at once; otherwise it does from the next start.\n")
  return 0
}

function show(values: Values, to: Out, now: () => number): number {
  const folder = folderOf(values)
  if (!existsSync(folder)) throw new Unreadable(`${folder} does not exist. Give the site folder with --data.`)
  const store = new CertificateStore(folder, openDataKey(folder), now)
  const imported = store.imported()
  const ownPath = `${folder}/sensor-certificate.pem`
  const pem = imported?.certificate ?? (existsSync(ownPath) ? readFileSync(ownPath, "utf8") : null)
  if (store.damaged !== "") to.error(store.damaged)
  if (pem === null) {
    to.out("There is no certificate yet: the first start of the console makes one.\n")
    return 0
  }
  const facts = certificateFacts(new X509Certificate(pem))
  const iso = (time: number): string => new Date(time / 1000).toISOString()
  const shown = {
    source: imported ? "imported" : "self-signed",
    name: imported?.name ?? "Locally generated",
    ...{ subject: facts.subject, issuer: facts.issuer, serial: facts.serial, fingerprint: facts.fingerprint },
    ...{ validFrom: iso(facts.validFrom), validTo: iso(facts.validTo) },
    ...{ names: facts.names, key: facts.key, signature: facts.signature },
    chain: imported?.chain.length ?? 0,
    notes: imported?.notes ?? [],
    uncheckedRevocation: imported?.uncheckedRevocation ?? false,
  }
  if (values.json) to.out(`${JSON.stringify(shown, null, 2)}\n`)
  else
    for (const [name, value] of Object.entries(shown))
      to.out(`${name.padEnd(20)} ${Array.isArray(value) ? value.join("; ") : String(value)}\n`)
  return 0
}

function reset(values: Values, to: Out, now: () => number): number {
  const folder = folderOf(values)
  if (!existsSync(folder)) throw new Unreadable(`${folder} does not exist. Give the site folder with --data.`)
  new CertificateStore(folder, openDataKey(folder), now).remove()
  to.out(
    "The imported certificate is deleted. The console shows the locally generated one, which is not for production.\n",
  )
  return 0
}

/** The exit code: 0 done, 1 refused by a check, 2 wrong usage, 3 a file can't be read. `now`: milliseconds since 1970. */
export async function certificate(words: readonly string[], to: Out, now: () => number): Promise<number> {
  const { values, command, rest } = parse(words)
  if (rest.length > 0) throw new WrongUsage(`"${rest[0]!}" is not understood.\n${usage}`)
  try {
    if (command === "import") return await bring(values, to, now)
    if (command === "show") return show(values, to, now)
    if (command === "reset") return reset(values, to, now)
  } catch (error) {
    if (error instanceof CertificateRefused) {
      to.error(`Refused (${error.check}): ${error.message} ${error.remedy}`)
      return 1
    }
    if (error instanceof Unreadable || error instanceof SecretUnreadable) {
      to.error(error.message)
      return 3
    }
    if (isSystemError(error)) {
      to.error(`The site folder can't be used: ${error.message}. Give another with --data.`)
      return 3
    }
    throw error
  }
  throw new WrongUsage(`Unknown command "${command}".\n${usage}`)
}
