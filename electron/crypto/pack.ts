/** Intelligence packs: a zip whose first entry is the signed manifest; the others are what it names, byte for byte, and nothing else. */
import { createHash } from "node:crypto"
import { Unzip, UnzipInflate, type UnzipFile } from "fflate"
import type { PackPayload } from "../../shared/setup/activation-payload.ts"
import { readPackPayload } from "../../shared/setup/activation-payload.ts"
import { zipEntries } from "./pack-entries.ts"
import { faultOfPackPath } from "./pack-path.ts"
import { FileRefused, mostFileBytes, readSignedFile } from "./signed-file.ts"
import type { SignedFile, Trust } from "./signed-file.ts"

export type Pack = {
  readonly manifest: PackPayload
  readonly signer: string
  readonly files: ReadonlyMap<string, Uint8Array>
}

export type PackLimits = { readonly bytes: number }
export const packLimits: PackLimits = { bytes: 256 * 1024 * 1024 }
export const manifestName = "manifest.json"

/** Of the zip, handed over at a time: an entry can be given up after each, when at most a thousand times as much has come out. */
const piece = 4 * 1024

const tooLarge = (what: string): FileRefused => new FileRefused("too-large", { what })
const spoilt = (what: string): FileRefused => new FileRefused("bad-signature", { what })
const notPack = (what: string): FileRefused => new FileRefused("not-a-signed-file", { what })
const quoted = (path: string): string => `“${path.slice(0, 100)}”`

function judgeNames(zip: Buffer): void {
  const entries = zipEntries(zip)
  if (entries === null) throw notPack("it is not a zip archive, or not a whole one")
  const seen = new Set<string>()
  for (const { path, plainFile } of entries) {
    const fault = faultOfPackPath(path) ?? (plainFile ? null : "it is a link, a folder or encrypted")
    if (fault !== null) throw spoilt(`${quoted(path)} can't be in a pack: ${fault}`)
    if (seen.has(path.toLowerCase())) throw spoilt(`${quoted(path)} is in it twice`)
    seen.add(path.toLowerCase())
  }
  if (!seen.has(manifestName)) throw notPack(`there is no ${manifestName} in it`)
}

/** What an entry must be: null for one that must not be there. */
type Expected = (path: string) => { readonly most: number } | null

/** Inflates piece by piece; an entry that grows beyond what is expected ends the reading at once. */
function inflate(zip: Buffer, expected: Expected): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const unzip = new Unzip((file: UnzipFile) => {
    const bound = expected(file.name)
    if (bound === null || files.has(file.name)) return
    const pieces: Uint8Array[] = []
    let length = 0
    file.ondata = (error, data, last) => {
      if (error instanceof FileRefused) throw error // our own, on its way out through fflate
      if (error) throw spoilt(`${quoted(file.name)} in it is damaged`)
      length += data.length
      if (length > bound.most) throw tooLarge(`${quoted(file.name)} in it is larger than it says`)
      pieces.push(data)
      if (last) files.set(file.name, Buffer.concat(pieces))
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  try {
    for (let at = 0; at < zip.length; at += piece) unzip.push(zip.subarray(at, at + piece), at + piece >= zip.length)
  } catch (error) {
    if (error instanceof FileRefused) throw error
    throw spoilt("the archive is damaged") // fflate throws its own errors for bytes that are no deflate stream
  }
  return files
}

function judgeContents(
  manifest: PackPayload,
  limits: PackLimits,
): ReadonlyMap<string, PackPayload["contents"][number]> {
  const wanted = new Map<string, PackPayload["contents"][number]>()
  let total = 0
  for (const one of manifest.contents) {
    const fault = faultOfPackPath(one.path)
    if (fault !== null) throw spoilt(`${quoted(one.path)} can't be in a pack: ${fault}`)
    if (one.path.toLowerCase() === manifestName || wanted.has(one.path.toLowerCase()))
      throw spoilt(`${quoted(one.path)} is named twice`)
    wanted.set(one.path.toLowerCase(), one)
    total += one.size
    if (total > limits.bytes) throw tooLarge("its contents have more than 256 MiB")
  }
  return new Map(manifest.contents.map((one) => [one.path, one]))
}

function judgeFiles(found: ReadonlyMap<string, Uint8Array>, wanted: ReturnType<typeof judgeContents>): void {
  for (const [path, { size, sha256 }] of wanted) {
    const bytes = found.get(path)
    if (!bytes) throw spoilt(`${quoted(path)} is missing from it`)
    if (bytes.length !== size || createHash("sha256").update(bytes).digest("hex") !== sha256)
      throw spoilt(`${quoted(path)} in it is not what was signed`)
  }
}

async function readManifest(zip: Buffer, trust: Trust): Promise<{ manifest: PackPayload; signed: SignedFile }> {
  const document = inflate(zip, (path) => (path === manifestName ? { most: mostFileBytes } : null)).get(manifestName)
  if (!document) throw notPack(`its ${manifestName} can't be read`)
  const signed = await readSignedFile(Buffer.from(document).toString("utf8"), "intelligence", trust)
  const read = readPackPayload(signed.payload)
  if ("fault" in read) throw notPack(read.fault)
  return { manifest: read.payload, signed }
}

/** Throws FileRefused. `limits`: smaller ones in tests. */
export async function verifyPack(bytes: Uint8Array, trust: Trust, limits: PackLimits = packLimits): Promise<Pack> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (zip.length > limits.bytes) throw tooLarge("a pack has at most 256 MiB")
  judgeNames(zip)
  const { manifest, signed } = await readManifest(zip, trust)
  const wanted = judgeContents(manifest, limits)
  const extra = (zipEntries(zip) ?? []).find(({ path }) => path !== manifestName && !wanted.has(path))
  if (extra) throw spoilt(`${quoted(extra.path)} is in it, but was not signed`)
  const found = inflate(zip, (path) => {
    const one = wanted.get(path)
    return one ? { most: one.size } : null
  })
  judgeFiles(found, wanted)
  return { manifest, signer: signed.signer, files: found }
}
