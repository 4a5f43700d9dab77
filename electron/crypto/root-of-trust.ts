/** The root of trust that this build carries: whose signatures count. The build puts it in from build/root-of-trust or from a folder of one's own. */
import { existsSync, readFileSync } from "node:fs"
import type { SignedKind } from "../../shared/setup/activation-payload.ts"

/** PEM: certificates with the signing one first, and its key (PKCS#8). */
export type SigningMaterial = { readonly certificates: string; readonly key: string }

/** The keys of the development authority. They are public by intent: whoever has the source has them. */
export type DevelopmentAuthority = Readonly<Record<SignedKind, SigningMaterial>> & {
  readonly name: string
  readonly licenceKey: string
}

export type RootOfTrust = {
  /** PEM, one or several certificates. */
  readonly roots: string
  /** PEM, the Ed25519 public key of licence strings. */
  readonly licenceKey: string
  /** Null: the build has a root of its own. */
  readonly development: DevelopmentAuthority | null
}

/** Put in by the build; build/root-of-trust.mjs says how. */
declare const plantwardenRootOfTrust: RootOfTrust

/** A folder as build/root-of-trust is one, for programs that run from the source. */
function readRootOfTrust(folder: URL): RootOfTrust {
  const text = (name: string): string => readFileSync(new URL(name, folder), "utf8")
  const development = "development-authority.json"
  return {
    roots: text("root.pem"),
    licenceKey: text("licence-key.pem"),
    development: existsSync(new URL(development, folder))
      ? (JSON.parse(text(development)) as DevelopmentAuthority)
      : null,
  }
}

let found: RootOfTrust | null = null

export function builtInRootOfTrust(): RootOfTrust {
  found ??=
    typeof plantwardenRootOfTrust === "undefined"
      ? readRootOfTrust(new URL("../../build/root-of-trust/", import.meta.url))
      : plantwardenRootOfTrust
  return found
}
