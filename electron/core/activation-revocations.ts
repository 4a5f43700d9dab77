/** Signing certificates that are not trusted any more: packs bring them, the site keeps them for ever. */
import type { Trust } from "../crypto/signed-file.ts"
import type { Pack } from "../crypto/pack.ts"
import type { Site } from "../handlers/context.ts"

const name = "activation.revoked"

const kept = async (site: Site): Promise<readonly string[]> =>
  JSON.parse((await site.query("settings", "get", name)) ?? "[]") as string[]

/** The roots of this build with what is revoked on this site. */
export const trustOf = async (site: Site, roots: string): Promise<Trust> => ({
  roots,
  revoked: new Set(await kept(site)),
})

/** How many were new. */
export async function keepRevoked(site: Site, pack: Pack): Promise<number> {
  const before = await kept(site)
  const all = [...new Set([...before, ...pack.manifest.revoked])]
  if (all.length > before.length) await site.write("settings", "set", name, JSON.stringify(all))
  return all.length - before.length
}
