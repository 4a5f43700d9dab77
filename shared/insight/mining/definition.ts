/** What a report of data mining is made of, and what can be wrong with one. */
import { subnetTest } from "../trends/subnet-filter.ts"
import { patternTest } from "./pattern.ts"

export const orders = ["category", "device", "activity"] as const
export type Order = (typeof orders)[number]
export const timeUnits = { minutes: 60, hours: 3600, days: 86_400 } as const
export type TimeUnit = keyof typeof timeUnits

export type ReportFilters = {
  /** Null: whenever. */
  readonly within: { readonly count: number; readonly unit: TimeUnit } | null
  /** "10.1.*.5", "10.1.0.0/16", "2001:db8::/32". Any of them is enough, in each list. */
  readonly addresses: readonly string[]
  readonly macs: readonly string[]
  readonly ports: readonly string[]
  readonly groups: readonly string[]
  readonly transports: readonly string[]
  readonly protocols: readonly string[]
  readonly tags: readonly string[]
  readonly states: readonly string[]
  readonly minimum: number | null
  readonly maximum: number | null
}

export type ReportDefinition = {
  readonly name: string
  readonly description: string
  /** Keys; what lies under a chosen one is chosen with it. */
  readonly categories: readonly string[]
  readonly order: Order
  readonly filters: ReportFilters
}

export const noFilters: ReportFilters = {
  ...{
    within: null,
    addresses: [],
    macs: [],
    ports: [],
    groups: [],
    transports: [],
    protocols: [],
    tags: [],
    states: [],
  },
  ...{ minimum: null, maximum: null },
}

/** `field`: of the form; why it is refused, and what to do. */
export type Fault = { readonly field: string; readonly reason: string; readonly remedy: string }

const hasStar = (text: string): boolean => /[*?]/.test(text)

function addressFault(text: string): boolean {
  if (!hasStar(text)) return subnetTest(text) === null
  return text.includes("/") || !/^[0-9a-f.:*?]+$/i.test(text.trim())
}

const macFault = (text: string): boolean =>
  hasStar(text) ? !/^[0-9a-f:*?-]+$/i.test(text.trim()) : !/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text.trim())

function portFault(text: string): boolean {
  if (hasStar(text)) return !/^[0-9*?]+$/.test(text.trim())
  const [first = "", last = first, more] = text.trim().split("-")
  const isPort = (one: string): boolean => /^\d{1,5}$/.test(one.trim()) && Number(one) >= 1 && Number(one) <= 65_535
  return more !== undefined || !isPort(first) || !isPort(last) || Number(first) > Number(last)
}

type ListField = Exclude<keyof ReportFilters, "within" | "minimum" | "maximum">

const lists: Readonly<
  Record<ListField, { readonly isBad: (text: string) => boolean; readonly what: string; readonly remedy: string }>
> = {
  addresses: {
    isBad: addressFault,
    what: "no IP address, subnet or address with wildcards",
    remedy: "Write it as 10.1.2.5, 10.1.*.5, 10.1.0.0/16 or 2001:db8::/32.",
  },
  macs: { isBad: macFault, what: "no MAC address", remedy: "Write it as 00:1b:1b:0a:4c:11 or 00:1b:1b:*." },
  ports: {
    isBad: portFault,
    what: "no port",
    remedy: "Write a number from 1 to 65535, a span such as 5900-5903, or 59??.",
  },
  groups: { isBad: () => false, what: "no group", remedy: "" },
  transports: { isBad: () => false, what: "no transport", remedy: "" },
  protocols: { isBad: () => false, what: "no protocol", remedy: "" },
  tags: { isBad: () => false, what: "no tag", remedy: "" },
  states: { isBad: () => false, what: "no state", remedy: "" },
}
export const listFields = Object.keys(lists) as readonly ListField[]

function listFault({ filters }: ReportDefinition): Fault | null {
  for (const field of listFields)
    for (const text of filters[field]) {
      if (text.trim() === "") return { field, reason: "A filter is empty.", remedy: "Fill it in or remove its line." }
      const { isBad, what, remedy } = lists[field]
      if (isBad(text)) return { field, reason: `“${text}” is ${what}.`, remedy }
    }
  return null
}

/** The first thing that is wrong, or null. */
export function definitionFault(definition: ReportDefinition): Fault | null {
  const { name, categories, filters } = definition
  if (name.trim() === "") return { field: "name", reason: "The report has no name.", remedy: "Give it one." }
  if (categories.length === 0)
    return {
      field: "categories",
      reason: "No category is chosen.",
      remedy: "Choose at least one, or press Select all.",
    }
  const { within, minimum, maximum } = filters
  if (within && !(Number.isInteger(within.count) && within.count > 0 && within.count <= 100_000))
    return { field: "within", reason: "The time is no whole number above 0.", remedy: "Write 30, or switch it off." }
  if (minimum !== null && maximum !== null && minimum > maximum)
    return { field: "minimum", reason: "The smallest value is above the largest.", remedy: "Exchange them." }
  return listFault(definition)
}

/** Tests of a text against any of a list; null where the list is empty. */
export function anyOf(
  patterns: readonly string[],
  test: (pattern: string) => (text: string) => boolean = patternTest,
): ((texts: readonly string[]) => boolean) | null {
  if (patterns.length === 0) return null
  const tests = patterns.map(test)
  return (texts) => texts.some((text) => tests.some((one) => one(text)))
}
