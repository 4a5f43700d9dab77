/** Finds widgets in the catalogue by words and by kind. */
import type { Widget } from "../../../shared/insight/trends/widget.ts"
import { widgets } from "../../../shared/insight/trends/widgets.ts"

export const protocolThemes: readonly string[] = [
  ...new Set(widgets.filter(({ kind, asks }) => kind === "Protocol" || "protocol" in asks).map(({ theme }) => theme)),
]

/** `kind`: "All", a kind, or a protocol's theme. Every word must be met. */
export function pickWidgets(search: string, kind: string): readonly Widget[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return widgets.filter((widget) => {
    const text = `${widget.title} ${widget.theme} ${widget.kind} ${widget.description}`.toLowerCase()
    return (
      (kind === "All" || widget.kind === kind || widget.theme === kind) && words.every((word) => text.includes(word))
    )
  })
}
