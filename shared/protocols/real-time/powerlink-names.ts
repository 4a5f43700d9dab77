/** Names of Ethernet POWERLINK: EPSG DS 301 section 4.6 (frames), 7.3 (network management), 6.3 (service data objects). */
import { commandsOf } from "../commands.ts"
import { protocol, type PlaceFacts } from "../protocol.ts"
import { abortKey, abortName } from "./object-aborts.ts"

/** Function codes: types of frames, then invitations, services of asynchronous frames, commands to nodes, commands to objects. */
export const INVITES = 0x100
export const SERVICES = 0x200
export const COMMANDS = 0x300
export const OBJECTS = 0x400

export const NODE = 0
export const OBJECT = 1

export const frameNames: ReadonlyMap<number, string> = new Map([
  [1, "start of cycle"],
  [3, "poll request"],
  [4, "poll response"],
  [5, "start of asynchronous"],
  [6, "asynchronous send"],
  [7, "active managing node indication"],
  [13, "asynchronous invite"],
])
const serviceNames: ReadonlyMap<number, string> = new Map([
  [1, "ident response"],
  [2, "status response"],
  [3, "network management request"],
  [4, "network management command"],
  [5, "service data object"],
  [6, "sync response"],
])
const commandNames: ReadonlyMap<number, string> = new Map([
  [33, "start node"],
  [34, "stop node"],
  [35, "enter pre-operational 2"],
  [36, "enable ready to operate"],
  [40, "reset node"],
  [41, "reset communication"],
  [42, "reset configuration"],
  [43, "software reset"],
  [45, "dynamic node allocation"],
  [65, "start nodes"],
  [66, "stop nodes"],
  [67, "enter pre-operational 2, nodes"],
  [68, "enable ready to operate, nodes"],
  [72, "reset nodes"],
  [73, "reset communication, nodes"],
  [74, "reset configuration, nodes"],
  [75, "software reset, nodes"],
  [98, "set host name"],
  [99, "flush ARP entry"],
  [128, "publish configured nodes"],
  [144, "publish active nodes"],
  [145, "publish pre-operational 1"],
  [146, "publish pre-operational 2"],
  [147, "publish ready to operate"],
  [148, "publish operational"],
  [149, "publish stopped"],
  [160, "publish new emergency"],
  [176, "publish time"],
  [255, "invalid service"],
])
const objectNames: ReadonlyMap<number, string> = new Map([
  [0x00, "no command"],
  [0x01, "write by index"],
  [0x02, "read by index"],
  [0x03, "write all by index"],
  [0x04, "read all by index"],
  [0x05, "write by name"],
  [0x06, "read by name"],
  [0x20, "file write"],
  [0x21, "file read"],
  [0x31, "write several by index"],
  [0x32, "read several by index"],
  [0x70, "maximum segment size"],
])

const kinds = [
  [OBJECTS, "object", objectNames],
  [COMMANDS, "command", commandNames],
  [SERVICES, "service", serviceNames],
  [INVITES, "invite", serviceNames],
  [0, "frame", frameNames],
] as const
const kindOf = (code: number): (typeof kinds)[number] => kinds.find(([from]) => code >= from) ?? kinds[4]

function functionKey(code: number): string {
  const [from, kind] = kindOf(code)
  return `${kind}:${code - from}`
}

function functionName(code: number): string | undefined {
  const [from, kind, names] = kindOf(code)
  const name = names.get(code - from)
  return kind === "invite" && name !== undefined
    ? `start of asynchronous: ${name.replace("response", "request")}`
    : name
}

/** A node, or the object of one: `from` is index and subindex, `count` the node, 0 where a gateway finds it by its address. */
function placeText({ area, from, count }: PlaceFacts): string {
  if (area === NODE) return from === 255 ? "all nodes" : `node ${from}`
  const object = `object 0x${(from >> 8).toString(16).padStart(4, "0")}, subindex ${from & 255}`
  return count === 0 ? object : `node ${count}, ${object}`
}

export const powerlinkProtocol = protocol({
  name: "powerlink",
  title: "POWERLINK",
  family: "ot",
  wireshark: "epl",
  functionKey,
  functionName,
  detailKey: abortKey,
  detailName(number) {
    const why = abortName(number)
    return why === undefined ? undefined : `refused: ${why}`
  },
  placeText,
  unseen: "EPSG DS 301 and the field lists of Wireshark's dissector",
  commands: commandsOf([
    { keys: ["command:33", "command:65"], does: "Let nodes run", technique: "T0858" },
    { keys: ["command:34", "command:66"], does: "Stop nodes", technique: "T0858" },
    {
      keys: ["command:35", "command:36", "command:67", "command:68"],
      does: "Change the state of nodes",
      technique: "T0858",
    },
    {
      keys: [
        "command:40",
        "command:41",
        "command:42",
        "command:43",
        "command:72",
        "command:73",
        "command:74",
        "command:75",
      ],
      does: "Reset nodes",
      technique: "T0816",
    },
    { keys: ["command:45", "command:98"], does: "Change number or name of a node", technique: "T0836" },
    { keys: ["object:1", "object:3", "object:5", "object:49"], does: "Write objects of a node", technique: "T0836" },
    { keys: ["object:32"], does: "Write a file to a node", technique: "T0867" },
    { keys: ["object:33"], does: "Read a file from a node", technique: "T0845" },
  ]),
})
