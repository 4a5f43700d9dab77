/** What a protocol is called, and how its functions are numbered and named. */

/** ot: process control. name: tells names and neighbours. office: everyday IT. network: the layers that carry the rest. */
export type Family = "ot" | "name" | "office" | "network"

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
  /** Of what requests are about beside their function, e.g. "class:6". Needed by who counts details. */
  readonly detailKey?: (code: number) => string
  readonly detailName?: (code: number) => string | undefined
  /** Position in the list of protocols of this run; given by `protocol()`. Never stored: names are. */
  readonly id: number
}

const all: Protocol[] = []

/** Declares a protocol; its id is its position in the order of declaration. */
export function protocol(facts: Omit<Protocol, "id">): Protocol {
  const declared: Protocol = { ...facts, id: all.length }
  all.push(declared)
  return declared
}

/** Every protocol declared so far, by id. */
export const declaredProtocols = (): readonly Protocol[] => all
