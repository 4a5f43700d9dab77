/** What the error codes of a PNIO status are about: IEC 61158-6-10 section 5.2.6, error codes 1 and 2. */

/** A block that is wrong, and its parameters by number; the first four are the head of every block. */
type Block = { readonly title: string; readonly parameters: readonly string[] }

const head = ["type of the block", "length of the block", "version of the block", "version of the block"]
const none = ""
const session = ["padding", none, "session key", "padding", "command", "properties"]
const plugged = ["padding", none, "session key", "number of the alarm", "command", "properties"]
const access = [
  ...[none, "identifier of the connection", "API", "slot", "subslot", "padding", "index", "length of the record"],
  "identifier of the target's connection",
]
const relation = [
  ...["type", "identifier of the connection", none, "MAC address of the controller", "object of the controller"],
  ...["properties", "timeout", "UDP port", "length of the station name", "station name"],
]
const data = [
  ...["type", "reference", "EtherType", "properties", "length of the data", "frame identifier", "send clock"],
  ...["reduction ratio", "phase", none, "frame send offset", "watchdog factor", "data hold factor", "VLAN tag"],
  ...["multicast address", "number of APIs", "API", "number of data objects", "slot", "subslot"],
  ...["offset of a data object", "number of consumer states", "slot of a consumer state"],
  ...["subslot of a consumer state", "offset of a consumer state"],
]
const modules = [
  ...["number of APIs", "API", "slot", "identifier of the module", "properties of the module"],
  ...["number of submodules", "subslot", none, "properties of the submodule", "description of the data"],
  ...["length of the data", "length of the provider state", "length of the consumer state"],
]
const alarms = [
  ...["type", "EtherType", "properties", "timeout", "retries", none, "longest alarm"],
  ...["VLAN tag, high priority", "VLAN tag, low priority"],
]
const multicast = [...["reference", "address resolution", "timeout", "length of the station name", "station name"]]

const list: readonly (readonly [code: number, title: string, parameters?: readonly string[]])[] = [
  [1, "request of the connection", relation],
  [2, "request of cyclic data", data],
  [3, "list of expected submodules", modules],
  [4, "request of alarms", alarms],
  [5, "request of a parameter server", [none, none, "timeout", "length of the station name", "station name"]],
  [6, "request of multicast data", multicast],
  [7, "request of remote calls", ["UDP port"]],
  [8, "request of a record", access],
  [9, "request of subframes"],
  [10, "request of IRT frames"],
  [13, "request of the reporting system", ["padding", "properties"]],
  [20, "control after connecting", session],
  [21, "control after plugging", plugged],
  [22, "control of the controller after connecting", session],
  [23, "control of the controller after plugging", plugged],
  [24, "control that begins parameters"],
  [25, "list of submodules"],
  [40, "release of the connection", session],
  [50, "answer of the connection"],
  [51, "answer of cyclic data"],
  [52, "answer of alarms"],
  [53, "list of module differences"],
  [54, "answer of remote calls"],
  [55, "answer of the server of the connection"],
  [56, "answer of the maker's block"],
]
export const blocks: ReadonlyMap<number, Block> = new Map(
  list.map(([code, title, parameters = []]) => [code, { title, parameters }]),
)

export function blockParameters({ parameters }: Block, number: number): string | undefined {
  const name = parameters.length === 0 ? none : (head[number] ?? parameters[number - head.length] ?? none)
  return name === none ? undefined : name
}

const lost = "another part of the device reported an error"
const state = "not possible in the present state"
const timeout = "timed out"

/** Parts of the protocol by error code 1: what one is called, then its errors by error code 2. */
const parts: readonly (readonly [code: number, title: string, errors?: readonly string[]])[] = [
  [
    60,
    "the alarm",
    ["kind of alarm is not supported", "submodule is in the wrong state", "alarm was not carried out by the backup"],
  ],
  [61, "the device's connections", [state, "no resources"]],
  [62, "the controller's connections", [state, timeout, "no data were sent"]],
  [
    63,
    "the name resolution",
    [
      ...["no discovery is active", "station name is not known to DNS", "no station has the name"],
      ...["several stations have the name", "station has no name", "station has no IP address"],
      "name or address could not be set",
    ],
  ],
  [
    64,
    "the connection's services",
    [
      ...["length of the arguments is not valid", "blocks are not known", "request of cyclic data is missing"],
      ...[
        "number of requests of alarms is wrong",
        "no further connection is possible",
        "connection is not known",
        state,
      ],
      ...["no further providers, consumers or alarms are possible", "not enough memory"],
      ...["ports and interface belong to another one already", "redundant connections are not in the right state"],
      ...["redundant connections have other parameters", "ports without their interface"],
    ],
  ],
  [65, "sending alarms", [state, "acknowledgement is wrong"]],
  [66, "receiving alarms", [state, "notification is wrong"]],
  [67, "the link layer"],
  [68, "the network card"],
  [69, "the remote call"],
  [70, "receiving alarms", [state, lost]],
  [71, "sending alarms", [state, lost, timeout]],
  [72, "receiving cyclic data", [none, state]],
  [73, "sending cyclic data", [none, state]],
  [74, "the discovery", [state, lost, timeout]],
  [75, "the discovery", [state, lost]],
  [76, "the discovery", [state, lost]],
  [77, "the discovery", [state, lost]],
  [78, "the application's interface"],
  [79, "the remote service"],
  [80, "the remote service"],
]
export const machines: ReadonlyMap<number, readonly [title: string, errors: readonly string[]]> = new Map(
  [
    ...parts,
    ...[100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 116].map((code) => [code, "the controller"] as const),
    ...[110, 111, 112, 113, 114, 115].map((code) => [code, "the network management"] as const),
    ...[200, 202, 204, 205, 206, 208, 209, 210, 211, 212].map((code) => [code, "the device"] as const),
  ].map(([code, title, errors = []]) => [code, [title, errors]]),
)

/** Why a connection was aborted. */
export const abortReasons: readonly (string | undefined)[] = [
  undefined,
  "sequence numbers of alarms do not match",
  "instance closed",
  "not enough memory",
  "provider or consumer could not be added",
  "cyclic data did not come in time",
  "parameters did not come in time",
  "alarms could not be opened",
  "alarm could not be sent",
  "acknowledgement of an alarm could not be sent",
  "alarm is too long",
  "alarms ended with an error",
  "remote call failed",
  "aborted by the application",
  "a new connection replaces this one",
  "released by the other end",
  "device was deactivated",
  "connection was removed",
  "protocol was violated",
  "name could not be resolved",
  "remote calls could not be bound",
  "connecting failed",
  "reading failed",
  "writing failed",
  "control failed",
  "module was pulled or plugged too early",
  "application was removed",
  "link is down",
  "multicast address could not be registered",
  "not synchronised",
  "topology is wrong",
  "station name was changed",
  "device was reset to factory settings",
  "first connection holds the interface",
  "no IRT data yet",
  "error of ports or interface",
  "no port has the speed and duplex wanted",
  "IP address was changed",
  "redundant data did not come in time",
  "ports and interface could not be parameterised",
  "application was not ready in time",
  "list of redundant interfaces is wrong, or the peripherals can not be reached",
  "device took too long to switch over",
  "protocol was violated between redundant connections",
  "port was plugged without its parameters",
  "network management has no configuration, or a wrong one",
]
