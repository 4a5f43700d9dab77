/** What people changed of the baseline, brought to what the engine counts: what was removed is told again as if it were the first. */
import { any, entry, entryKey, type BaselineEdit, type BaselineEntry } from "../baseline/entry.ts"
import type { Judge } from "../detections/judge.ts"
import type { EndpointId } from "../facts/fact.ts"
import type { Engine } from "./engine.ts"
import { functionOf } from "./naming.ts"
import { placeWords } from "./place-names.ts"

/** By key, and by function: who allows or removes many looks at each of what is known once. */
type Wanted = ReadonlyMap<string, { readonly change: BaselineEdit["change"]; readonly entry: BaselineEntry }>

export function applyEdits(
  engine: Engine,
  judge: Judge,
  edits: readonly BaselineEdit[],
  textOf: (endpoint: EndpointId) => string,
): void {
  const wanted: Map<string, { change: BaselineEdit["change"]; entry: BaselineEntry }> = new Map()
  for (const { change, entries } of edits) for (const one of entries) wanted.set(entryKey(one), { change, entry: one })
  // Functions and their places are many, and most edits are about neither.
  const sorts = new Set([...wanted.values()].map((one) => one.entry.sort))
  if (sorts.has("function") || sorts.has("place") || sorts.has("polling")) functions(engine, judge, wanted, textOf)
  engine.dissection.tellAgain()
}

function functions(engine: Engine, judge: Judge, wanted: Wanted, textOf: (endpoint: EndpointId) => string): void {
  const { pairs } = engine
  for (let id = 0; id < pairs.operations.count; id++) {
    const pair = pairs.operations.word(id, 0)
    const { protocol, key } = functionOf(pairs, id)
    const of = { who: textOf(pairs.client(pair)), whom: textOf(pairs.server(pair)), protocol, what: key }
    const edit =
      wanted.get(entryKey(entry("function", of))) ?? wanted.get(entryKey(entry("function", { ...of, what: any })))
    if (edit?.change === "allow") judge.alerts.settle({ function: id })
    else if (edit?.change === "forget") pairs.awaited.add(id)
    const pace = wanted.get(entryKey(entry("polling", of)))
    if (pace !== undefined) judge.setPace(id, paceOf(pace.change, pace.entry))
    places(engine, judge, wanted, id, of)
  }
}

const paceOf = (change: BaselineEdit["change"], { low, high, minutes }: BaselineEntry) =>
  change === "allow" ? { low, high, count: minutes } : undefined

function places(
  { pairs }: Engine,
  judge: Judge,
  wanted: Wanted,
  id: number,
  of: Pick<BaselineEntry, "who" | "whom" | "protocol" | "what">,
): void {
  const everywhere =
    wanted.get(entryKey(entry("place", { ...of, where: any }))) ??
    wanted.get(entryKey(entry("place", { ...of, what: any, where: any })))
  for (const place of pairs.places.ofOperation(id)) {
    const { where } = placeWords(pairs, place)
    const edit = wanted.get(entryKey(entry("place", { ...of, where }))) ?? everywhere
    if (edit?.change === "allow") judge.alerts.settle({ place })
    else if (edit?.change === "forget") pairs.places.await(place)
  }
}
