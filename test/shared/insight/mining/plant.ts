/** A small plant for the tests of data mining: an engineering station, two controllers, and the internet. */
import { s7commCommands } from "../../../../shared/protocols/s7/s7comm-commands.ts"
import type { Flow, FlowFunction, MinedDevice, SiteFacts } from "../../../../shared/insight/mining/record.ts"

export const noon = 1_760_000_000e6
export const hour = 3600e6

export const device = (id: string, more: Partial<MinedDevice> = {}): MinedDevice => ({
  ...{ id, name: id, addresses: [], macs: [], vlans: [], hostnames: [], type: "unknown", purdue: -1 },
  ...{ vendor: "", model: "", firmware: "", serial: "", os: "", mode: "unknown", description: "" },
  ...{ internet: false, router: false, edited: [], authorized: true, important: false, scanner: false },
  ...{ programming: false, firstSeen: noon - 48 * hour, lastSeen: noon, more: {} },
  ...more,
})

export const fn = (protocol: string, key: string, more: Partial<FlowFunction> = {}): FlowFunction => ({
  ...{
    protocol,
    key,
    name: "",
    requests: 1,
    responses: 1,
    exceptions: 0,
    messages: 0,
    firstSeen: noon,
    lastSeen: noon,
  },
  ...more,
})

export const flow = (client: string, server: string, more: Partial<Flow> = {}): Flow => ({
  ...{ client, server, clientAddress: "", serverAddress: "", vlan: -1, transport: "tcp", port: 0, protocol: "tcp" },
  ...{ packets: 10, firstSeen: noon - hour, lastSeen: noon, functions: [] },
  ...more,
})

export const facts = (
  devices: readonly MinedDevice[],
  flows: readonly Flow[] = [],
  until = noon,
  happenings: SiteFacts["happenings"] = [],
): SiteFacts => ({
  devices: new Map(devices.map((one) => [one.id, one])),
  ...{ flows, until, happenings },
  programming: (protocol, key) => (protocol === "s7comm" ? (s7commCommands[key]?.does ?? "") : ""),
  titleOf: (name) => ({ s7comm: "S7comm", modbus: "Modbus/TCP" })[name] ?? name.toUpperCase(),
})

export const station = device("station", { addresses: ["10.1.2.5"], type: "engineering-station", purdue: 2 })
export const plc = device("plc-1", {
  ...{ addresses: ["10.1.9.5"], macs: ["00:1b:1b:0a:4c:11"], vlans: [10], type: "plc", purdue: 1, vendor: "Siemens" },
  ...{ mode: "stop", lastSeen: noon - 3 * hour },
})
export const other = device("plc-2", {
  ...{ addresses: ["10.2.0.7"], type: "plc", purdue: 1, vendor: "Schneider", lastSeen: noon - 8 * 24 * hour },
})
export const abroad = device("8.8.8.8", { addresses: ["8.8.8.8"], internet: true })

export const s7 = flow("station", "plc-1", {
  ...{ clientAddress: "10.1.2.5", serverAddress: "10.1.9.5", vlan: 10, port: 102, protocol: "s7comm" },
  functions: [
    fn("s7comm", "4", { name: "read var", requests: 500, responses: 500 }),
    fn("s7comm", "41", { name: "plc stop", requests: 2, responses: 1, exceptions: 1 }),
    fn("s7comm", "class:6", { requests: 0, responses: 0, messages: 3 }),
  ],
})
export const plantFacts = facts(
  [station, plc, other, abroad],
  [
    s7,
    flow("station", "plc-2", { clientAddress: "10.1.2.5", serverAddress: "10.2.0.7", port: 5900, packets: 7 }),
    flow("plc-2", "8.8.8.8", { clientAddress: "10.2.0.7", serverAddress: "8.8.8.8", port: 80, protocol: "http" }),
  ],
)
