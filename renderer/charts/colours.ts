/** The colours that charts are drawn in, read from a theme. */
export type ChartColours = {
  readonly series: readonly string[]
  readonly ink: string
  readonly faint: string
  readonly line: string
  readonly surface: string
  readonly quiet: string
  readonly font: string
}

export const seriesCount = 8

export const colourOf = (colours: ChartColours, look: { readonly colour: number }): string =>
  colours.series[look.colour] ?? colours.faint

/** Of the theme that the window shows, or of another that a picture is taken in. A theme's colours never change, so they are read once. */
export function coloursOf(theme: string): ChartColours {
  const known = read.get(theme)
  if (known) return known
  const colours = readColours(theme)
  read.set(theme, colours)
  return colours
}
const read = new Map<string, ChartColours>()

function readColours(theme: string): ChartColours {
  const probe = document.createElement("div")
  probe.dataset["theme"] = theme
  probe.hidden = true
  document.body.append(probe)
  const style = getComputedStyle(probe)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const colours = {
    series: Array.from({ length: seriesCount }, (_, at) => token(`--series-${at + 1}`)),
    ink: token("--ink"),
    faint: token("--ink-3"),
    line: token("--line-soft"),
    surface: token("--surface"),
    quiet: token("--quiet"),
    font: token("--font"),
  }
  probe.remove()
  return colours
}
