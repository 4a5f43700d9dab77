/** A baseline file against what is normal here: what importing it would add, change and remove. */
import { entryKey, wordsOf, type BaselineEntry } from "../../shared/baseline/entry.ts"
import { isSeenTold } from "../../shared/baseline/known-key.ts"
import { baseline, type StoredEntry } from "./baseline.ts"
import { baselineEdits, type Deed, type Doer } from "./baseline-edits.ts"
import type { Database } from "./database.ts"

export type Comparison = {
  readonly adds: readonly BaselineEntry[]
  readonly changes: readonly { readonly entry: BaselineEntry; readonly was: StoredEntry }[]
  /** Normal here, and not in the file. */
  readonly removes: readonly StoredEntry[]
  readonly same: number
}

export function compare(database: Database, entries: readonly BaselineEntry[]): Comparison {
  const here = new Map<string, StoredEntry>()
  for (const one of baseline.normal(database)) here.set(one.key, one)
  const adds: BaselineEntry[] = []
  const changes: { entry: BaselineEntry; was: StoredEntry }[] = []
  const given = new Set<string>()
  for (const entry of entries) {
    const key = entryKey(entry)
    given.add(key)
    const was = here.get(key)
    if (was === undefined) adds.push(entry)
    else if (was.low !== entry.low || was.high !== entry.high) changes.push({ entry, was })
  }
  const removes = [...here.values()].filter(({ key }) => !given.has(key))
  return { adds, changes, removes, same: given.size - adds.length - changes.length }
}

export const baselineImport = {
  take(database: Database, entries: readonly BaselineEntry[], replace: boolean, doer: Doer) {
    const { adds, changes, removes } = compare(database, entries)
    const gone = replace ? removes : []
    const deeds: Deed[] = [
      { change: "allow", entries: [...adds, ...changes.map(({ entry }) => entry)], state: "imported" },
      ...removal(gone),
    ]
    const undo = baselineEdits.apply(database, deeds, doer)
    return { adds: adds.length, changes: changes.length, removes: gone.length, undo }
  },
}

/** What was seen alerts when it happens again; what was only allowed is as unknown as before. */
export function removal(entries: readonly StoredEntry[]): readonly Deed[] {
  const isUnseen = (one: StoredEntry): boolean => one.first === 0 && isSeenTold(one)
  return [
    { change: "forget", entries: entries.filter((one) => !isUnseen(one)), state: "removed" },
    { change: "disallow", entries: entries.filter(isUnseen), state: "removed" },
  ]
}

/** One entry in words, on one line. */
export function entryText(one: BaselineEntry): string {
  const { who, whom, protocol, what, where, name } = one
  const ends = whom === "" ? who : `${who} → ${whom}`
  const told = [ends, protocol, name === "" ? what : `${name} (${what})`, where].filter((word) => word !== "")
  const pace = one.sort === "polling" ? ` every ${one.low} to ${one.high} s` : ""
  return `${wordsOf(one.sort).one}: ${told.join(", ")}${pace}`
}
