/** A report while a person writes it: filters as lines, as the form shows them. */
import type { ReportDefinition } from "../../shared/api/contract/mining.ts"
import { definitionFault, listFields } from "../../shared/insight/mining/definition.ts"
import type { Fault } from "../../shared/insight/mining/definition.ts"

type Kind = (typeof listFields)[number] | "minimum" | "maximum"
export type FilterLine = { readonly kind: Kind; readonly text: string }

export const filterKinds: readonly { readonly value: Kind; readonly text: string; readonly example: string }[] = [
  { value: "addresses", text: "IP address", example: "10.1.*.5 or 10.1.0.0/16" },
  { value: "macs", text: "MAC address", example: "00:1b:1b:*" },
  { value: "ports", text: "Port", example: "502 or 5900-5903" },
  { value: "groups", text: "Device group", example: "10.1.2.0/24, VLAN 10, PLC" },
  { value: "transports", text: "Transport", example: "TCP" },
  { value: "protocols", text: "Protocol", example: "Modbus/TCP" },
  { value: "tags", text: "Tag", example: "important or modbus 90" },
  { value: "states", text: "State", example: "Refused" },
  { value: "minimum", text: "Minimum value", example: "10" },
  { value: "maximum", text: "Maximum value", example: "1000" },
]

export class ReportDraft {
  name = $state("")
  description = $state("")
  categories = $state.raw<readonly string[]>([])
  order = $state("category")
  withinCount = $state("24")
  /** "": any time. */
  withinUnit = $state("")
  lines = $state.raw<readonly FilterLine[]>([])

  constructor(from: ReportDefinition | null) {
    if (!from) return
    const { name, description, categories, order, filters } = from
    Object.assign(this, { name, description, categories, order })
    this.withinUnit = filters.within?.unit ?? ""
    if (filters.within) this.withinCount = String(filters.within.count)
    const numbers = (["minimum", "maximum"] as const).flatMap((kind) =>
      filters[kind] === null ? [] : [{ kind, text: String(filters[kind]) }],
    )
    this.lines = [...listFields.flatMap((kind) => filters[kind].map((text) => ({ kind, text }))), ...numbers]
  }

  change(at: number, part: Partial<FilterLine>): void {
    this.lines = this.lines.map((line, place) => (place === at ? { ...line, ...part } : line))
  }
  add(): void {
    this.lines = [...this.lines, { kind: "addresses", text: "" }]
  }
  remove(at: number): void {
    this.lines = this.lines.toSpliced(at, 1)
  }

  #number(kind: Kind): number | null {
    const text = this.lines.find((line) => line.kind === kind)?.text.trim()
    return text === undefined || text === "" ? null : Number(text)
  }

  get definition(): ReportDefinition {
    const texts = (kind: Kind) => this.lines.filter((line) => line.kind === kind).map(({ text }) => text.trim())
    const lists = Object.fromEntries(listFields.map((kind) => [kind, texts(kind)])) as Record<
      (typeof listFields)[number],
      string[]
    >
    const unit = this.withinUnit as "minutes" | "hours" | "days" | ""
    return {
      name: this.name.trim(),
      description: this.description.trim(),
      categories: [...this.categories],
      order: this.order as ReportDefinition["order"],
      filters: {
        ...lists,
        within: unit === "" ? null : { count: Number(this.withinCount), unit },
        minimum: this.#number("minimum"),
        maximum: this.#number("maximum"),
      },
    }
  }

  get fault(): Fault | null {
    for (const kind of ["minimum", "maximum"] as const) {
      const given = this.lines.filter((line) => line.kind === kind)
      if (given.length > 1) return { field: kind, reason: `The ${kind} is given twice.`, remedy: "Remove one." }
      const [line] = given
      if (line && (line.text.trim() === "" || !Number.isFinite(Number(line.text))))
        return { field: kind, reason: `“${line.text}” is no number.`, remedy: "Write it as 10 or 2.5." }
    }
    return definitionFault(this.definition)
  }
}
