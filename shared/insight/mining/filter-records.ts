/** Which records a report's filters leave. */
import { subnetTest } from "../trends/subnet-filter.ts"
import { anyOf, timeUnits } from "./definition.ts"
import type { ReportFilters } from "./definition.ts"
import { patternTest } from "./pattern.ts"
import type { MiningRecord } from "./record.ts"

const addressTest = (text: string): ((address: string) => boolean) => subnetTest(text) ?? patternTest(text)
const macTest = (text: string): ((mac: string) => boolean) => patternTest(text.replaceAll("-", ":"))

function portTest(text: string): (port: string) => boolean {
  const span = /^\s*(\d+)\s*-\s*(\d+)\s*$/.exec(text)
  if (!span) return patternTest(text)
  return (port) => Number(port) >= Number(span[1]) && Number(port) <= Number(span[2])
}

type Test = (record: MiningRecord) => boolean

/** The moment that records must have been seen after, microseconds since 1970 UTC; null: any. */
export const sinceOf = ({ within }: ReportFilters, until: number): number | null =>
  within === null ? null : until - within.count * timeUnits[within.unit] * 1e6

export function recordTest(filters: ReportFilters, until: number, titleOf: (protocol: string) => string): Test {
  const tests: Test[] = []
  const since = sinceOf(filters, until)
  if (since !== null) tests.push(({ lastSeen }) => lastSeen >= since)
  const { minimum, maximum } = filters
  if (minimum !== null) tests.push(({ number }) => number !== null && number >= minimum)
  if (maximum !== null) tests.push(({ number }) => number !== null && number <= maximum)
  const add = (
    test: ((texts: readonly string[]) => boolean) | null,
    textsOf: (record: MiningRecord) => readonly string[],
  ): void => {
    if (test) tests.push((record) => test(textsOf(record)))
  }
  add(anyOf(filters.addresses, addressTest), ({ addresses }) => addresses)
  add(anyOf(filters.macs, macTest), ({ macs }) => macs)
  add(anyOf(filters.ports, portTest), ({ port }) => (port > 0 ? [String(port)] : []))
  add(anyOf(filters.groups), ({ groups }) => groups)
  add(anyOf(filters.transports), ({ transport }) => [transport])
  add(anyOf(filters.protocols), ({ protocol }) => (protocol === "" ? [] : [protocol, titleOf(protocol)]))
  add(anyOf(filters.tags), ({ tags }) => tags)
  add(anyOf(filters.states), ({ state }) => [state])
  return (record) => tests.every((test) => test(record))
}
