/** Every widget of trends, in the order that a person picks from. */
import { deviceWidgets } from "./device-widgets.ts"
import { protocolWidgets } from "./protocol-widgets.ts"
import { trafficWidgets } from "./traffic-widgets.ts"
import type { Widget } from "./widget.ts"

export const widgets: readonly Widget[] = [...trafficWidgets, ...deviceWidgets, ...protocolWidgets]

const byKey = new Map(widgets.map((one) => [one.key, one]))

export const widgetByKey = (key: string): Widget | undefined => byKey.get(key)
