/** A device, a connection and a claim as every part of the product sees them: plain values, safe to store and to send. */
import type { ClaimField } from "../facts/claim-field.ts"

/** One piece of a capture. `frame` counts from 1 as Wireshark does; `offset` and `length` are bytes within that frame's captured bytes. */
export type Span = { readonly frame: number; readonly offset: number; readonly length: number }

export type Claim = {
  readonly field: ClaimField
  readonly value: string
  /** How it is known, in words: "modbus device identification", "MAC prefix". */
  readonly rule: string
  /** 0 to 1. The strongest claim of a field is the value shown; among equals the earlier one. */
  readonly confidence: number
  /** Microseconds since 1970 UTC. */
  readonly time: number
  /** SHA-256 of the capture; absent for claims that no single frame proves (MAC prefix, roles). */
  readonly capture?: string
  readonly spans: readonly Span[]
}

export const deviceTypes = [
  "plc",
  "hmi",
  "engineering-station",
  "historian",
  "rtu",
  "ied",
  "dcs-controller",
  "drive",
  "robot",
  "io-adapter",
  "meter",
  "safety-controller",
  "scada-server",
  "protocol-converter",
  "field-device",
  "workstation",
  "server",
  "domain-controller",
  "database-server",
  "printer",
  "ip-camera",
  "phone",
  "storage",
  "switch",
  "router",
  "firewall",
  "access-point",
  "time-server",
  "ups",
  "unknown",
] as const
export type DeviceType = (typeof deviceTypes)[number]

/** Purdue level: 0 field, 1 process control, 2 supervisory, 3 site operations, 4 enterprise; -1 not known. */
export type Purdue = -1 | 0 | 1 | 2 | 3 | 4

export type PlcMode = "run" | "program" | "remote" | "stop" | "test" | "fault" | "unknown"

export type DeviceProtocol = { readonly name: string; readonly role: "client" | "server" | "both" }

/** What the inventory shows of a device: one row, and everything the map needs. */
export type Device = {
  /** A hash of its earliest observation; survives merges. */
  readonly id: string
  /** The ids of devices that were joined into this one. */
  readonly aliases: readonly string[]
  readonly name: string
  /** A sub-device stands behind its host or in its rack: the host's id, and which part of it this is ("Modbus unit 3"). "" for hosts. */
  readonly parent: string
  readonly part: string
  readonly macs: readonly string[]
  readonly addresses: readonly string[]
  readonly vlans: readonly number[]
  /** Seen only inside this tunnel: "VXLAN network 42 between 10.0.0.1 and 10.0.0.2". */
  readonly tunnel?: string
  readonly hostnames: readonly string[]
  readonly type: DeviceType
  readonly purdue: Purdue
  readonly vendor: string
  readonly model: string
  readonly firmware: string
  readonly serial: string
  readonly os: string
  readonly mode: PlcMode
  readonly description: string
  readonly protocols: readonly DeviceProtocol[]
  /** True for an address of the public internet: shown inside the cloud, not a device of the plant. */
  readonly internet: boolean
  readonly router: boolean
  /** Microseconds since 1970 UTC. */
  readonly firstSeen: number
  readonly lastSeen: number
  readonly sentPackets: number
  readonly receivedPackets: number
  readonly sentBytes: number
  readonly receivedBytes: number
}

export type FunctionCount = {
  readonly protocol: string
  readonly key: string
  readonly name: string
  readonly requests: number
  readonly responses: number
  readonly exceptions: number
  readonly messages: number
  /** Rows of before this was kept have none. */
  readonly lastSeen?: number
}

/** Who asks whom, with which protocol. `client` and `server` are device ids. */
export type Connection = {
  /** client|server|protocol|port */
  readonly id: string
  readonly client: string
  readonly server: string
  readonly protocol: string
  /** The server's port; 0 where there are none. */
  readonly port: number
  readonly packets: number
  readonly bytes: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly functions: readonly FunctionCount[]
}
