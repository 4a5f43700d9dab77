/** Live capture: what this machine can listen to, a look before trusting it, and the monitoring itself. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { count, list, nothing, record, text, time, whole } from "../schema.ts"

export const captureTool = record({ name: text(40), version: text(100), path: text(4096) })
/** Why capturing is not possible, and the exact steps for this system. */
export const obstacle = record({ reason: text(500), steps: list(text(500), 20) })

export const networkInterface = record({
  name: text(100),
  description: text(300),
  kind: v.picklist(["ethernet", "wireless", "virtual", "loopback", "other"]),
  mac: text(17),
  addresses: list(text(45), 50),
  link: v.picklist(["up", "down", "unknown"]),
  /** Megabits per second; 0: not told. */ speed: count,
  /** Since the machine counts; null where the system does not say. */
  receivedPackets: v.nullable(count),
  transmittedPackets: v.nullable(count),
  /** Of the last seconds. */ packetsPerSecond: v.number(),
  monitored: v.boolean(),
})
export type NetworkInterface = v.InferOutput<typeof networkInterface>

/** What passed by while looking at an interface, before it is trusted. */
export const preview = record({
  interface: text(100),
  seconds: v.number(),
  packets: count,
  packetsPerSecond: v.number(),
  bitsPerSecond: v.number(),
  /** One point a second, the newest last. */ history: list(v.number(), 120),
  protocols: list(record({ name: text(60), title: text(100), packets: count, ot: v.boolean() }), 100),
  devices: count,
  vlans: list(whole(0, 4095), 200),
  /** Share of packets between two single devices, 0 to 1: a mirror port shows many, an ordinary port few. */
  unicastOfOthers: v.number(),
  /** good: this is a mirror of real traffic; doubtful: broadcasts only; silent: nothing. With the sentence and what to do. */
  verdict: v.picklist(["waiting", "good", "doubtful", "silent"]),
  sentence: text(500),
  remedy: text(500),
  obstacle: v.nullable(obstacle),
})
export type Preview = v.InferOutput<typeof preview>

export const monitoredInterface = record({
  name: text(100),
  link: v.picklist(["up", "down", "gone", "unknown"]),
  packetsPerSecond: v.number(),
  bitsPerSecond: v.number(),
  /** As the capture program counts them, since monitoring started. */
  received: count,
  dropped: count,
  /** Packets written to the ring and read by the engine. */ analysed: count,
  lastPacketAt: v.nullable(time),
  /** No traffic for the quiet time. */ silent: v.boolean(),
  /** The interface's transmit counter when monitoring began and now; null where the system does not say. */
  transmittedBefore: v.nullable(count),
  transmittedNow: v.nullable(count),
  restarts: count,
  /** What is wrong now, in words; "". */ problem: text(500),
})

export const monitoringSettings = record({
  interfaces: list(text(100), 16),
  /** In the language of libpcap; "": everything. */ filter: text(2000),
  /** Seconds without a packet until "No traffic detected". */ quietSeconds: whole(5, 86_400),
  /** Megabytes of the disk ring per interface. */ ringMegabytes: whole(16, 100_000),
})
export type MonitoringSettings = v.InferOutput<typeof monitoringSettings>

export const monitoringState = record({
  on: v.boolean(),
  since: v.nullable(time),
  settings: monitoringSettings,
  tool: v.nullable(captureTool),
  obstacle: v.nullable(obstacle),
  interfaces: list(monitoredInterface, 16),
  /** Bytes on the disk that the engine has yet to read. */ behind: count,
})
export type MonitoringState = v.InferOutput<typeof monitoringState>

export const monitoring = {
  "monitoring.state": ask("read", nothing, monitoringState),
  "monitoring.interfaces": ask(
    "admin",
    nothing,
    record({ tool: v.nullable(captureTool), obstacle: v.nullable(obstacle), interfaces: list(networkInterface, 200) }),
  ),
  /** Asked again and again while the person looks; the look ends by itself some seconds after the last question. */
  "monitoring.preview": ask("admin", record({ interface: text(100), filter: text(2000) }), preview),
  "monitoring.checkFilter": ask(
    "admin",
    record({ filter: text(2000) }),
    record({ valid: v.boolean(), sentence: text(500) }),
  ),
  /** Saves the settings and starts, or starts anew with them. */
  "monitoring.start": change("admin", monitoringSettings, monitoringState),
  "monitoring.stop": change("admin", nothing, monitoringState),
}
