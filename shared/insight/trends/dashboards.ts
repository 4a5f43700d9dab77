/** The dashboards that come with the product, and the rules that every dashboard keeps. */
import { widgetByKey } from "./widgets.ts"

export type Placed = {
  readonly id: string
  readonly widget: string
  readonly title: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly filter: Readonly<Record<string, never>>
}
export type BuiltIn = { readonly id: string; readonly name: string; readonly widgets: readonly Placed[] }

/** Key, width and height, row by row from the left; each row of a dashboard fills the 12 columns. */
type Cell = readonly [widget: string, w: number, h: number]

function placed(...rows: readonly (readonly Cell[])[]): readonly Placed[] {
  let y = 0
  return rows.flatMap((row) => {
    let x = 0
    const cells = row.map(([widget, w, h]) => {
      const one = { id: widget, widget, title: "", x, y, w, h, filter: {} }
      x += w
      return one
    })
    y += Math.max(...row.map(([, , h]) => h))
    return cells
  })
}

export const builtInDashboards: readonly BuiltIn[] = [
  {
    id: "plant-traffic",
    name: "Plant traffic",
    widgets: placed(
      [
        ["total-bandwidth", 8, 3],
        ["traffic-by-port", 4, 3],
      ],
      [
        ["channels-bandwidth", 8, 3],
        ["busy-devices", 4, 3],
      ],
      [
        ["bandwidth-by-vlan", 6, 3],
        ["active-tcp-connections", 6, 3],
      ],
    ),
  },
  {
    id: "devices",
    name: "Devices",
    widgets: placed(
      [
        ["new-devices", 6, 3],
        ["devices-by-ot-protocol", 6, 3],
      ],
      [
        ["devices-by-vendor", 4, 3],
        ["devices-by-operating-system", 4, 3],
        ["devices-per-vlan", 4, 3],
      ],
      [
        ["disconnected-devices", 7, 4],
        ["connectivity-drops", 5, 4],
      ],
    ),
  },
  {
    id: "control-protocols",
    name: "Control protocols",
    widgets: placed(
      [
        ["modbus-functions", 6, 3],
        ["dnp3-functions", 6, 3],
      ],
      [
        ["s7-control-functions", 6, 3],
        ["s7-sub-functions", 6, 3],
      ],
      [
        ["cip-services", 4, 3],
        ["cip-classes", 4, 3],
        ["enip-commands", 4, 3],
      ],
    ),
  },
  {
    id: "network-health",
    name: "Health of the network",
    widgets: placed(
      [
        ["response-time", 6, 3],
        ["exceptions-by-device", 6, 3],
      ],
      [["polling-jitter", 12, 4]],
      [
        ["broadcast-share", 6, 3],
        ["connectivity-drops", 6, 3],
      ],
    ),
  },
]

type Place = {
  readonly id: string
  readonly widget: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

const overlap = (one: Place, other: Place): boolean =>
  one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h

/** What is wrong with a layout, in a sentence; "" where all is well. */
export function layoutFault(widgets: readonly Place[]): string {
  const title = ({ widget }: Place): string => widgetByKey(widget)?.title ?? widget
  const unknown = widgets.find(({ widget }) => widgetByKey(widget) === undefined)
  if (unknown) return `There is no widget "${unknown.widget}".`
  if (new Set(widgets.map(({ id }) => id)).size < widgets.length) return "Two widgets have the same id."
  const beyond = widgets.find(({ x, w }) => x + w > 12)
  if (beyond) return `"${title(beyond)}" reaches beyond the twelfth column.`
  for (const [place, one] of widgets.entries()) {
    const other = widgets.slice(place + 1).find((next) => overlap(one, next))
    if (other) return `"${title(one)}" and "${title(other)}" overlap.`
  }
  return ""
}
