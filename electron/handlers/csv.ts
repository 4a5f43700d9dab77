/** Tables as CSV (RFC 4180), with a byte order mark, so that spreadsheets read UTF-8. What they would take for a formula is made text. */

const needsQuotes = /[",\r\n]/
const formula = /^[=+\-@\t\r]/

function cell(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csv = (columns: readonly string[], rows: Iterable<readonly string[]>): string => {
  const lines = [columns.map(cell).join(",")]
  for (const row of rows) lines.push(row.map(cell).join(","))
  return `\uFEFF${lines.join("\r\n")}\r\n`
}

/** Microseconds since 1970 UTC as ISO 8601; "" for 0. */
export const isoTime = (time: number): string => (time === 0 ? "" : new Date(time / 1000).toISOString())
