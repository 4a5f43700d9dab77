/** A certificate authority made with the openssl program, in a folder of its own: root, intermediate, certificates of every kind, revocation lists. */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

export const hasOpenssl = (): boolean => spawnSync("openssl", ["version"]).status === 0

export type Issued = { readonly crt: string; readonly key: string }
export type Wish = {
  readonly name: string
  readonly subject?: string
  /** Lines of the extension section. */
  readonly extensions?: readonly string[]
  readonly newKey?: readonly string[]
  readonly digest?: string
  /** As openssl writes dates: YYYYMMDDHHMMSSZ. */
  readonly from?: string
  readonly to?: string
}

const rsa = ["-newkey", "rsa:2048"] as const
export const ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"] as const

export class OpensslAuthority {
  readonly #folder: string
  readonly name: string
  readonly crt: string
  readonly key: string

  /** `parent`: who signs this authority; null for a root. `listAddress`: of the revocation list in every certificate it signs, or "". */
  constructor(folder: string, name: string, parent: OpensslAuthority | null, listAddress = "") {
    this.#folder = join(folder, name.replaceAll(" ", "-"))
    this.name = name
    mkdirSync(this.#folder, { recursive: true })
    this.crt = join(this.#folder, "ca.crt")
    this.key = join(this.#folder, "ca.key")
    writeFileSync(join(this.#folder, "index.txt"), "")
    writeFileSync(join(this.#folder, "serial"), "1000\n")
    writeFileSync(join(this.#folder, "crlnumber"), "01\n")
    const list = listAddress === "" ? "" : `crlDistributionPoints = URI:${listAddress}\n`
    writeFileSync(
      join(this.#folder, "ca.cnf"),
      `[ca]\ndefault_ca = it\n[it]\ndatabase = ${this.#folder}/index.txt\nserial = ${this.#folder}/serial\ncrlnumber = ${this.#folder}/crlnumber
new_certs_dir = ${this.#folder}\ncertificate = ${this.crt}\nprivate_key = ${this.key}\ndefault_md = sha256\ndefault_days = 400\npolicy = any\ncopy_extensions = none
unique_subject = no\n[any]\ncommonName = optional\norganizationName = optional\n[req]\ndistinguished_name = dn\n[dn]\n[list]\n${list}`,
    )
    this.#makeOwn(parent)
  }

  #run(...words: readonly string[]): void {
    execFileSync("openssl", words, { stdio: ["ignore", "ignore", "pipe"] })
  }

  #makeOwn(parent: OpensslAuthority | null): void {
    if (parent) {
      const made = parent.issue({
        name: this.name,
        subject: `/O=Test plant/CN=${this.name}`,
        extensions: ["basicConstraints = critical,CA:true", "keyUsage = critical,keyCertSign,cRLSign"],
      })
      writeFileSync(this.crt, readFileSync(made.crt))
      writeFileSync(this.key, readFileSync(made.key))
      return
    }
    const subject = `/O=Test plant/CN=${this.name}`
    const extensions = [
      "-addext",
      "basicConstraints=critical,CA:true",
      "-addext",
      "keyUsage=critical,keyCertSign,cRLSign",
    ]
    this.#run(
      "req",
      "-x509",
      ...rsa,
      "-noenc",
      "-keyout",
      this.key,
      "-out",
      this.crt,
      "-days",
      "4000",
      "-subj",
      subject,
      ...extensions,
    )
  }

  /** A certificate and its key (PKCS#8, PEM, not encrypted). */
  issue(wish: Wish): Issued {
    const base = join(this.#folder, wish.name.replaceAll(/[^a-z0-9]/gi, "-"))
    const [crt, key, request, config] = [`${base}.crt`, `${base}.key`, `${base}.csr`, `${base}.cnf`]
    const subject = wish.subject ?? "/O=Test plant/CN=sensor-3.plant.example"
    this.#run("req", "-new", ...(wish.newKey ?? rsa), "-noenc", "-keyout", key, "-out", request, "-subj", subject)
    const lines = wish.extensions ?? [
      "subjectAltName = DNS:sensor-3.plant.example,IP:127.0.0.1",
      "extendedKeyUsage = serverAuth",
    ]
    writeFileSync(config, readFileSync(join(this.#folder, "ca.cnf"), "utf8") + lines.join("\n") + "\n")
    const dates = [...(wish.from ? ["-startdate", wish.from] : []), ...(wish.to ? ["-enddate", wish.to] : [])]
    const digest = wish.digest ? ["-md", wish.digest] : []
    this.#run(
      "ca",
      "-batch",
      "-notext",
      "-config",
      config,
      "-extensions",
      "list",
      ...dates,
      ...digest,
      "-in",
      request,
      "-out",
      crt,
    )
    return { crt, key }
  }

  revoke(issued: Issued): void {
    this.#run(
      "ca",
      "-batch",
      "-config",
      join(this.#folder, "ca.cnf"),
      "-revoke",
      issued.crt,
      "-crl_reason",
      "keyCompromise",
    )
  }

  /** The revocation list as a PEM file. */
  list(name: string, ...more: readonly string[]): string {
    const path = join(this.#folder, `${name}.crl`)
    const days = more.length > 0 ? more : ["-crldays", "30"]
    this.#run("ca", "-batch", "-config", join(this.#folder, "ca.cnf"), "-gencrl", ...days, "-out", path)
    return path
  }
}

/** One openssl command; its standard output. */
export const openssl = (...words: readonly string[]): Buffer =>
  execFileSync("openssl", words, { stdio: ["ignore", "pipe", "pipe"] })
