/** What the map needs of devices and of the traffic between them, and what it draws. */
export type MapDevice = {
  readonly id: string
  readonly name: string
  readonly type: string
  /** 0 to 4; -1 where it is not known. */
  readonly purdue: number
  readonly internet: boolean
  readonly addresses: readonly string[]
  readonly macs: readonly string[]
  readonly vlans: readonly number[]
  readonly tunnel?: string | undefined
  /** The configured subnet that it is in, in words. */
  readonly subnet?: string | undefined
  readonly protocols: readonly { readonly name: string }[]
  /** Microseconds since 1970 UTC. */
  readonly lastSeen: number
  readonly important: boolean
}

export type MapLine = {
  readonly client: string
  readonly server: string
  readonly protocols: readonly string[]
  readonly packets: number
  readonly bytes: number
  readonly lastSeen: number
}

/** One thing on the connections level: a device, several folded into a group, or the internet. */
export type MapNode = {
  readonly id: string
  readonly kind: "device" | "group" | "cloud"
  readonly label: string
  readonly type: string
  readonly band: number
  readonly subnet: string
  /** Which group it belongs to, or is. */
  readonly group: string
  readonly members: readonly string[]
  readonly important: boolean
}
export type MapEdge = {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly packets: number
}
export type Point = { readonly x: number; readonly y: number }
export type Pin = Point & { readonly id: string }

/** A Purdue band across the map. */
export type Band = { readonly purdue: number; readonly y: number; readonly height: number }
/** A subnet within a band. */
export type Box = {
  readonly key: string
  readonly label: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
