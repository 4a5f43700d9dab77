/** The entries that the central directory of a zip names (APPNOTE 4.3.12): only what tells a plain file from a link or a folder. */

export type ZipEntry = { readonly path: string; readonly plainFile: boolean }

const endMark = 0x06054b50
const entryMark = 0x02014b50
const endBytes = 22
const entryBytes = 46
const longestComment = 0xffff
const typeMask = 0xf000
const regularFile = 0x8000

function endOf(zip: Buffer): number {
  const least = Math.max(0, zip.length - endBytes - longestComment)
  for (let at = zip.length - endBytes; at >= least; at--) if (zip.readUInt32LE(at) === endMark) return at
  return -1
}

function isPlainFile(zip: Buffer, at: number, path: string): boolean {
  const encrypted = (zip.readUInt16LE(at + 8) & 1) !== 0
  const mode = zip.readUInt32LE(at + 38) >>> 16
  return !encrypted && !path.endsWith("/") && ((mode & typeMask) === 0 || (mode & typeMask) === regularFile)
}

/** Null where there is no central directory or it contradicts itself. */
export function zipEntries(zip: Buffer): readonly ZipEntry[] | null {
  const end = zip.length < endBytes ? -1 : endOf(zip)
  if (end < 0) return null
  const count = zip.readUInt16LE(end + 10)
  const entries: ZipEntry[] = []
  let at = zip.readUInt32LE(end + 16)
  for (let one = 0; one < count; one++) {
    if (at + entryBytes > end || zip.readUInt32LE(at) !== entryMark) return null
    const nameLength = zip.readUInt16LE(at + 28)
    const next = at + entryBytes + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    if (next > end) return null
    const path = zip.toString("utf8", at + entryBytes, at + entryBytes + nameLength)
    entries.push({ path, plainFile: isPlainFile(zip, at, path) })
    at = next
  }
  return entries
}
