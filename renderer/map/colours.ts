/** The theme's colours as the canvases need them. */
export type Colours = {
  readonly ink: string
  readonly quiet: string
  readonly faint: string
  readonly line: string
  readonly softLine: string
  readonly surface: string
  readonly raised: string
  readonly band: string
  readonly accent: string
  readonly accentSoft: string
  readonly minor: string
  readonly critical: string
  readonly font: string
}

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement)
  const value = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: value("--ink"),
    quiet: value("--ink-2"),
    faint: value("--quiet"),
    line: value("--line"),
    softLine: value("--line-soft"),
    surface: value("--surface"),
    raised: value("--raised"),
    band: value("--band"),
    accent: value("--accent"),
    accentSoft: value("--accent-soft"),
    minor: value("--minor"),
    critical: value("--critical"),
    font: getComputedStyle(document.body).fontFamily,
  }
}
