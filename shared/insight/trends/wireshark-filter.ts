/** A Wireshark display filter for the packets behind a point: the time, what the filter says, and what the key names. */
import type { Talk } from "./measures.ts"
import type { Question, TrendDevice } from "./question.ts"
import { othersKey } from "./rank.ts"
import { honoured } from "./wanted.ts"

/** More addresses than anybody reads; a filter that is too long says nothing of them. */
const mostAddresses = 60

const any = (parts: readonly string[]): string =>
  parts.length === 0 ? "" : parts.length === 1 ? parts[0]! : `(${parts.join(" || ")})`

const isMac = (address: string): boolean => /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(address)

const atAddress = (address: string): string =>
  isMac(address)
    ? `eth.addr == ${address}`
    : address.includes(":")
      ? `ipv6.addr == ${address}`
      : `ip.addr == ${address}`

/** Only what is an address goes in: the text is meant to be pasted. */
const isAddress = (text: string): boolean => /^[0-9a-f.:]+(\/\d{1,3})?$/i.test(text)

/** A router's own card carries everybody's packets. */
function atDevices(devices: readonly TrendDevice[]): string {
  const all = devices
    .flatMap(({ addresses, macs, router }) => (router ? addresses : [...macs, ...addresses]))
    .filter(isAddress)
  return all.length > mostAddresses ? "" : any(all.map(atAddress))
}

const inVlan = (vlan: number): string => (vlan < 1 ? "!vlan" : `vlan.id == ${vlan}`)

const plainLayers: ReadonlySet<string> = new Set(["tcp", "udp", "icmp", "icmpv6", "arp"])

const ofLayer = ({ protocols }: Question, name: string): string => {
  const known = protocols.get(name)?.wireshark ?? (plainLayers.has(name) ? name : "")
  return known.includes("||") ? `(${known})` : known
}

/** Fields of function codes, as Wireshark names them. */
const functionFields: Readonly<Record<string, (key: string) => string>> = {
  modbus: (key) => `modbus.func_code == ${key}`,
  dnp3: (key) => `dnp3.al.func == ${key}`,
  enip: (key) => `enip.command == ${key}`,
  cip: (key) => (key.startsWith("class:") ? `cip.class == ${key.slice(6)} && cip.rr == 0` : `cip.sc == ${key}`),
  s7comm: (key) => {
    const [, group, sub] = /^userdata:(\d+):(\d+)$/.exec(key) ?? []
    if (group === undefined) return `s7comm.param.func == ${key}`
    return `s7comm.param.userdata.funcgroup == ${group} && s7comm.param.userdata.subfunc == ${sub}`
  },
  mms: (key) => `(mms.confirmedServiceRequest == ${key} || mms.confirmedServiceResponse == ${key})`,
  iec104: (key) => `iec60870_asdu.typeid == ${key}`,
  ads: (key) => `ams.cmdid == ${key}`,
  fins: (key) => {
    const [main, sub] = key.split(":").map(Number)
    return `omron.command == ${main! * 256 + sub!}`
  },
  "hart-ip": (key) => `hart_ip.pt.command == ${key}`,
  // The answer's encoding is numbered three behind the request's, in the newest services one.
  "opc-ua": (key) => `opcua.servicenodeid.numeric in {${key}, ${Number(key) + (Number(key) < 12_000 ? 3 : 1)}}`,
}

function ofFunction(question: Question, key: string): string {
  const [protocol = "", code = ""] = key.split(" ")
  const field = functionFields[protocol]
  return field && /^(class:|userdata:\d+:|\d+:)?\d+$/.test(code) ? field(code) : ofLayer(question, protocol)
}

const ofTalk = (question: Question, { clientAddress, serverAddress, transport, port, protocol }: Talk): string[] => [
  ...[clientAddress, serverAddress].filter(isAddress).map(atAddress),
  // Not every packet of a connection carries its protocol: the port says more.
  port > 0 && (transport === "tcp" || transport === "udp")
    ? `${transport}.port == ${port}`
    : ofLayer(question, protocol),
]

function ofPort(key: string): string {
  const [transport, port] = key.split("/")
  return key === "none" ? "!(tcp.port || udp.port)" : `${transport}.port == ${port}`
}

function ofServer({ devices, measures }: Question, key: string): string {
  const device = devices.find(({ id }) => id === key)
  if (device) return atDevices([device])
  return measures.talks.some((talk) => talk?.serverAddress === key) && isAddress(key) ? atAddress(key) : ""
}

const casts: Readonly<Record<string, string>> = {
  broadcast: "eth.dst == ff:ff:ff:ff:ff:ff",
  multicast: "(eth.dst.ig == 1 && !(eth.dst == ff:ff:ff:ff:ff:ff))",
  "": "eth.dst.ig == 1",
}

function ofTraffic(question: Question, by: string, key: string): string[] {
  if (key === "" || key === othersKey || by === "nothing") return []
  if (by === "vlan") return [inVlan(Number(key))]
  if (by === "port") return [ofPort(key)]
  if (by === "device") return [ofServer(question, key)]
  const talk = question.measures.talks.find(
    (one) =>
      one &&
      [one.client || one.clientAddress, one.server || one.serverAddress, one.protocol, one.port].join(" ") === key,
  )
  return talk ? ofTalk(question, talk) : []
}

function ofKey(question: Question, key: string): readonly string[] {
  const { asks } = question.widget
  const isNamed = key !== "" && key !== othersKey
  switch (asks.ask) {
    case "traffic-over-time":
    case "traffic-by":
      return ofTraffic(question, asks.by, key)
    case "active-tcp":
      return ["tcp"]
    case "broadcast-share":
      return [casts[key] ?? ""]
    case "functions":
    case "functions-over-time":
      return [isNamed ? ofFunction(question, key) : ofLayer(question, asks.protocol)]
    case "exceptions-by-day":
    case "tag-values":
      return [ofLayer(question, asks.protocol)]
    case "exceptions-by-device":
    case "response-time":
      return isNamed ? [ofServer(question, key)] : []
    case "jitter": {
      const fn = question.measures.functions[Number(key || Number.NaN)]
      const talk = fn && question.measures.talks[fn.talk]
      return fn && talk ? [...ofTalk(question, talk), ofFunction(question, `${fn.protocol} ${fn.key}`)] : []
    }
    case "devices-by":
    case "new-devices":
    case "disconnected":
    case "drops-by-hour":
    case "alerts":
      return []
    default:
      return asks satisfies never
  }
}

const seconds = (time: number): string => (time / 1e6).toFixed(6)

/** `selected`: the devices that the key names, or null. */
export function wiresharkFilter(question: Question, key: string, selected: readonly TrendDevice[] | null): string {
  const { devices, subnet, vlan, protocol, port } = honoured(question)
  const chosen = question.devices.filter(({ id }) => devices?.includes(id) === true)
  const parts = [
    `frame.time_epoch >= ${seconds(question.from)}`,
    `frame.time_epoch < ${seconds(question.to)}`,
    atDevices(chosen),
    subnet !== undefined && isAddress(subnet.trim()) ? atAddress(subnet.trim()) : "",
    vlan === undefined ? "" : inVlan(vlan),
    protocol === undefined ? "" : ofLayer(question, protocol),
    port === undefined ? "" : `(tcp.port == ${port} || udp.port == ${port})`,
    ...ofKey(question, key),
    selected ? atDevices(selected) : "",
  ]
  return parts.filter((part) => part !== "").join(" && ")
}
