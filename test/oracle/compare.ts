/** A result document against the oracle of its capture, value by value. */
import { isOpcUaRequest } from "../../shared/protocols/opc-ua/opc-ua-names.ts"
import type { Result } from "../make/result-of.ts"
import { innerOfOracle, innerOfResult } from "./compare-tunnels.ts"

type Counts = Readonly<Record<string, number>>
type Rows = readonly (readonly [address: string, tx: number, rx: number, txBytes: number, rxBytes: number])[]

/** What tshark said of a capture: the keys of the captures' README. */
export type Oracle = {
  readonly packets: number
  readonly captured_bytes: number
  readonly wire_bytes: number
  readonly truncated_packets?: number
  readonly macs: Rows
  readonly ipv4: Rows
  readonly ipv6: Rows
  readonly vlans: Counts
  readonly vlan_stacks: Counts
  readonly conversations: {
    readonly tcp: number
    readonly udp: number
    readonly inner_tcp: number
    readonly inner_udp: number
  }
  readonly inner_ip: readonly string[]
  /** Layers from the outermost on, "eth:ip:udp", with frames and bytes. */
  readonly phs: readonly (readonly [path: string, frames: number, bytes: number])[]
  readonly counts: Readonly<Record<string, Counts>>
  readonly frames_with: Counts
  readonly names: Readonly<
    Record<string, { readonly distinct: number; readonly values: readonly (readonly [string, number])[] }>
  >
  /** Where tshark stopped at damage. */
  readonly tshark_message?: string
}

export type Difference = { readonly what: string; readonly tshark: string; readonly ours: string }

/** Every value by a name; absent and "0" are the same. */
type Values = Map<string, string>

export function compare(oracle: Oracle, result: Result): readonly Difference[] {
  const theirs = fromOracle(oracle)
  const ours = fromResult(result)
  innerOfOracle(oracle, theirs)
  innerOfResult(oracle, result, ours)
  for (const [list, key] of nameLists) {
    const { distinct = 0, values = [] } = oracle.names[key] ?? {}
    // The oracle keeps 300 names at most: of longer lists only the number can be compared.
    if (distinct <= values.length) continue
    for (const values of [theirs, ours])
      for (const what of values.keys()) if (what.startsWith(`${list} `)) values.delete(what)
    theirs.set(`${list} names`, String(distinct))
    ours.set(`${list} names`, String(result.names[list]?.length ?? 0))
  }
  const whats = [...new Set([...theirs.keys(), ...ours.keys()])].sort()
  const differences = whats
    .map((what) => ({ what, tshark: theirs.get(what) ?? "0", ours: ours.get(what) ?? "0" }))
    .filter((one) => one.tshark !== one.ours)
  for (const [ours, theirs] of neverElsewhere) {
    const packets = result.protocols[ours]?.packets ?? 0
    if (packets > 0 && (oracle.frames_with[theirs] ?? 0) === 0)
      differences.push({ what: `protocol ${ours}`, tshark: "0", ours: String(packets) })
  }
  const cut = oracle.truncated_packets ?? 0
  if (result.accounting.truncated <= cut) return differences
  return [
    ...differences,
    { what: "truncated, at most", tshark: String(cut), ours: String(result.accounting.truncated) },
  ]
}

/** What must never be seen where there is none: process control, and what tells of sign-ins. S7comm-plus is missing: tshark does not know it. */
const neverElsewhere = [
  ["modbus", "modbus"],
  ["s7comm", "s7comm"],
  ["enip", "enip"],
  ["cip", "cip"],
  ["cip-io", "enip"],
  ["dnp3", "dnp3"],
  ["iec104", "iec60870_104"],
  ["mms", "mms"],
  ["c37118", "synphasor"],
  ["goose", "goose"],
  ["sv", "sv"],
  ["bacnet", "bacnet"],
  ["opc-ua", "opcua"],
  ["ads", "ams"],
  ["fins", "omron"],
  ["hart-ip", "hart_ip"],
  ["profinet-cm", "dcerpc"],
  ["profinet-dcp", "pn_dcp"],
  ["profinet-rt", "pn_rt"],
  ["lon-ip", "cnip"],
  ["ff-hse", "ff"],
  ["sercos", "siii"],
  ["powerlink", "epl"],
  ["knx", "kip"],
  ["ethercat", "ecat"],
  ["c1222", "c1222"],
  ["egd", "egd"],
  ["sbus", "sbus"],
  ["mrp", "pn_mrp"],
  ["snmp", "snmp"],
  ["ssh", "ssh"],
  ["vnc", "vnc"],
  ["tftp", "tftp"],
  ["ssdp", "ssdp"],
  ["mysql", "mysql"],
  ["postgresql", "pgsql"],
  ["tds", "tds"],
  ["tns", "tns"],
  ["kerberos", "kerberos"],
  ["ldap", "ldap"],
  ["dcerpc", "dcerpc"],
  ["vrrp", "vrrp"],
  ["ospf", "ospf"],
  ["eigrp", "eigrp"],
  ["imap", "imap"],
  ["pop3", "pop"],
  ["smtp", "smtp"],
  ["radius", "radius"],
  ["ptp", "ptp"],
  ["sip", "sip"],
  ["onc-rpc", "rpc"],
  ["nfs", "nfs"],
  ["quic", "quic"],
  ["isakmp", "isakmp"],
  ["esp", "esp"],
  ["openvpn", "openvpn"],
  ["wireguard", "wg"],
  ["hsrp", "hsrp"],
] as const

const nameLists = [
  ["dns", "dns_name"],
  ["dhcpHostnames", "dhcp_hostname"],
  ["lldpSystems", "lldp_system"],
] as const

function fromOracle(oracle: Oracle): Values {
  const values: Values = new Map()
  values.set("packets", String(oracle.packets))
  values.set("bytes", String(oracle.captured_bytes))
  values.set("wire bytes", String(oracle.wire_bytes))
  for (const [kind, rows] of [
    ["mac", oracle.macs],
    ["ipv4", oracle.ipv4],
    ["ipv6", oracle.ipv6],
  ] as const)
    for (const [address, ...counts] of rows) values.set(`${kind} ${address}`, counts.join(" "))
  for (const [id, frames] of Object.entries(outermost(oracle))) if (frames > 0) values.set(`vlan ${id}`, String(frames))
  values.set("tcp conversations", String(oracle.conversations.tcp))
  values.set("udp conversations", String(oracle.conversations.udp))
  for (const [key, name, code] of countKeys)
    for (const [value, count] of Object.entries(oracle.counts[key] ?? {})) add(values, `${name} ${code(value)}`, count)
  for (const [value, count] of Object.entries(oracle.counts["cip_service"] ?? {})) {
    const service = Number(value)
    add(values, `cip ${service < 128 ? "request" : "answer"} ${service & 127}`, count)
  }
  for (const [value, count] of Object.entries(oracle.counts["bacnet_service"] ?? {})) {
    const [kind = "", service = ""] = value.split(":")
    const ours = bacnetKinds[kind] ?? kind
    add(values, ours === "refused" ? "bacnet refused" : `bacnet ${ours} ${service}`, count)
  }
  fromOpcUa(oracle.counts, values)
  for (const kind of ["reject", "abort"]) add(values, "bacnet refused", oracle.counts["bacnet_apdu"]?.[kind] ?? 0)
  for (const [list, key] of nameLists)
    for (const [name] of oracle.names[key]?.values ?? []) values.set(`${list} ${name}`, "1")
  return values
}

/** Responses have numbers of their own, and faults (397) do not say what they refuse: answers are compared in sum. */
function fromOpcUa(counts: Oracle["counts"], values: Values): void {
  for (const [value, count] of Object.entries(counts["opcua_service"] ?? {})) {
    const encoding = Number(value)
    if (isOpcUaRequest(encoding)) add(values, `opc-ua request ${encoding}`, count)
    else add(values, "opc-ua answer", count)
  }
  add(values, "opc-ua hello", counts["opcua_message"]?.["HEL"] ?? 0)
  add(values, "opc-ua acknowledge", counts["opcua_message"]?.["ACK"] ?? 0)
  add(values, "opc-ua error", counts["opcua_message"]?.["ERR"] ?? 0)
}

/** The oracle counts a frame under each of its tags: the inner ones of its stacks are taken off. */
function outermost(oracle: Oracle): Record<string, number> {
  const frames: Record<string, number> = { ...oracle.vlans }
  for (const [stack, count] of Object.entries(oracle.vlan_stacks)) {
    for (const id of stack.split(".").slice(1)) frames[id] = (frames[id] ?? 0) - count
  }
  return frames
}

/** Errors, rejects and aborts all refuse a request; only errors repeat the service. */
const bacnetKinds: Readonly<Record<string, string>> = {
  confirmed_req: "request",
  unconfirmed_req: "message",
  simple_ack: "answer",
  complex_ack: "answer",
  error: "refused",
}

const number = (value: string): string => String(Number(value))
const finsCommand = (value: string): string => `${Number(value) >> 8}:${Number(value) & 255}`
/** Oracle key, what it counts, how its codes become ours. */
const countKeys: readonly (readonly [string, string, (value: string) => string])[] = [
  ["modbus_request", "modbus request", number],
  ["modbus_response", "modbus response", number],
  ["modbus_exception", "modbus exception", (value) => value.split(":")[0]!],
  ["s7_job", "s7comm job", number],
  ["s7_ack_data", "s7comm answer", number],
  ["s7_userdata", "s7comm user data", (value) => value],
  ["enip_command", "enip", number],
  ["dnp3_al_func", "dnp3", number],
  ["profinet_dcp_service", "profinet-dcp", (value) => value],
  ["profinet_frame_id", "profinet", () => "frames"],
  ["iec104_typeid", "iec104", number],
  ["ads_cmd", "ads", number],
  ["hartip_command", "hart-ip", number],
  ["hartip_message", "hart-ip message", (value) => value],
  ["fins_command", "fins request", finsCommand],
  ["fins_response", "fins answer", finsCommand],
  ["mms_request", "mms request", number],
  ["mms_response", "mms response", number],
  ["synphasor_frame", "c37118", number],
  ["goose_appid", "goose", () => "messages"],
  ["sv_appid", "sv", () => "messages"],
  ["ethercat_cmd", "ethercat", number],
  ["c1222_cmd", "c1222", number],
]

function fromResult(result: Result): Values {
  const values: Values = new Map()
  const { packets, bytes, wireBytes } = result.captures[0]!
  values.set("packets", String(packets))
  values.set("bytes", String(bytes))
  values.set("wire bytes", String(wireBytes))
  for (const kind of ["mac", "ipv4", "ipv6"] as const)
    for (const [address, { txPackets, rxPackets, txBytes, rxBytes }] of Object.entries(result.addresses[kind]))
      values.set(`${kind} ${address}`, [txPackets, rxPackets, txBytes, rxBytes].join(" "))
  for (const [id, frames] of Object.entries(result.vlans)) values.set(`vlan ${id}`, String(frames))
  values.set("tcp conversations", String(result.conversations.tcp))
  values.set("udp conversations", String(result.conversations.udp))
  addFunctions(values, result.functions)
  for (const [list] of nameLists) for (const name of result.names[list] ?? []) values.set(`${list} ${name}`, "1")
  return values
}

function addFunctions(values: Values, functions: Result["functions"]): void {
  for (const [key, { requests = 0, responses = 0, exceptions = 0 }] of Object.entries(functions["modbus"] ?? {})) {
    add(values, `modbus request ${key}`, requests)
    add(values, `modbus response ${key}`, responses)
    add(values, `modbus exception ${key}`, exceptions)
  }
  for (const [key, { requests = 0, responses = 0, exceptions = 0, count = 0, messages = 0 }] of Object.entries(
    functions["s7comm"] ?? {},
  )) {
    const group = key.startsWith("userdata:") ? `group${key.split(":")[1]}` : ""
    add(values, group === "" ? `s7comm job ${key}` : `s7comm user data type4:${group}`, requests)
    add(values, group === "" ? `s7comm answer ${key}` : `s7comm user data type8:${group}`, responses + exceptions)
    if (group !== "") add(values, `s7comm user data type0:${group}`, count + messages)
  }
  for (const protocol of ["cip", "fins"])
    for (const [key, { requests = 0, responses = 0, exceptions = 0 }] of Object.entries(functions[protocol] ?? {})) {
      add(values, `${protocol} request ${key}`, requests)
      add(values, `${protocol} answer ${key}`, responses + exceptions)
    }
  for (const [key, { requests = 0, responses = 0, exceptions = 0, count = 0, messages = 0 }] of Object.entries(
    functions["bacnet"] ?? {},
  )) {
    // Messages of the network layer and of the virtual link are not in the oracle.
    if (!/^(un)?confirmed:/.test(key)) continue
    const service = key.split(":")[1] ?? key
    add(values, `bacnet request ${service}`, requests)
    add(values, `bacnet answer ${service}`, responses)
    add(values, `bacnet message ${service}`, count + messages)
    add(values, "bacnet refused", exceptions)
  }
  for (const [key, { requests = 0, responses = 0, exceptions = 0, count = 0, messages = 0 }] of Object.entries(
    functions["iec104"] ?? {},
  ))
    if (/^\d+$/.test(key)) add(values, `iec104 ${key}`, requests + responses + exceptions + count + messages)
  for (const [key, { requests = 0, responses = 0, exceptions = 0, count = 0, messages = 0 }] of Object.entries(
    functions["opc-ua"] ?? {},
  )) {
    const service = /^\d+$/.test(key)
    add(values, `opc-ua ${service ? `request ${key}` : key}`, requests + (service ? 0 : count + messages))
    add(values, service ? "opc-ua answer" : "opc-ua acknowledge", responses + exceptions)
  }
  for (const [key, { requests = 0, responses = 0 }] of Object.entries(functions["mms"] ?? {})) {
    if (key.includes(":")) continue // the oracle counts confirmed services only
    add(values, `mms request ${key}`, requests)
    add(values, `mms response ${key}`, responses)
  }
  for (const [key, { requests = 0, count = 0, messages = 0 }] of Object.entries(functions["c37118"] ?? {}))
    add(values, `c37118 ${key.split(":")[0]}`, requests + count + messages)
  for (const protocol of ["goose", "sv"])
    for (const { count = 0, messages = 0 } of Object.values(functions[protocol] ?? {}))
      add(values, `${protocol} messages`, count + messages)
  for (const [key, { requests = 0, responses = 0, exceptions = 0, count = 0, messages = 0 }] of Object.entries(
    functions["ads"] ?? {},
  ))
    // What goes over UDP tshark does not know.
    if (!key.startsWith("udp:")) add(values, `ads ${key}`, requests + responses + exceptions + count + messages)
  for (const [key, { requests = 0, responses = 0, exceptions = 0, count = 0, messages = 0 }] of Object.entries(
    functions["hart-ip"] ?? {},
  )) {
    const [, session] = /^session:(\d+)$/.exec(key) ?? []
    if (session === undefined) add(values, `hart-ip ${key}`, requests + responses + exceptions + count + messages)
    add(values, `hart-ip message type0:id${session ?? 3}`, requests)
    add(values, `hart-ip message type1:id${session ?? 3}`, responses + exceptions)
    add(values, `hart-ip message type2:id${session ?? 3}`, count + messages)
  }
  for (const protocol of ["profinet-rt", "profinet-dcp"])
    for (const { requests = 0, responses = 0, exceptions = 0, count = 0, messages = 0 } of Object.values(
      functions[protocol] ?? {},
    ))
      add(values, "profinet frames", requests + responses + exceptions + count + messages)
  for (const [key, { requests = 0, responses = 0, exceptions = 0 }] of Object.entries(functions["ethercat"] ?? {}))
    // Of mailboxes the oracle has no count.
    if (/^\d+$/.test(key)) add(values, `ethercat ${key}`, requests + responses + exceptions)
  for (const [key, { requests = 0 }] of Object.entries(functions["c1222"] ?? {})) add(values, `c1222 ${key}`, requests)
  for (const protocol of ["enip", "dnp3", "profinet-dcp"])
    for (const [key, { requests = 0, responses = 0, exceptions = 0 }] of Object.entries(functions[protocol] ?? {}))
      add(values, `${protocol} ${key}`, requests + responses + exceptions)
}

function add(values: Values, what: string, count: number): void {
  if (count > 0) values.set(what, String(Number(values.get(what) ?? 0) + count))
}
