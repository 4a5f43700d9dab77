/** The colours that charts are drawn in, read from the theme that holds where an element stands. */
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

export function readColours(place: Element): ChartColours {
  const style = getComputedStyle(place)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    series: Array.from({ length: seriesCount }, (_, at) => token(`--series-${at + 1}`)),
    ink: token("--ink"),
    faint: token("--ink-3"),
    line: token("--line-soft"),
    surface: token("--surface"),
    quiet: token("--quiet"),
    font: token("--font"),
  }
}

/** Of a theme that the window does not show, for pictures that are taken out of it. */
export function readColoursOf(theme: string): ChartColours {
  const probe = document.createElement("div")
  probe.dataset["theme"] = theme
  probe.hidden = true
  document.body.append(probe)
  const colours = readColours(probe)
  probe.remove()
  return colours
}
