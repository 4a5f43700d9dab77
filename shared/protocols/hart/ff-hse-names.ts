/** Names of Foundation Fieldbus HSE: FF-588 (field device access), FF-589 (system management), FF-822 (messages), FF-593 (LAN redundancy). */
import { commandsOf } from "../commands.ts"
import { protocol, type PlaceFacts } from "../protocol.ts"
import { errorKey, errorName } from "./ff-hse-errors.ts"

/** Function codes: protocol in the upper bits, whether it is answered in bit 7, then the service. */
export const FDA = 1
export const SM = 2
export const FMS = 3
export const LAN = 4
export const CONFIRMED = 0x80

const groups = ["", "fda", "sm", "fms", "lan"]

const list = (names: string, first = 0): (readonly [number, string])[] =>
  names.split(",").map((name, at) => [first + at, name.trim()] as const)
const of = (group: number, rows: readonly (readonly [number, string])[]): (readonly [number, string])[] =>
  rows.map(([service, name]) => [(group << 8) | service, name] as const)
const asked = (rows: readonly (readonly [number, string])[]): (readonly [number, string])[] =>
  rows.map(([service, name]) => [CONFIRMED | service, name] as const)

export const serviceNames: ReadonlyMap<number, string> = new Map([
  ...of(FDA, asked([...list("open session", 1), ...list("idle", 3)])),
  ...of(
    SM,
    asked([
      ...list("identify", 3),
      ...list("clear address", 12),
      ...list("set assignment info, clear assignment info", 14),
    ]),
  ),
  ...of(SM, [...list("find tag query, find tag reply", 1), ...list("device annunciation", 16)]),
  ...of(
    FMS,
    asked([
      ...list("status, identify, read, write, get object dictionary"),
      ...list("define variable list, delete variable list", 7),
      ...list("initiate download sequence, download segment, terminate download sequence", 9),
      ...list("initiate upload sequence, upload segment, terminate upload sequence", 12),
      ...list("request domain download, request domain upload", 15),
      ...list("create program invocation, delete program invocation, start, stop, resume, reset, kill", 17),
      ...list("alter event condition monitoring, acknowledge event notification", 24),
      ...list("initiate put object dictionary, put object dictionary, terminate put object dictionary", 28),
      ...list("generic initiate download sequence, generic download segment, generic terminate download sequence", 31),
      ...list("read with subindex, write with subindex", 82),
      ...list("initiate", 96),
    ]),
  ),
  ...of(FMS, [
    ...list("information report, unsolicited status, event notification"),
    ...list("information report with subindex, information report on change", 16),
    ...list("information report on change with subindex", 18),
    ...list("abort", 112),
  ]),
  ...of(LAN, asked(list("get redundancy information, put redundancy information, get redundancy statistics", 1))),
  ...of(LAN, list("diagnostic message", 1)),
])

const functionKey = (code: number): string =>
  `${groups[code >> 8] ?? code >> 8}:${(code & CONFIRMED) === 0 ? "unconfirmed:" : ""}${code & 0x7f}`

/** `area` is the link and the node behind a linking device, `from` the object's index, `count` its subindex. */
function placeText({ area, from, count }: PlaceFacts): string {
  const node = area === 0 ? "" : `link ${area >> 8}, node ${area & 255}, `
  return `${node}object ${from}${count === 0 ? "" : `, subindex ${count}`}`
}

export const hseProtocol = protocol({
  name: "ff-hse",
  title: "FOUNDATION Fieldbus HSE",
  family: "ot",
  wireshark: "ff",
  functionKey,
  functionName: (code) => serviceNames.get(code),
  detailKey: errorKey,
  detailName: errorName,
  placeText,
  unseen: "the field lists of Wireshark's dissector, made after FF-588 and FF-589",
  commands: commandsOf([
    { keys: ["fms:3", "fms:83"], does: "Write an object of a field device", technique: "T0836", everyday: true },
    { keys: ["fms:9", "fms:10", "fms:31", "fms:32"], does: "Download a domain to a field device", technique: "T0843" },
    { keys: ["fms:12", "fms:13"], does: "Upload a domain from a field device", technique: "T0845" },
    { keys: ["fms:17", "fms:18"], does: "Create or delete a program invocation", technique: "T0889" },
    {
      keys: ["fms:19", "fms:20", "fms:21", "fms:22", "fms:23"],
      does: "Start, stop or reset a program invocation",
      technique: "T0858",
    },
    { keys: ["fms:24"], does: "Change which events are reported", technique: "T0838" },
    {
      keys: ["fms:28", "fms:29", "fms:30"],
      does: "Change the object dictionary of a field device",
      technique: "T0889",
    },
    { keys: ["sm:12", "sm:14", "sm:15"], does: "Change tag or address of a field device", technique: "T0836" },
    { keys: ["lan:2"], does: "Change the LAN redundancy of a field device", technique: "T0836" },
  ]),
})
