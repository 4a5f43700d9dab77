/** How a widget's figures are written: short on axes and bars, exact in tips, tables and files. */
import type { WidgetAnswer } from "../../../shared/api/contract/trends.ts"
import { formatBitsPerSecond, formatBytes } from "../../parts/format/numbers.ts"

export type Unit = WidgetAnswer["unit"]

const fine = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 })
const compact = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1, notation: "compact" })

type Words = {
  /** In heads of columns. */
  readonly title: string
  readonly short: (value: number) => string
  readonly one: string
  readonly many: string
  /** Counted, not measured. */
  readonly whole: boolean
}
const counted = (one: string, title: string, many = `${one}s`): Words => ({
  title,
  short: (value) => (value < 1_000_000 ? fine : compact).format(value),
  one,
  many,
  whole: true,
})

const words: Readonly<Record<Unit, Words>> = {
  "bits-per-second": { title: "bit/s", short: formatBitsPerSecond, one: "bit/s", many: "bit/s", whole: false },
  bytes: { title: "Bytes", short: formatBytes, one: "byte", many: "bytes", whole: false },
  packets: counted("packet", "Packets"),
  devices: counted("device", "Devices"),
  connections: counted("connection", "Connections"),
  messages: counted("message", "Messages"),
  errors: counted("error", "Errors"),
  alerts: counted("alert", "Alerts"),
  milliseconds: {
    title: "ms",
    short: (value) => `${fine.format(Number(value.toPrecision(3)))} ms`,
    one: "ms",
    many: "ms",
    whole: false,
  },
  percent: {
    title: "%",
    short: (value) => `${fine.format(Number(value.toPrecision(3)))} %`,
    one: "%",
    many: "%",
    whole: false,
  },
}

export const unitTitle = (unit: Unit): string => words[unit].title
export const isCounted = (unit: Unit): boolean => words[unit].whole
export const shortValue = (unit: Unit, value: number): string => words[unit].short(value)

/** "1,204,331 bytes", "3.214 ms". */
export const wholeValue = (unit: Unit, value: number): string =>
  `${fine.format(value)} ${value === 1 ? words[unit].one : words[unit].many}`

/** With the short form before it where the long one is hard to read: "2.2 Mbit/s (2,158,217 bit/s)". */
export function exactValue(unit: Unit, value: number): string {
  const isLong = (unit === "bytes" || unit === "bits-per-second") && value >= 1000
  return isLong ? `${words[unit].short(value)} (${wholeValue(unit, value)})` : wholeValue(unit, value)
}
