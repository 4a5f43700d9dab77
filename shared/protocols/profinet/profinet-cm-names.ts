/**
 * Names of PROFINET context management: IEC 61158-6-10 section 5.2 (blocks, record indexes, PNIO status) and IEC 61158-5-10
 * (services). The indexes below 0x8000 belong to the maker of the module.
 */
import { rpcFaultName } from "../osi/rpc-faults.ts"
import { protocol, type Command, type PlaceFacts } from "../protocol.ts"
import { statusKey, statusName } from "./profinet-status.ts"

/** Function codes: the operations of the interface, then the kinds of packets that carry none, then those of the endpoint mapper. */
export const KINDS = 0x100
export const MAPPER = 0x200
/** Detail codes: the type of the application relation, control blocks, written records; then why it refuses: PNIO status, and faults of the remote call. */
const AR = 0
export const CONTROL = 0x10000
export const WRITTEN = 0x20000
export const STATUS = 0x1000000
export const FAULT = 0x20000000
/** A place that has no slot. */
export const NOWHERE = 0x7fffffff

const operations = ["connect", "release", "read", "write", "control", "read implicit"]
/** DCE 1.1 RPC (C706) chapter 12, PDU types of the connectionless protocol. */
const kinds = ["request", "ping", "response", "fault", "working", "no call", "reject", "acknowledge", "cancel"]
const laterKinds = ["fragment acknowledge", "cancel acknowledge"]
const mapper = ["insert", "delete", "lookup", "map", "lookup handle free", "inquire object", "management delete"]

const relations: ReadonlyMap<number, string> = new Map([
  [1, "connect as IO controller"],
  [3, "connect for a change of configuration in run"],
  [6, "connect as IO supervisor"],
  [0x10, "connect as IO controller, RT class 3"],
  [0x20, "connect as IO controller, system redundancy"],
])

export const controlNames: ReadonlyMap<number, string> = new Map([
  [0x0110, "parameter end"],
  [0x0111, "parameter end after plug"],
  [0x0112, "application ready"],
  [0x0113, "application ready after plug"],
  [0x0116, "ready for companion"],
  [0x0117, "ready for RT class 3"],
  [0x0118, "parameter begin"],
])

/** Records that the standard names, without those of single profiles. */
const records: ReadonlyMap<number, string> = new Map([
  [0x8000, "expected identification"],
  [0x8001, "real identification"],
  [0x800a, "diagnosis in channel coding"],
  [0x800b, "diagnosis in all codings"],
  [0x800c, "diagnosis, maintenance, qualified and status"],
  [0x8010, "maintenance required in channel coding"],
  [0x8011, "maintenance demanded in channel coding"],
  [0x8012, "maintenance required in all codings"],
  [0x8013, "maintenance demanded in all codings"],
  [0x801e, "substitute values"],
  [0x8020, "IRT subframe data"],
  [0x8027, "port data, real, extended"],
  [0x8028, "input data object"],
  [0x8029, "output data object"],
  [0x802a, "port data, real"],
  [0x802b, "port data, check"],
  [0x802c, "IRT data"],
  [0x802d, "synchronisation data"],
  [0x802f, "port data, adjust"],
  [0x8030, "isochronous mode data"],
  [0x8031, "time data"],
  [0x8050, "media redundancy of the interface, real"],
  [0x8051, "media redundancy of the interface, check"],
  [0x8052, "media redundancy of the interface, adjust"],
  [0x8053, "media redundancy of the port, adjust"],
  [0x8054, "media redundancy of the port, real"],
  [0x8060, "fibre optics, real"],
  [0x8061, "fibre optics, check"],
  [0x8062, "fibre optics, adjust"],
  [0x8063, "pluggable transceiver, check"],
  [0x8070, "network components, check"],
  [0x8071, "interface, adjust"],
  [0x8072, "port statistic"],
  [0x8080, "interface data, real"],
  [0x8090, "fast start-up of the interface"],
  [0x80a0, "energy saving"],
  [0x80af, "energy saving status"],
  [0x80b0, "combined object container"],
  [0x80cf, "reporting system, observer"],
  [0xb02e, "PROFIdrive parameter access, local"],
  [0xb02f, "PROFIdrive parameter access, global"],
  [0xc000, "expected identification of a slot"],
  [0xc001, "real identification of a slot"],
  [0xc00a, "diagnosis of a slot in channel coding"],
  [0xc00b, "diagnosis of a slot in all codings"],
  [0xc00c, "diagnosis of a slot, with maintenance and status"],
  [0xe000, "expected identification of the relation"],
  [0xe001, "real identification of the relation"],
  [0xe002, "module differences of the relation"],
  [0xe00a, "diagnosis of the relation in channel coding"],
  [0xe00b, "diagnosis of the relation in all codings"],
  [0xe00c, "diagnosis of the relation, with maintenance and status"],
  [0xe030, "energy saving entities of the relation"],
  [0xe031, "energy saving status of the relation"],
  [0xe040, "multiple write"],
  [0xe041, "application ready block"],
  [0xe050, "fast start-up of the relation"],
  [0xe060, "reporting system, events"],
  [0xe061, "reporting system, acknowledge"],
  [0xf000, "real identification of an API"],
  [0xf00a, "diagnosis of an API in channel coding"],
  [0xf00b, "diagnosis of an API in all codings"],
  [0xf00c, "diagnosis of an API, with maintenance and status"],
  [0xf020, "relations of an API"],
  [0xf80c, "diagnosis of the device"],
  [0xf820, "relations of the device"],
  [0xf821, "APIs of the device"],
  [0xf830, "log of the device"],
  [0xf831, "ports and interface of the device"],
  [0xf840, "I&M0 filter"],
  [0xf841, "ports and interface, real"],
  [0xf842, "ports and interface, expected"],
  [0xf850, "automatic configuration"],
  [0xf860, "upload of the device description"],
  [0xf870, "energy saving entities"],
  [0xf871, "energy saving status of the device"],
  [0xf880, "asset management"],
  [0xfbff, "connection monitoring"],
])

export function recordName(index: number): string | undefined {
  return index >= 0xaff0 && index <= 0xafff ? `I&M${index - 0xaff0}` : records.get(index)
}

/** Of what is written, the records of the standard are told apart; those of the makers are one. */
export const writtenCode = (index: number): number =>
  WRITTEN + (records.has(index) || (index >= 0xaff0 && index <= 0xafff) ? index : 0)

const hex4 = (value: number): string => value.toString(16).padStart(4, "0")

function functionKey(code: number): string {
  if (code < KINDS) return String(code)
  return code < MAPPER ? `pdu:${code - KINDS}` : `mapper:${code - MAPPER}`
}

function functionName(code: number): string | undefined {
  if (code < KINDS) return operations[code]
  if (code >= MAPPER)
    return mapper[code - MAPPER] === undefined ? undefined : `endpoint mapper ${mapper[code - MAPPER]}`
  return kinds[code - KINDS] ?? laterKinds[code - KINDS - kinds.length]
}

function detailKey(code: number): string {
  if (code >= FAULT) return `fault:${(code - FAULT).toString(16)}`
  if (code >= STATUS) return statusKey(code - STATUS)
  if (code < CONTROL) return `ar:${code - AR}`
  if (code < WRITTEN) return `control:0x${hex4(code - CONTROL)}`
  return code === WRITTEN ? "write:record" : `write:0x${hex4(code - WRITTEN)}`
}

function detailName(code: number): string | undefined {
  if (code >= STATUS) {
    const why = code >= FAULT ? rpcFaultName(code - FAULT) : statusName(code - STATUS)
    return why === undefined ? undefined : `refused: ${why}`
  }
  if (code < CONTROL) return relations.get(code - AR)
  if (code < WRITTEN) return controlNames.get(code - CONTROL)
  return code === WRITTEN ? "write a record of the module's maker" : `write ${recordName(code - WRITTEN)}`
}

/** `area` is slot and subslot, `from` the record's index, `count` the API. */
function placeText({ area, from, count }: PlaceFacts): string {
  const known = recordName(from)
  const record =
    from < 0x8000 ? `record ${from}` : `record 0x${hex4(from).toUpperCase()}${known === undefined ? "" : ` (${known})`}`
  if (area === NOWHERE) return record
  const api = count === 0 ? "" : `API 0x${count.toString(16).toUpperCase()}, `
  const subslot = area & 0xffff
  return `${api}slot ${area >> 16}, subslot ${subslot < 0x8000 ? subslot : `0x${hex4(subslot)}`}, ${record}`
}

const parameter = (does: string): Command => ({ does, technique: "T0836" })
const identification = parameter("Change the identification data that is kept in the device")

export const cmProtocol = protocol({
  name: "profinet-cm",
  title: "PROFINET CM",
  family: "ot",
  wireshark: "dcerpc",
  functionKey,
  functionName,
  detailKey,
  detailName,
  placeText,
  commands: {
    "1": { does: "Release the device: its exchange of I/O data ends", technique: "T0814" },
    "3": { does: "Write records", technique: "T0836", everyday: true },
    "ar:1": { does: "Take the device into the controller's I/O exchange", technique: "T0848", everyday: true },
    "ar:16": { does: "Take the device into the controller's I/O exchange", technique: "T0848", everyday: true },
    "ar:32": { does: "Take the device into the controller's I/O exchange", technique: "T0848", everyday: true },
    "ar:3": { does: "Change the configuration while the I/O exchange runs", technique: "T0836" },
    "ar:6": { does: "Take the device over as a supervisor", technique: "T0848" },
    "control:0x0118": { does: "Begin to change parameters of the running device", technique: "T0836" },
    "write:record": { ...parameter("Write a parameter record of a module"), everyday: true },
    "write:0x801e": parameter("Change the substitute values that outputs take when the controller is lost"),
    "write:0x8029": { does: "Write outputs by a record", technique: "T0855" },
    "write:0x802d": parameter("Change the clock synchronisation of the device"),
    "write:0x802f": parameter("Change the settings of an Ethernet port (it may be switched off)"),
    "write:0x8052": parameter("Change the ring redundancy of the device"),
    "write:0x8053": parameter("Change the ring redundancy of a port"),
    "write:0x8071": parameter("Change the settings of the network interface"),
    "write:0x80a0": { does: "Command energy saving (parts of the device pause)", technique: "T0855" },
    "write:0xb02e": { ...parameter("Access drive parameters"), everyday: true },
    "write:0xb02f": { ...parameter("Access drive parameters"), everyday: true },
    "write:0xaff1": identification,
    "write:0xaff2": identification,
    "write:0xaff3": identification,
    "write:0xaff4": identification,
    "write:0xf850": parameter("Change the automatic configuration of the device"),
  },
})
