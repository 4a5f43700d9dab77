/** Stands in for the engine's thread: the "capture" is a JSON text that says how many batches to make, and how fast. Deterministic. */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { setTimeout as wait } from "node:timers/promises"
import { parentPort } from "node:worker_threads"
import type { Batch } from "../../shared/engine/batch.ts"
import type { FromEngine, ToEngine } from "../../shared/engine/messages.ts"
import type { Device } from "../../shared/model/device.ts"
import type { Talk } from "../../shared/model/talk.ts"
import { health } from "../make/health.ts"

export type Script = {
  readonly batches: number
  readonly devices: number
  /** Milliseconds between batches. */
  readonly pause: number
  /** First number of its devices; scripts that overlap change the same devices. */
  readonly first: number
  /** Throws in this batch, every time. */
  readonly breakAt?: number
}

/** Number `id`: EtherNet/IP from one device to another. */
export const scriptedTalk = (id: number, client: string, server: string): Talk => ({
  ...{ id, client, server, vlan: -1, port: 44818, protocol: "enip" },
  ...{ clientAddress: "10.0.0.1", serverAddress: "10.0.0.2", transport: "tcp", cast: "unicast" },
})

export function scriptedDevice(number: number, packets: number): Device {
  const hex = number.toString(16).padStart(6, "0")
  return {
    id: `device-${hex}`,
    aliases: [],
    parent: "",
    part: "",
    name: `10.0.${number >> 8}.${number & 255}`,
    macs: [`00:1d:9c:${hex.match(/../g)!.join(":")}`],
    addresses: [`10.0.${number >> 8}.${number & 255}`],
    vlans: [],
    hostnames: [],
    type: "plc",
    purdue: 1,
    vendor: "Rockwell Automation",
    model: "",
    firmware: "",
    serial: "",
    os: "",
    mode: "unknown",
    description: "",
    protocols: [{ name: "enip", role: "server" }],
    internet: false,
    router: false,
    firstSeen: 1.7e15,
    lastSeen: 1.7e15 + packets,
    sentPackets: packets,
    receivedPackets: 0,
    sentBytes: packets * 60,
    receivedBytes: 0,
  }
}

let counts = new Map<number, number>()
let cancelled = ""
const acknowledged = new Set<number>()
const port = parentPort
const say = (message: FromEngine) => port?.postMessage(message)

function makeBatch(script: Script, number: number, name: string, bytes: Uint8Array): Batch {
  const numbers = Array.from(
    { length: script.devices },
    (_, index) => script.first + ((number * script.devices + index) % (script.devices * 4)),
  )
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1)
  const last = number === script.batches
  const devices = numbers.map((one) => scriptedDevice(one, counts.get(one)!))
  const packets = number * script.devices
  return {
    number,
    last,
    devices,
    merged: [],
    places: [],
    health: health({ frames: packets }),
    alerts: [],
    hits: [],
    happenings: [],
    events: [],
    baseline: [],
    claims: devices.map((device) => ({
      device: device.id,
      claims: [
        {
          field: "vendor" as const,
          value: device.vendor,
          rule: "scripted",
          confidence: 0.9,
          time: 1.7e15,
          capture: last ? "" : "",
          spans: [{ frame: number, offset: 0, length: 6 }],
        },
      ],
    })),
    connections: devices.slice(1).map((device, index) => ({
      id: `${devices[index]!.id}|${device.id}|enip|44818`,
      client: devices[index]!.id,
      server: device.id,
      protocol: "enip",
      port: 44818,
      packets: number,
      bytes: number * 60,
      firstSeen: 1.7e15,
      lastSeen: 1.7e15 + number,
      functions: [],
    })),
    droppedConnections: [],
    evidence: [
      {
        frame: number,
        linkType: 1,
        time: 1.7e15 + number,
        wireLength: 60,
        bytes: new Uint8Array(60).fill(number & 255),
      },
    ],
    measured: [
      {
        minute: 28_333_333 + (number >> 2),
        traffic: Float64Array.from([-1, 3, 180, ...devices.slice(1).flatMap((_, index) => [index, 1, 60])]),
        counts: Float64Array.from(devices.slice(1).flatMap((_, index) => [index, 1, 1, 0, 0])),
        timing: new Float64Array(0),
      },
    ],
    keys: {
      talks: devices.slice(1).map((device, index) => scriptedTalk(index, devices[index]!.id, device.id)),
      functions: devices
        .slice(1)
        .map((_, index) => ({ id: index, talk: index, protocol: "enip", key: "111", name: "send rr data" })),
    },
    accounting: { read: packets, decoded: packets, recognised: 0, truncated: 0, malformed: 0, unsupportedLink: 0 },
    capture: {
      file: name,
      sha256: last ? createHash("sha256").update(bytes).digest("hex") : "",
      fileType: "pcap",
      linkTypes: [1],
      packets,
      bytes: packets * 60,
      wireBytes: packets * 60,
      first: 1.7e15,
      last: 1.7e15 + number,
      problems: [],
    },
    ...(last ? { state: new Uint8Array(Buffer.from(JSON.stringify([...counts]))) } : {}),
  }
}

async function read({ id, path, name, applied }: Extract<ToEngine, { say: "import" }>): Promise<void> {
  const before = new Map(counts)
  const bytes = readFileSync(path)
  if (bytes[0] !== 0x7b)
    return say({
      say: "failed",
      id,
      what: `${name} can't be read`,
      why: "it is no capture.",
      remedy: "Choose a pcap or pcapng file.",
    })
  const script = JSON.parse(bytes.toString()) as Script
  acknowledged.clear()
  for (let number = 1; number <= script.batches; number++) {
    if (number === script.breakAt) throw new Error("the script says so")
    if (cancelled === id) {
      counts = before
      return say({ say: "cancelled", id, packets: number })
    }
    const batch = makeBatch(script, number, name, bytes)
    if (number <= applied) continue
    say({ say: "batch", id, batch })
    say({
      say: "progress",
      id,
      bytesRead: Math.floor((bytes.length * number) / script.batches),
      bytesTotal: bytes.length,
      packets: number * script.devices,
      accounting: batch.accounting,
    })
    await wait(script.pause)
    while (number - acknowledged.size - applied >= 2 && cancelled !== id) await wait(1)
  }
  const last = makeBatch({ ...script, devices: 0 }, script.batches, name, bytes)
  say({ say: "finished", id, capture: last.capture, accounting: last.accounting, seconds: 1 })
}

port?.on("message", (message: ToEngine) => {
  switch (message.say) {
    case "open":
      counts = new Map(message.state ? (JSON.parse(Buffer.from(message.state).toString()) as [number, number][]) : [])
      return say({ say: "ready" })
    case "import":
      return void read(message).catch((error: unknown) =>
        setImmediate(() => {
          throw error
        }),
      )
    case "cancel":
      cancelled = message.id
      return
    case "applied":
      acknowledged.add(message.batch)
      return
    case "follow":
    case "settle":
      throw new Error("The scripted engine follows no live capture.")
    default:
      message satisfies never
  }
})
