/** Which of some earlier imports has exactly the content of a file. */
import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import type { Import } from "../store/imports.ts"

export async function sameContent(path: string, earlier: readonly Import[]): Promise<Import | undefined> {
  const hash = createHash("sha256")
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece as Uint8Array)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return undefined // it can't be read: the engine will say so in its own words
  }
  const sha256 = hash.digest("hex")
  return earlier.find((one) => one.sha256 === sha256)
}
