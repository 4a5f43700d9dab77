/** The widget about alerts: how many of each detection engine, among those that were detected in the time. */
import { nothingToShow, sliced, type Content } from "./content.ts"
import { mostOf, type Question, type TrendAlert } from "./question.ts"
import { subnetTest } from "./subnet-filter.ts"
import { honoured } from "./wanted.ts"
import { nothingCaptured } from "./why-empty.ts"

function wanted(question: Question): readonly TrendAlert[] {
  const { alerts, from, to } = question
  const { devices, subnet } = honoured(question)
  const ids = devices === undefined ? undefined : new Set(devices)
  const isInside = subnet === undefined ? undefined : (subnetTest(subnet) ?? (() => false))
  return alerts.filter(
    ({ first, last, devices: ends, addresses }) =>
      last >= from &&
      first < to &&
      (ids === undefined || ends.some((id) => ids.has(id))) &&
      (isInside === undefined || addresses.some(isInside)),
  )
}

export function alertsByEngine(question: Question): Content {
  const all = wanted(question)
  if (all.length === 0) {
    const nothing = nothingCaptured(question)
    return nothingToShow(question, nothing === "" ? "No alert was detected in this range." : nothing)
  }
  const counts = new Map<string, { readonly name: string; count: number }>()
  for (const { engine, engineName } of all) {
    const one = counts.get(engine) ?? { name: engineName, count: 0 }
    counts.set(engine, one)
    one.count++
  }
  const slices = [...counts]
    .sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostOf(question))
    .map(([key, { name, count }]) => {
      const text = count === 1 ? "1 alert" : `${count} alerts`
      return { key, name, value: count, text, link: { page: "alerts", query: { engine: key } } }
    })
  return sliced(question, slices, "")
}
