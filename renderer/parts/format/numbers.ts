/** How numbers, shares, rates and sizes are written everywhere on the page. */
const plain = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 })
const oneDecimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 })

export const formatNumber = (value: number): string => plain.format(value)

/** "1 device", "1,204 devices". */
export const formatCount = (value: number, one: string, many = `${one}s`): string =>
  `${formatNumber(value)} ${value === 1 ? one : many}`

const steps = (value: number, units: readonly string[]): string => {
  let left = value
  let unit = 0
  while (left >= 999.5 && unit < units.length - 1) {
    left /= 1000
    unit++
  }
  const digits = unit === 0 || left >= 100 ? plain : oneDecimal
  return `${digits.format(left)} ${units[unit] ?? ""}`
}

/** Decimal multiples, as file managers and network people count: 1.5 MB is 1,500,000 bytes. */
export const formatBytes = (bytes: number): string => steps(bytes, ["bytes", "kB", "MB", "GB", "TB"])
export const formatBytesPerSecond = (bytes: number): string => `${steps(bytes, ["B", "kB", "MB", "GB"])}/s`
export const formatBitsPerSecond = (bits: number): string => steps(bits, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s"])

/** A share that never lies: something is never "0 %", and not everything is never "100 %". */
export function formatShare(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0 %"
  const share = (part / whole) * 100
  if (share < 0.1) return "< 0.1 %"
  if (part < whole && share > 99.9) return "> 99.9 %"
  return `${oneDecimal.format(share)} %`
}
