/** What the files of an intelligence pack are, and what is taken out of them. */
import type { Threat } from "../../shared/detections/policy.ts"
import { readStix } from "../../shared/detections/threats/stix.ts"
import type { Pack } from "../crypto/pack.ts"
import type { StoredPack } from "../store/packs.ts"

/** Bytes of one file of indicators. */
const mostIndicators = 64 * 1024 * 1024
const unusedYet = "Kept in the pack, not used by this version."

export type PackContents = Pick<StoredPack, "contents" | "unused"> & { readonly threats: readonly Threat[] }

type Read = { readonly what: string; readonly threats: readonly Threat[]; readonly unused: ReadonlyMap<string, number> }
const nothingOf = (what: string): Read => ({ what, threats: [], unused: new Map() })

const looksLikeBundle = (text: string): boolean => /"type"\s*:\s*"bundle"/.test(text.slice(0, 4000))
const looksLikeAdvisory = (text: string): boolean => /"csaf_version"\s*:/.test(text.slice(0, 20_000))

function readFile(path: string, bytes: Uint8Array, now: number): Read {
  if (!path.toLowerCase().endsWith(".json")) return nothingOf(unusedYet)
  if (bytes.length > mostIndicators) return nothingOf("Larger than 64 MiB: not read.")
  const text = new TextDecoder().decode(bytes)
  if (looksLikeAdvisory(text)) return nothingOf(`Security advisories (CSAF). ${unusedYet}`)
  if (!looksLikeBundle(text)) return nothingOf(unusedYet)
  try {
    const { threats, unused } = readStix(text, now)
    const left = [...unused.values()].reduce((sum, count) => sum + count, 0)
    const words = `Indicators (STIX): ${threats.length.toLocaleString("en")} addresses, names and files are compared with traffic`
    return {
      threats,
      unused,
      what: left === 0 ? `${words}.` : `${words}, ${left.toLocaleString("en")} indicators are not used.`,
    }
  } catch (error) {
    return nothingOf(`Indicators that can't be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

/** `now`: microseconds since 1970 UTC. */
export function contentsOf({ files }: Pack, now: number): PackContents {
  const threats = new Map<string, Threat>()
  const unused = new Map<string, number>()
  const contents = [...files].map(([path, bytes]) => {
    const read = readFile(path, bytes, now)
    for (const one of read.threats) threats.set(`${one.what} ${one.value}`, one)
    for (const [why, count] of read.unused) unused.set(why, (unused.get(why) ?? 0) + count)
    return { path: path.slice(0, 400), size: bytes.length, what: read.what }
  })
  return {
    contents: contents.slice(0, 10_000),
    threats: [...threats.values()],
    unused: [...unused]
      .map(([why, count]) => ({ why, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, 50),
  }
}
