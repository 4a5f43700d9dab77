/** What a protocol is called, and how its functions are numbered and named. */
import type { Technique } from "../facts/technique.ts"

/** ot: process control. name: tells names and neighbours. office: everyday IT. network: the layers that carry the rest. */
export type Family = "ot" | "name" | "office" | "network"

/** A function that acts on a device: what it does in plain words ("Stop the controller"), and its technique. */
export type Command = {
  readonly does: string
  /** MITRE ATT&CK for ICS v18, "T0858"; "" where none fits. */
  readonly technique: Technique | ""
  /** True for what process control does all day (writing values); others change the program, the settings or the running of the device. */
  readonly everyday?: boolean
}

/** A place that requests reach, as integers or by a name. */
export type PlaceFacts = {
  readonly area: number
  readonly from: number
  readonly count: number
  /** Empty where the place has no name. */
  readonly name: Uint8Array
}

export type Protocol = {
  /** Lower case with hyphens: the key in the result document, e.g. "profinet-dcp". */
  readonly name: string
  /** As people write it, e.g. "PROFINET DCP". */
  readonly title: string
  readonly family: Family
  /** Wireshark's name for the layer, for display filters, e.g. "pn_dcp". */
  readonly wireshark: string
  /** The result document's key of a function code, e.g. "userdata:4:1"; decimal number where absent. */
  readonly functionKey?: (code: number) => string
  /** The specification's name of a function code in lower case, or undefined where it has none. */
  readonly functionName?: (code: number) => string | undefined
  /** Wireshark's display filter for a function, "modbus.func_code == 3"; the layer's name where absent. */
  readonly wiresharkFunction?: (code: number) => string
  /** Of what requests are about beside their function, e.g. "class:6". Needed by who counts details. */
  readonly detailKey?: (code: number) => string
  readonly detailName?: (code: number) => string | undefined
  /** What acts on a device, by function key or detail key. */
  readonly commands?: Readonly<Record<string, Command>>
  /** In the words of the field: "unit 1, holding registers 107 to 109", "DB 5, bytes 0 to 99", a tag's name. Needed by who tells places. */
  readonly placeText?: (place: PlaceFacts) => string
  /** The first 16 bytes (or fewer) of what was read or written there, in words; hexadecimal where absent. `code`: the function's. */
  readonly valueText?: (place: PlaceFacts, value: Uint8Array, code: number) => string
  /** "unit 3", "slot 4", "address 12". Needed by who tells parts. */
  readonly partText?: (part: number) => string
  /** Where no traffic of it was at hand: the documents it was built from. People are told. */
  readonly unseen?: string
  /** Position in the list of protocols of this run; given by `protocol()`. Never stored: names are. */
  readonly id: number
}

const all: Protocol[] = []

/** Every property in the same order, absent or not: what all messages ask of their protocol is then read at one cost. */
const shape: object = {
  id: 0,
  family: undefined,
  name: undefined,
  title: undefined,
  wireshark: undefined,
  functionKey: undefined,
  functionName: undefined,
  wiresharkFunction: undefined,
  detailKey: undefined,
  detailName: undefined,
  commands: undefined,
  placeText: undefined,
  valueText: undefined,
  partText: undefined,
  unseen: undefined,
} satisfies Record<keyof Protocol, unknown>

/** Declares a protocol; its id is its position in the order of declaration. */
export function protocol(facts: Omit<Protocol, "id">): Protocol {
  const declared: Protocol = { ...shape, ...facts, id: all.length }
  all.push(declared)
  return declared
}

/** Every protocol declared so far, by id. */
export const declaredProtocols = (): readonly Protocol[] => all
