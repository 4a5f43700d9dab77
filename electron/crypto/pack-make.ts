/** Making an intelligence pack: the manifest names every file by its SHA-256, is signed, and goes first into the zip. */
import { createHash } from "node:crypto"
import { zipSync, type Zippable } from "fflate"
import { manifestName } from "./pack.ts"
import { faultOfPackPath } from "./pack-path.ts"
import type { Signer } from "./sign-file.ts"
import { signFile } from "./sign-file.ts"

export class PackUnmakeable extends Error {
  override readonly name = "PackUnmakeable"
}

/** `payload`: everything but the contents. Throws PackUnmakeable for a file whose name can't be in a pack. */
export async function makePack(
  payload: Readonly<Record<string, unknown>>,
  files: ReadonlyMap<string, Uint8Array>,
  signer: Signer,
): Promise<Uint8Array> {
  for (const path of files.keys()) {
    const fault = path === manifestName ? "the manifest has that name" : faultOfPackPath(path)
    if (fault !== null) throw new PackUnmakeable(`“${path}” can't be in a pack: ${fault}. Rename it.`)
  }
  const contents = [...files].map(([path, bytes]) => ({
    path,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    size: bytes.length,
  }))
  const manifest = await signFile({ ...payload, contents }, signer)
  const zip: Zippable = { [manifestName]: Buffer.from(manifest), ...Object.fromEntries(files) }
  return zipSync(zip, { level: 6 })
}
