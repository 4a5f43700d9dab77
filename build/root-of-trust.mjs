/**
 * What the build puts into the bundle as its root of trust: the development root of build/root-of-trust, or the folder that
 * PLANTWARDEN_ROOT_OF_TRUST names (`npm run authority -- init` makes one). PLANTWARDEN_PRODUCTION=1 refuses the development root.
 */
import { X509Certificate } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const developmentFolder = fileURLToPath(new URL("root-of-trust", import.meta.url))

const certificatesOf = (pem) => pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
const printsOf = (pem) => certificatesOf(pem).map((one) => new X509Certificate(one).fingerprint256)

function read(folder, name) {
  const path = join(folder, name)
  if (!existsSync(path))
    throw new Error(`The root of trust lacks ${path}. Point PLANTWARDEN_ROOT_OF_TRUST at the folder that "init" made.`)
  return readFileSync(path, "utf8")
}

/** Throws Error in plain words. */
export function rootOfTrust(environment) {
  const own = environment.PLANTWARDEN_ROOT_OF_TRUST
  const folder = own || developmentFolder
  const roots = read(folder, "root.pem")
  const licenceKey = read(folder, "licence-key.pem")
  const prints = printsOf(roots)
  if (prints.length === 0) throw new Error(`${join(folder, "root.pem")} holds no certificate.`)
  const known = new Set(printsOf(read(developmentFolder, "root.pem")))
  const isDevelopment =
    prints.some((print) => known.has(print)) || licenceKey.trim() === read(developmentFolder, "licence-key.pem").trim()
  if (isDevelopment && environment.PLANTWARDEN_PRODUCTION === "1")
    throw new Error(
      "A production build must not carry the development root of trust: its keys are public. Set PLANTWARDEN_ROOT_OF_TRUST to the folder of your own.",
    )
  return {
    roots,
    licenceKey,
    development: isDevelopment ? JSON.parse(read(developmentFolder, "development-authority.json")) : null,
  }
}
