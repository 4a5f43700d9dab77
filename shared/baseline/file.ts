/** The baseline as a readable file: JSON with one entry on each line, in an order that does not change, so that two files can be compared line by line. */
import {
  entry,
  entryKey,
  fieldNames,
  sortNames,
  wordsOf,
  type BaselineEntry,
  type BaselineSort,
  type Field,
} from "./entry.ts"

export const fileFormat = "plantwarden-baseline"
export const fileVersion = 1

/** Entries in one file, and characters of one field. */
export const mostEntries = 500_000
const mostText = 500

export type FileHead = { readonly sensor: string; readonly site: string; readonly zone: string }

/** What an exported entry tells beside itself. Times are ISO 8601 in UTC, "" where not known. */
export type FileEntry = BaselineEntry & {
  readonly first: string
  readonly last: string
  readonly times: number
  /** "learned by listening", "allowed by NAME", "imported from FILE by NAME". */
  readonly how: string
}

/** Where a file can't be read: the line and the entry, counted from 1 (0: not about one), why, and what to do. */
export type FileFault = {
  readonly line: number
  readonly entry: number
  readonly reason: string
  readonly remedy: string
}

export type ReadFile = {
  readonly head: FileHead
  readonly entries: readonly BaselineEntry[]
  readonly faults: readonly FileFault[]
}

const mostFaults = 50

/** Only what is told: empty fields are left out. The order of the keys is fixed. */
function lineOf(one: FileEntry, plain: boolean): string {
  const { sort, name, low, high, minutes, first, last, times, how } = one
  const told: Record<string, string | number> = { sort }
  for (const field of fieldNames) if (one[field] !== "") told[field] = one[field]
  if (name !== "") told["name"] = name
  if (sort === "polling") Object.assign(told, { lowSeconds: low, highSeconds: high, minutes })
  if (!plain) {
    if (first !== "") told["first"] = first
    if (last !== "") told["last"] = last
    if (times > 0) told["times"] = times
    told["how"] = how
  }
  return JSON.stringify(told)
}

/** `plain`: without times and counts, which differ from day to day. */
export function* writeFile(head: FileHead, entries: Iterable<FileEntry>, plain = false): Generator<string> {
  const top = { format: fileFormat, version: fileVersion, ...head }
  const lines = Object.entries(top).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`)
  yield `{\n${lines.join("\n")}\n  "entries": [`
  let before = "\n"
  for (const one of entries) {
    yield `${before}    ${lineOf(one, plain)}`
    before = ",\n"
  }
  yield "\n  ]\n}\n"
}

const inOrder = (a: BaselineEntry, b: BaselineEntry): number => {
  const sort = sortNames.indexOf(a.sort) - sortNames.indexOf(b.sort)
  const [one, other] = [entryKey(a), entryKey(b)]
  return sort || (one < other ? -1 : one > other ? 1 : 0)
}

export const sorted = <One extends BaselineEntry>(entries: readonly One[]): One[] => [...entries].sort(inOrder)

export function readFile(text: string): ReadFile {
  const nothing = { head: { sensor: "", site: "", zone: "" }, entries: [] }
  const parsed = parse(text)
  if ("reason" in parsed) return { ...nothing, faults: [parsed] }
  const { value } = parsed
  const wrong = wrongHead(value)
  if (wrong !== undefined) return { ...nothing, faults: [wrong] }
  const told = value as { entries: readonly unknown[] } & Record<string, unknown>
  const word = (key: string): string => (typeof told[key] === "string" ? told[key].slice(0, 200) : "")
  return {
    head: { sensor: word("sensor"), site: word("site"), zone: word("zone") },
    ...readEntries(told.entries, text),
  }
}

function parse(text: string): { readonly value: unknown } | FileFault {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, "")) as unknown }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const line = /line (\d+)/.exec(error.message)?.[1]
    const at = /position (\d+)/.exec(error.message)?.[1]
    return {
      line: line === undefined ? (at === undefined ? 0 : lineAt(text, Number(at))) : Number(line),
      entry: 0,
      reason: "The file is no valid JSON from here on.",
      remedy:
        "Export the baseline again, or correct the line: a comma, a quotation mark or a bracket is missing or too many.",
    }
  }
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split("\n").length

function wrongHead(value: unknown): FileFault | undefined {
  const fault = (reason: string, remedy: string): FileFault => ({ line: 1, entry: 0, reason, remedy })
  const told = value as Record<string, unknown>
  if (typeof value !== "object" || value === null || told["format"] !== fileFormat)
    return fault("This is no exported baseline.", "Choose a file that “Export” on a Baseline page made.")
  if (told["version"] !== fileVersion)
    return fault(
      `The file has version ${String(told["version"]).slice(0, 20)}; this sensor reads version ${fileVersion}.`,
      "Export it again from a sensor with the same version of Plantwarden.",
    )
  if (!Array.isArray(told["entries"])) return fault("The file has no list of entries.", "Export the baseline again.")
  if (told["entries"].length > mostEntries)
    return fault(`The file has more than ${mostEntries} entries.`, "Export only a part of it, or split the list.")
  return undefined
}

function readEntries(all: readonly unknown[], text: string): Pick<ReadFile, "entries" | "faults"> {
  const entries = new Map<string, BaselineEntry>()
  const faults: FileFault[] = []
  const lines = new Lines(text)
  all.forEach((told, n) => {
    const read = readEntry(told)
    if ("sort" in read) return void entries.set(entryKey(read), read)
    if (faults.length < mostFaults) faults.push({ line: lines.of(n, all.length), entry: n + 1, ...read })
  })
  return { entries: sorted([...entries.values()]), faults }
}

/** Files as they are written have an entry on each line; where somebody set them otherwise, only the number of the entry is told. */
class Lines {
  private readonly lines: readonly number[]

  constructor(text: string) {
    this.lines = text.split("\n").flatMap((line, n) => (/^\s*\{.*\},?\s*$/.test(line) ? [n + 1] : []))
  }

  of(entry: number, entries: number): number {
    return this.lines.length === entries ? this.lines[entry]! : 0
  }
}

type Wrong = { readonly reason: string; readonly remedy: string }

/** Fields that a sort may leave empty: a device as a whole has no part, and a sign-in over Windows file sharing no name. */
const mayBeEmpty: Partial<Record<BaselineSort, readonly Field[]>> = { firmware: ["where"], "sign-in": ["what"] }

function readEntry(told: unknown): BaselineEntry | Wrong {
  if (typeof told !== "object" || told === null || Array.isArray(told))
    return { reason: "The entry is no object.", remedy: 'Write it as {"sort": …, "who": …}.' }
  const given = told as Record<string, unknown>
  const sort = sortNames.find((one) => one === given["sort"])
  if (sort === undefined)
    return {
      reason: `There is no sort “${String(given["sort"]).slice(0, 40)}”.`,
      remedy: `Write one of ${sortNames.join(", ")}.`,
    }
  for (const key of Object.keys(given)) if (!keys.has(key)) return unknownKey(key)
  return checked(sort, given)
}

const keys: ReadonlySet<string> = new Set([
  ...["sort", ...fieldNames, "name", "lowSeconds", "highSeconds", "minutes", "first", "last", "times", "how"],
])

const unknownKey = (key: string): Wrong => ({
  reason: `“${key.slice(0, 40)}” is no part of an entry.`,
  remedy: `Take it out; parts are ${[...keys].join(", ")}.`,
})

function checked(sort: BaselineSort, given: Record<string, unknown>): BaselineEntry | Wrong {
  const { fields } = wordsOf(sort)
  for (const field of fieldNames) {
    const value = given[field] ?? ""
    if (typeof value !== "string" || value.length > mostText || hasControls(value))
      return {
        reason: `“${field}” is no text of at most ${mostText} characters.`,
        remedy: "Write it in quotation marks, on one line.",
      }
    if (fields[field] === undefined && value !== "")
      return { reason: `An entry of the sort “${sort}” has no “${field}”.`, remedy: "Take it out, or change the sort." }
    if (fields[field] !== undefined && value === "" && mayBeEmpty[sort]?.includes(field) !== true)
      return { reason: `“${field}” (${fields[field]}) is missing.`, remedy: `Add it, or take the entry out.` }
  }
  return withPace(sort, given)
}

const hasControls = (value: string): boolean => /[\u0000-\u001f]/.test(value)

function withPace(sort: BaselineSort, given: Record<string, unknown>): BaselineEntry | Wrong {
  const word = (key: string): string => (typeof given[key] === "string" ? given[key] : "")
  const fields = Object.fromEntries(fieldNames.map((field) => [field, word(field)]))
  const one = entry(sort, { ...fields, name: word("name").slice(0, mostText) })
  if (sort !== "polling") return one
  const [low, high, minutes] = [given["lowSeconds"], given["highSeconds"], given["minutes"] ?? 5]
  const isPace = typeof low === "number" && typeof high === "number" && low > 0 && high >= low && high <= 86_400
  if (!isPace || typeof minutes !== "number" || !Number.isInteger(minutes) || minutes < 1)
    return {
      reason:
        "The interval is none: “lowSeconds” and “highSeconds” are numbers above 0, the second not below the first.",
      remedy: 'Write for example "lowSeconds": 0.9, "highSeconds": 1.1, "minutes": 5.',
    }
  return { ...one, low, high, minutes }
}
