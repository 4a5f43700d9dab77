/** Names of LonTalk over IP: CEA-852 section 8 (kinds of packets), CEA-709.1 section 10 (application), its annex B (network management). */
import { commandsOf } from "../commands.ts"
import type { Outcome } from "../dissector.ts"
import { protocol, type PlaceFacts } from "../protocol.ts"

/** Function codes: kinds of packets, management and diagnostics by their codes, then what has no code of its own. */
export const MANAGEMENT = 0x100
export const UPDATES = 0x200
export const POLLS = 0x201
export const APPLICATION = 0x202
export const FOREIGN = 0x203
export const ANSWERS = 0x204
export const PROOFS = 0x205
export const TRANSPORTS = 0x206

/** A place that is a network variable and not a node. */
export const VARIABLE = 0x100000

export const kindNames: ReadonlyMap<number, string> = new Map([
  [0x01, "data packet"],
  [0x03, "device registration"],
  [0x04, "channel membership"],
  [0x06, "send list"],
  [0x07, "acknowledge"],
  [0x08, "channel routing"],
  [0x60, "status request"],
  [0x63, "device configuration request"],
  [0x64, "channel membership request"],
  [0x66, "send list request"],
  [0x68, "channel routing request"],
  [0x70, "status response"],
  [0x71, "device configuration"],
  [0x7f, "segment"],
])

const managementNames: ReadonlyMap<number, string> = new Map([
  [0x51, "query status"],
  [0x52, "proxy command"],
  [0x53, "clear status"],
  [0x54, "query transceiver"],
  [0x61, "query identifier"],
  [0x62, "respond to query"],
  [0x63, "update domain"],
  [0x64, "leave domain"],
  [0x65, "update key"],
  [0x66, "update address"],
  [0x67, "query address"],
  [0x68, "query network variable configuration"],
  [0x69, "update group address"],
  [0x6a, "query domain"],
  [0x6b, "update network variable configuration"],
  [0x6c, "set node mode"],
  [0x6d, "read memory"],
  [0x6e, "write memory"],
  [0x6f, "recalculate checksum"],
  [0x70, "wink"],
  [0x71, "refresh memory"],
  [0x72, "query standard types"],
  [0x73, "fetch network variable"],
  [0x7f, "service pin"],
])

const others = [
  ["update", "network variable update"],
  ["poll", "network variable poll"],
  ["application", "application message"],
  ["foreign", "foreign frame"],
  ["answer", "answer"],
  ["proof", "authentication"],
  ["transport", "acknowledgement or reminder"],
] as const

const hex = (value: number): string => `0x${value.toString(16).padStart(2, "0")}`

function functionKey(code: number): string {
  if (code < MANAGEMENT) return `packet:${hex(code)}`
  return code < UPDATES ? hex(code - MANAGEMENT) : (others[code - UPDATES]?.[0] ?? String(code))
}

function functionName(code: number): string | undefined {
  if (code < MANAGEMENT) return kindNames.get(code)
  return code < UPDATES ? managementNames.get(code - MANAGEMENT) : others[code - UPDATES]?.[1]
}

/** Requests of configuration have 0x60 and an answer; a status is asked for and told. */
export const outcomeOf = (kind: number): Outcome => (kind >= 0x60 && kind <= 0x68 ? "request" : "message")

/** `area`: the kind of address, then subnet and node or the group; of a variable `from` is its selector. */
function placeText({ area, from }: PlaceFacts): string {
  const kind = (area >> 16) & 3
  const first = (area >> 8) & 255
  const node =
    kind === 0
      ? first === 0
        ? "all"
        : `subnet ${first}`
      : kind === 1
        ? `group ${first}`
        : `subnet ${first}, node ${area & 0x7f}`
  const who = kind === 3 ? "a node by its identifier" : node
  return area < VARIABLE ? who : `${who}, variable ${from}`
}

export const lonProtocol = protocol({
  name: "lon-ip",
  title: "LonTalk/IP",
  family: "ot",
  wireshark: "cnip",
  functionKey,
  functionName,
  placeText,
  unseen: "CEA-709.1 and CEA-852 as the field lists of Wireshark's dissectors have them",
  commands: commandsOf([
    { keys: ["update"], does: "Write a network variable", technique: "T0855", everyday: true },
    {
      keys: ["packet:0x71", "packet:0x04", "packet:0x06", "packet:0x08"],
      does: "Change who belongs to the IP channel",
      technique: "T0836",
    },
    { keys: ["0x63", "0x64", "0x66", "0x69"], does: "Change the address or the domain of a node", technique: "T0836" },
    { keys: ["0x65"], does: "Change the key of a node", technique: "T0892" },
    { keys: ["0x6b"], does: "Change what a network variable is bound to", technique: "T0836" },
    { keys: ["0x6c"], does: "Change the mode of a node (off line, on line, reset)", technique: "T0858" },
    { keys: ["0x6d"], does: "Read the memory of a node", technique: "T0845" },
    { keys: ["0x6e", "0x71"], does: "Write the memory of a node", technique: "T0889" },
    { keys: ["0x53"], does: "Clear the statistics of a node", technique: "T0872" },
    { keys: ["0x70"], does: "Let a node wink, to find it", technique: "T0855", everyday: true },
  ]),
})
