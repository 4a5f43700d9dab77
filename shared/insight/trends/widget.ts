/** What a widget of trends is: one entry of data. What it asks has a spoken tag; how that is answered is in answer.ts. */

/** How the picker groups widgets, besides their themes. */
export const widgetKinds = ["Traffic", "Operational", "Security", "Protocol"] as const
export type WidgetKind = (typeof widgetKinds)[number]

/** What a line, a bar or a slice of traffic stands for. */
export type TrafficBy = "nothing" | "channel" | "vlan" | "port" | "device"

/** Function keys of a protocol: all, those that start so, or those that do not. */
export type Keys = "all" | { readonly starts: string } | { readonly without: string }

export type Ask =
  | { readonly ask: "traffic-over-time"; readonly by: TrafficBy }
  | { readonly ask: "traffic-by"; readonly by: TrafficBy }
  | { readonly ask: "active-tcp" }
  | { readonly ask: "broadcast-share" }
  | { readonly ask: "functions"; readonly protocol: string; readonly keys: Keys }
  | { readonly ask: "functions-over-time"; readonly protocol: string; readonly keys: Keys }
  | { readonly ask: "exceptions-by-day"; readonly protocol: string }
  | { readonly ask: "exceptions-by-device" }
  | { readonly ask: "response-time" }
  | { readonly ask: "jitter" }
  | { readonly ask: "devices-by"; readonly field: "vendor" | "os" | "ot-protocol" | "vlan" }
  | { readonly ask: "new-devices" }
  | { readonly ask: "disconnected" }
  | { readonly ask: "drops-by-hour" }
  | { readonly ask: "alerts" }
  | { readonly ask: "tag-values"; readonly protocol: string }

export type FilterPart = "devices" | "subnet" | "vlan" | "protocol" | "port" | "most"

export type Shape = "lines" | "bars-over-time" | "bars" | "shares" | "table"

export type WidgetUnit =
  | "bits-per-second"
  | "bytes"
  | "devices"
  | "connections"
  | "messages"
  | "errors"
  | "alerts"
  | "milliseconds"
  | "percent"

export type Widget = {
  /** Kept in dashboards: it never changes. */
  readonly key: string
  readonly title: string
  /** "Traffic", "Devices", "Modbus" … */
  readonly theme: string
  readonly kind: WidgetKind
  /** One or two sentences: what it shows, and what it is good for. */
  readonly description: string
  readonly shape: Shape
  readonly unit: WidgetUnit
  readonly asks: Ask
  /** The parts of a filter that narrow it. */
  readonly honours: readonly FilterPart[]
  /** On the grid of 12 columns. */
  readonly w: number
  readonly h: number
  /** Lines, bars, slices or rows before the rest is summed up. */
  readonly most: number
}
