/** Where requests of OPC UA reach, in words: node identifiers as the notation of OPC 10000-6 section 5.3.1.10 writes them ("ns=2;s=Pump1.Speed"). */
import type { PlaceFacts } from "../protocol.ts"
import { variantText } from "./opc-ua-values.ts"

/** Kinds of places stand above the lowest byte of an area; of nodes, that is the attribute. */
export const areas = {
  node: 0,
  /** Object and method, both as node identifiers. */
  method: 0x100,
  session: 0x200,
  user: 0x300,
  endpoint: 0x400,
  subscription: 0x500,
  /** A new node: its identifier and its browse name. */
  made: 0x600,
  /** The last name of a browse path. */
  path: 0x700,
  certificate: 0x800,
} as const

/** OPC 10000-6 annex A.1. */
const attributes = [
  ...["", "NodeId", "NodeClass", "BrowseName", "DisplayName", "Description", "WriteMask", "UserWriteMask"],
  ...["IsAbstract", "Symmetric", "InverseName", "ContainsNoLoops", "EventNotifier", "Value", "DataType", "ValueRank"],
  ...["ArrayDimensions", "AccessLevel", "UserAccessLevel", "MinimumSamplingInterval", "Historizing", "Executable"],
  ...["UserExecutable", "DataTypeDefinition", "RolePermissions", "UserRolePermissions", "AccessRestrictions"],
  "AccessLevelEx",
] as const
const VALUE = 13

const utf8 = new TextDecoder()
const clean = (text: string): string => text.replaceAll(/\p{Cc}|\ufffd/gu, "")

/** A node identifier in words, and where the next field begins. The end may be cut off. */
type Node = { readonly text: string; readonly to: number }

function nodeAt(bytes: Uint8Array, at: number): Node {
  const form = (bytes[at] ?? 0) & 0x3f
  const u16 = (from: number): number => (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8)
  const u32 = (from: number): number => u16(from) + u16(from + 2) * 65536
  const prefix = (namespace: number): string => (namespace === 0 ? "" : `ns=${namespace};`)
  switch (form) {
    case 0:
      return { text: `i=${bytes[at + 1] ?? 0}`, to: at + 2 }
    case 1:
      return { text: `${prefix(bytes[at + 1] ?? 0)}i=${u16(at + 2)}`, to: at + 4 }
    case 2:
      return { text: `${prefix(u16(at + 1))}i=${u32(at + 3)}`, to: at + 7 }
    case 4:
      return { text: `${prefix(u16(at + 1))}g=${guid(bytes.subarray(at + 3, at + 19))}`, to: at + 19 }
    default: {
      const length = u32(at + 3)
      const to = at + 7 + (length === 0xffffffff ? 0 : length)
      const kept = bytes.subarray(at + 7, Math.min(to, bytes.length))
      const text = form === 3 ? clean(utf8.decode(kept)) : hexOf(kept)
      return { text: `${prefix(u16(at + 1))}${form === 3 ? "s" : "b"}=${text}${to > bytes.length ? "…" : ""}`, to }
    }
  }
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")

/** The first three parts stand with their lowest byte first. */
function guid(bytes: Uint8Array): string {
  const part = (from: number, to: number): string => hexOf(bytes.slice(from, to))
  const back = (from: number, to: number): string => hexOf(bytes.slice(from, to).reverse())
  return `${back(0, 4)}-${back(4, 6)}-${back(6, 8)}-${part(8, 10)}-${part(10, 16)}`
}

/** Nodes that every server has (NodeIds.csv): what people ask for most. */
const wellKnown: Readonly<Record<string, string>> = {
  "i=84": "Root",
  "i=85": "Objects",
  "i=86": "Types",
  "i=87": "Views",
  "i=2253": "Server",
  "i=2254": "ServerArray",
  "i=2255": "NamespaceArray",
  "i=2256": "ServerStatus",
  "i=2257": "StartTime",
  "i=2258": "CurrentTime",
  "i=2259": "State",
  "i=2260": "BuildInfo",
  "i=2261": "ProductName",
  "i=2262": "ProductUri",
  "i=2263": "ManufacturerName",
  "i=2264": "SoftwareVersion",
  "i=2265": "BuildNumber",
  "i=2266": "BuildDate",
  "i=2267": "ServiceLevel",
}
const withTitle = (node: string): string => (wellKnown[node] === undefined ? node : `${node} (${wellKnown[node]})`)

/** A namespace, a length and a text. */
function qualifiedAt(bytes: Uint8Array, at: number): string {
  return clean(utf8.decode(bytes.subarray(at + 6)))
}

export function opcUaPlaceText({ area, from, name }: PlaceFacts): string {
  switch (area & 0xff00) {
    case areas.node: {
      const attribute = area & 0xff
      const node = withTitle(nodeAt(name, 0).text)
      return attribute === VALUE || attribute === 0 ? node : `${node}, ${attributes[attribute] ?? attribute}`
    }
    case areas.method: {
      const object = nodeAt(name, 0)
      return object.to < name.length
        ? `method ${nodeAt(name, object.to).text} of ${withTitle(object.text)}`
        : `method of ${withTitle(object.text)}`
    }
    case areas.made: {
      const node = nodeAt(name, 0)
      const title = node.to < name.length ? qualifiedAt(name, node.to) : ""
      return /^(ns=\d+;)?i=0$/.test(node.text) ? `new node ${title}` : `${node.text} (${title})`
    }
    case areas.path:
      return `path to ${qualifiedAt(name, 0)}`
    case areas.session:
      return `session ${clean(utf8.decode(name))}`
    case areas.user:
      return name.length === 0 ? "session of an anonymous user" : `session of user ${clean(utf8.decode(name))}`
    case areas.certificate:
      return `session of certificate ${clean(utf8.decode(name))}`
    case areas.subscription:
      return `subscription ${from}`
    default:
      return clean(utf8.decode(name))
  }
}

/** OPC 10000-5 section 12.6 ServerState. */
export const serverStates = [
  ...["running", "failed", "no configuration", "suspended"],
  ...["shutdown", "test", "communication fault", "unknown"],
] as const

/** A variant; the server's state is a number that has names. */
export function opcUaValueText({ area, name }: PlaceFacts, value: Uint8Array): string {
  const text = variantText(value)
  const isState = area === VALUE && value[0] === 6 && nodeAt(name, 0).text === "i=2259"
  return isState ? (serverStates[Number(text)] ?? text) : text
}
