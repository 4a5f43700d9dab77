/** What data mining works with: what the site knows of devices and of traffic, and the records that are made of it. */
import type { Happening } from "../../model/happening.ts"
import type { Purdue } from "../../model/device.ts"

/** Times are microseconds since 1970 UTC. */
export type MinedDevice = {
  readonly id: string
  readonly name: string
  readonly addresses: readonly string[]
  readonly macs: readonly string[]
  readonly vlans: readonly number[]
  readonly hostnames: readonly string[]
  readonly type: string
  readonly purdue: Purdue
  readonly vendor: string
  readonly model: string
  readonly firmware: string
  readonly serial: string
  readonly os: string
  readonly mode: string
  readonly description: string
  readonly internet: boolean
  readonly router: boolean
  readonly edited: readonly string[]
  readonly authorized: boolean
  readonly important: boolean
  readonly scanner: boolean
  readonly programming: boolean
  readonly firstSeen: number
  readonly lastSeen: number
  /** What the inventory has no field for: the strongest claim by its field. */
  readonly more: Readonly<Record<string, string>>
}

export type FlowFunction = {
  readonly protocol: string
  readonly key: string
  readonly name: string
  readonly requests: number
  readonly responses: number
  readonly exceptions: number
  readonly messages: number
  readonly firstSeen: number
  readonly lastSeen: number
}

/** Who talked to whom within the time that is asked about. */
export type Flow = {
  /** Device ids; "" for a group address. */
  readonly client: string
  readonly server: string
  readonly clientAddress: string
  readonly serverAddress: string
  /** -1 without a tag. */
  readonly vlan: number
  readonly transport: string
  /** The server's; 0 without ports. */
  readonly port: number
  readonly protocol: string
  readonly packets: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly functions: readonly FlowFunction[]
}

export type SiteFacts = {
  /** By id, and by the ids of devices that were joined into them. */
  readonly devices: ReadonlyMap<string, MinedDevice>
  readonly flows: readonly Flow[]
  readonly happenings: readonly Happening[]
  /** What windows count back from: now while the sensor monitors, else the newest packet. */
  readonly until: number
  readonly titleOf: (protocol: string) => string
  /** What a function or detail does to a controller's program, settings or running, in plain words; "" where it is no programming command. */
  readonly programming: (protocol: string, key: string) => string
}

export type MiningRecord = {
  /** Key of the category, "protocols/functions/modbus". */
  readonly category: string
  /** Its titles from the root. */
  readonly path: readonly string[]
  /** What stands between the category and the record, or "". */
  readonly group: string
  /** Device id, or "". */
  readonly device: string
  readonly name: string
  readonly address: string
  readonly mac: string
  readonly vlan: number
  /** Every address and MAC that the record is about: filters look at all of them. */
  readonly addresses: readonly string[]
  readonly macs: readonly string[]
  /** Subnets, VLANs, type and Purdue level of the device. */
  readonly groups: readonly string[]
  readonly peer: string
  readonly peerDevice: string
  /** The finding in plain words. */
  readonly text: string
  readonly value: string
  /** For the smallest and largest value; null where the value is no number. */
  readonly number: number | null
  readonly state: string
  readonly tags: readonly string[]
  readonly transport: string
  readonly protocol: string
  /** 0 without. */
  readonly port: number
  readonly firstSeen: number
  readonly lastSeen: number
}
