/** What kind of device it is and where it stands in the Purdue model, from what it speaks: guesses, weaker than any identification. */
import type { DeviceProtocol, DeviceType, Purdue } from "./device.ts"

export type Guess = { readonly type: DeviceType; readonly rule: string; readonly confidence: number }

/** OT protocols whose server is a controller of some kind; cyclic data that goes both ways (PROFINET RT, CIP I/O) tells no roles. */
const served: Readonly<Record<string, DeviceType>> = {
  modbus: "plc",
  s7comm: "plc",
  "s7comm-plus": "plc",
  enip: "plc",
  cip: "plc",
  dnp3: "rtu",
  iec104: "rtu",
  mms: "ied",
  "opc-ua": "scada-server",
  ads: "plc",
  fins: "plc",
  "hart-ip": "field-device",
  umas: "plc",
  "ge-srtp": "plc",
  melsoft: "plc",
  slmp: "plc",
  codesys: "plc",
  sbus: "plc",
  tristation: "safety-controller",
  "roc-plus": "rtu",
  bsap: "rtu",
  genisys: "rtu",
  c1222: "meter",
  dlms: "meter",
}

/** Field buses on which one card alone asks all others, in time: no panel or tool does. */
const mastered: Readonly<Record<string, DeviceType>> = { ethercat: "plc" }

/** Office and infrastructure services. */
const services: Readonly<Record<string, DeviceType>> = {
  smtp: "server",
  pop3: "server",
  imap: "server",
  nfs: "server",
  radius: "server",
  mqtt: "server",
  syslog: "server",
  dns: "server",
  dhcp: "server",
  dhcpv6: "server",
  ntp: "time-server",
  smb: "server",
  kerberos: "domain-controller",
  ldap: "server",
  tds: "database-server",
  mysql: "database-server",
  postgresql: "database-server",
  pppoe: "router",
}

/** Who does one of these does other services beside it. */
const surer: Readonly<Partial<Record<DeviceType, number>>> = { "domain-controller": 0.42, "database-server": 0.38 }
/** Every Windows computer answers it. */
const lessSure: Readonly<Record<string, number>> = { smb: 0.25 }

/** LLDP is none of them: computers and controllers send it as switches do; its capabilities tell (shared/protocols/lldp.ts). */
const announcers: Readonly<Record<string, DeviceType>> = { stp: "switch", cdp: "switch", goose: "ied", sv: "ied" }

/** What engineering tools do and operator panels do not: load, read or change programs and firmware (ATT&CK for ICS). */
const engineering: ReadonlySet<string> = new Set(["T0843", "T0845", "T0857", "T0889"])
/** Others that only engineering tools use: starting and stopping, looking at blocks. */
const engineeringFunctions: Readonly<Record<string, RegExp>> = {
  s7comm: /^(40|41|userdata:(?:.*:)?3:.*)$/,
  umas: /^(64|65)$/,
}

/** Is asking for this function the work of an engineering tool? */
export const isEngineering = (protocol: string, key: string, technique: string): boolean =>
  engineering.has(technique) || (engineeringFunctions[protocol]?.test(key) ?? false)

/** Where parts are devices of their own, on a line behind the host; racks and backplanes are none. */
const gateways: ReadonlySet<string> = new Set(["modbus", "bacnet"])

export type Peers = {
  /** What engineering work it was seen to do, e.g. "s7comm 26"; empty for none. */
  readonly engineering: string
  readonly protocols: readonly DeviceProtocol[]
  readonly otServers: number
  readonly router: boolean
  /** Protocols of which it answers for several parts. */
  readonly fronts: readonly string[]
  /** Operating systems that are claimed of it. */
  readonly systems: readonly string[]
}

/** Operating systems by the words of claims, and what runs them; first match wins. */
const systems: readonly (readonly [RegExp, DeviceType, number])[] = [
  [/Windows (?:2000 |NT 4.0 )?Server|Windows (?:Server|2003|2008|2012)|ESXi|Ubuntu.*server/i, "server", 0.4],
  [/\b(?:IOS-XE|NX-OS|IOS Software|Catalyst|ArubaOS|Comware|SCALANCE|HiOS)\b/i, "switch", 0.35],
  [/\b(?:RouterOS|VyOS|EdgeOS)\b/i, "router", 0.4],
  [/\b(?:FortiOS|PAN-OS|pfSense|OPNsense)\b/i, "firewall", 0.45],
  [/\b(?:iOS|iPadOS|Android)\b/, "phone", 0.3],
  [/Windows CE/i, "hmi", 0.3],
  // The same version for both: the workstation is the commoner one.
  [/Windows .* or Server/i, "workstation", 0.27],
  // No server runs these, though it may share files and stand on a virtual machine.
  [/Windows (?:2000|XP|Vista|7|8|8\.1|10|11)\b|macOS|Mac OS X/i, "workstation", 0.45],
]

/** Every guess, best first; empty where nothing speaks for anything. */
export function guesses({
  protocols,
  otServers,
  router,
  engineering: work,
  fronts,
  systems: named,
}: Peers): readonly Guess[] {
  const found: Guess[] = systemGuesses(named, otServers)
  if (work !== "")
    found.push({ type: "engineering-station", rule: `asks for engineering functions (${work})`, confidence: 0.6 })
  for (const name of fronts)
    if (gateways.has(name))
      found.push({ type: "protocol-converter", rule: `answers for several ${name} devices`, confidence: 0.5 })
  if (router) found.push({ type: "router", rule: "forwards traffic of other addresses", confidence: 0.6 })
  for (const { name, role } of protocols) {
    const serves = role !== "client"
    const type = served[name]
    if (type !== undefined && serves) found.push({ type, rule: `answers ${name} requests`, confidence: 0.45 })
    if (type !== undefined && role === "client") found.push(asks(name, otServers))
    const master = mastered[name]
    if (master !== undefined && role === "client")
      found.push({ type: master, rule: `is the master of ${name} slaves`, confidence: 0.45 })
    const announced = announcers[name]
    if (announced !== undefined && serves === false)
      found.push({ type: announced, rule: `sends ${name}`, confidence: name === "stp" ? 0.5 : 0.3 })
    const service = services[name]
    if (service !== undefined && serves)
      found.push({
        type: service,
        rule: `answers ${name} requests`,
        confidence: surer[service] ?? lessSure[name] ?? 0.35,
      })
  }
  if (
    found.every(({ type }) => type === "workstation") &&
    protocols.some(({ name }) => ["http", "tls", "smb", "nbns", "llmnr", "mdns"].includes(name))
  ) {
    found.push({ type: "workstation", rule: "only office protocols seen", confidence: 0.2 })
  }
  return found.sort((a, b) => b.confidence - a.confidence)
}

function systemGuesses(named: readonly string[], otServers: number): Guess[] {
  return named.flatMap((name) => {
    const row = systems.find(([pattern]) => pattern.test(name))
    if (row === undefined) return []
    const [, type, confidence] = row
    const found: Guess[] = [{ type, rule: `runs ${name}`, confidence }]
    if (type === "server" && otServers > 0)
      found.push({ type: "scada-server", rule: `runs ${name} and asks controllers`, confidence: 0.38 })
    return found
  })
}

const asks = (name: string, otServers: number): Guess =>
  otServers >= 8
    ? { type: "scada-server", rule: `asks ${otServers} controllers`, confidence: 0.4 }
    : { type: "hmi", rule: `asks controllers over ${name}`, confidence: 0.35 }

const levels: Readonly<Record<DeviceType, Purdue>> = {
  plc: 1,
  rtu: 1,
  ied: 1,
  "dcs-controller": 1,
  drive: 1,
  robot: 1,
  "safety-controller": 1,
  "protocol-converter": 1,
  "io-adapter": 0,
  meter: 0,
  "field-device": 0,
  hmi: 2,
  "engineering-station": 2,
  "scada-server": 2,
  historian: 3,
  "time-server": 3,
  "domain-controller": 3,
  "database-server": 3,
  server: 3,
  storage: 3,
  workstation: 4,
  printer: 4,
  "ip-camera": 4,
  phone: 4,
  switch: -1,
  router: -1,
  firewall: -1,
  "access-point": -1,
  ups: -1,
  unknown: -1,
}

export const purdueOf = (type: DeviceType): Purdue => levels[type]
