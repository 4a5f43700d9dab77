/** What a widget is asked with: everything its answer depends on. */
import type { Measures } from "./measures.ts"
import type { Widget } from "./widget.ts"

/** What trends know of a device. Times are microseconds since 1970 UTC. */
export type TrendDevice = {
  readonly id: string
  readonly name: string
  readonly addresses: readonly string[]
  readonly macs: readonly string[]
  readonly vendor: string
  readonly os: string
  readonly vlans: readonly number[]
  readonly protocols: readonly { readonly name: string }[]
  readonly firstSeen: number
  readonly lastSeen: number
  readonly internet: boolean
  readonly router: boolean
}

/** What trends know of an alert. Times are microseconds since 1970 UTC. */
export type TrendAlert = {
  readonly engine: string
  readonly engineName: string
  readonly first: number
  readonly last: number
  /** Its ends: devices of now, and addresses. */
  readonly devices: readonly string[]
  readonly addresses: readonly string[]
}

/** A protocol that this version decodes; `wireshark` is its name in display filters. */
export type KnownProtocol = { readonly title: string; readonly ot: boolean; readonly wireshark: string }

/** An absent part narrows nothing; parts that the widget does not honour are passed over. */
export type TrendFilter = {
  readonly devices?: readonly string[] | undefined
  readonly subnet?: string | undefined
  /** 0: packets without a VLAN. */
  readonly vlan?: number | undefined
  readonly protocol?: string | undefined
  readonly port?: number | undefined
  readonly most?: number | undefined
}

export type Question = {
  readonly measures: Measures
  readonly devices: readonly TrendDevice[]
  /** Of widgets about alerts only; empty for others. */
  readonly alerts: readonly TrendAlert[]
  readonly protocols: ReadonlyMap<string, KnownProtocol>
  readonly widget: Widget
  readonly filter: TrendFilter
  /** Microseconds since 1970 UTC; `to` is after `from`. */
  readonly from: number
  readonly to: number
  readonly zone: string
  /** Time of the newest packet, or now while the sensor listens. */
  readonly newest: number
}

export const mostOf = ({ filter, widget }: Pick<Question, "filter" | "widget">): number => filter.most ?? widget.most

export const titleOf = ({ protocols }: Pick<Question, "protocols">, name: string): string =>
  protocols.get(name)?.title ?? name.toUpperCase()
