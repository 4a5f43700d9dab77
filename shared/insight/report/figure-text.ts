/** Figures as people read them: three digits that matter, a unit, and one scale for a whole axis. */

type Scale = { readonly divisor: number; readonly suffix: string }

const thousands = (...suffixes: readonly string[]): readonly Scale[] =>
  suffixes.map((suffix, index) => ({ divisor: 1000 ** index, suffix })).reverse()

/** From the largest to the smallest; what has no scale is counted one by one. */
const scales: Readonly<Record<string, readonly Scale[]>> = {
  "bits-per-second": thousands("bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"),
  bytes: thousands("B", "kB", "MB", "GB", "TB", "PB"),
  milliseconds: [
    { divisor: 60_000, suffix: "min" },
    { divisor: 1000, suffix: "s" },
    { divisor: 1, suffix: "ms" },
    { divisor: 0.001, suffix: "µs" },
  ],
  percent: [{ divisor: 1, suffix: "%" }],
}

const whole: Scale = { divisor: 1, suffix: "" }

/** The scale in which this value has the fewest digits before the point, but at least one. */
export function scaleFor(value: number, unit: string): Scale {
  const list = scales[unit] ?? [whole]
  if (value === 0) return unit === "milliseconds" ? list[2]! : list.at(-1)!
  // As it will be read: 999.9 ms are 1 s.
  const size = Math.abs(Number(value.toPrecision(3)))
  return list.find(({ divisor }) => size >= divisor) ?? list.at(-1)!
}

/** "1,234", "12.5", "0.042": at most three digits after the first that matters, none beyond the point for counts. */
export function numberText(value: number): string {
  const size = Math.abs(value)
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  return value.toLocaleString("en", { maximumFractionDigits: digits })
}

export function figureText(value: number, unit: string): string {
  const { divisor, suffix } = scaleFor(value, unit)
  return suffix === "" ? numberText(value) : `${numberText(value / divisor)} ${suffix}`
}
