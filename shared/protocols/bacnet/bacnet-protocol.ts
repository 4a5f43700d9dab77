/** How BACnet is declared: its functions (services, messages of the network layer, functions of the virtual link), and details of them. */
import { bacnetCommands } from "./bacnet-commands.ts"
import {
  bacnetConfirmedServices,
  bacnetLinkFunctions,
  bacnetNetworkMessages,
  bacnetUnconfirmedServices,
} from "./bacnet-names.ts"
import { bacnetAbortReason, bacnetError, bacnetRejectReason } from "./bacnet-objects.ts"
import { bacnetPartText, bacnetPlaceText, bacnetPlaceValue } from "./bacnet-places.ts"
import { protocol } from "../protocol.ts"

/** Confirmed services are counted as they are, the others as these + service, message type, function. */
export const UNCONFIRMED = 256
export const NETWORK = 512
export const LINK = 768

/** Details are counted as one of these + what follows. */
export const REINITIALIZE = 0x10000
export const COMMUNICATION = 0x20000
export const OVERRIDE = 0x30000
export const RELEASE = 0x30100
export const REJECT = 0x40000
export const ABORT = 0x50000
/** The class times 65,536, and the code. */
export const ERROR = 0x1000000

const groups = ["confirmed", "unconfirmed", "network", "link"]
const groupOf = (code: number): string => groups[code >> 8] ?? "other"

const functionNames = [
  bacnetConfirmedServices,
  bacnetUnconfirmedServices,
  bacnetNetworkMessages,
  bacnetLinkFunctions,
] as const
const filters = ["bacapp.confirmed_service", "bacapp.unconfirmed_service", "bacnet.mesgtyp", "bvlc.function"]

const states = ["coldstart", "warmstart", "start backup", "end backup"].concat(
  ["start restore", "end restore", "abort restore", "activate changes"], // protocol revision 21
)
const communication = ["enable", "disable", "disable initiation"]
/** Clause 19.2.1: what the first eight priorities are meant for. */
const priorities = ["", "manual life safety", "automatic life safety", "", "", "critical equipment control"].concat(
  ["minimum on and off times", "", "manual operator"], // 8
)

function detailKey(code: number): string {
  if (code >= ERROR) return `error:${(code >> 16) & 0xff}:${code & 0xffff}`
  const rest = code & 0xffff
  if (code >= ABORT) return `abort:${rest}`
  if (code >= REJECT) return `reject:${rest}`
  if (code >= RELEASE) return `release:${code - RELEASE}`
  if (code >= OVERRIDE) return `override:${rest}`
  if (code >= COMMUNICATION) return `communication:${rest}`
  return `reinitialize:${rest}`
}

function detailName(code: number): string | undefined {
  if (code >= ERROR) return bacnetError((code >> 16) & 0xff, code & 0xffff)
  const rest = code & 0xffff
  if (code >= ABORT) return named("aborted", bacnetAbortReason(rest))
  if (code >= REJECT) return named("rejected", bacnetRejectReason(rest))
  if (code >= RELEASE) return `release of priority ${code - RELEASE}`
  if (code >= OVERRIDE) return `written at priority ${rest}${priorities[rest] ? ` (${priorities[rest]})` : ""}`
  if (code >= COMMUNICATION) return communication[rest]
  return states[rest]
}
const named = (what: string, why: string | undefined): string | undefined =>
  why === undefined ? undefined : `${what}: ${why}`

export const bacnetProtocol = protocol({
  name: "bacnet",
  title: "BACnet",
  family: "ot",
  wireshark: "bacnet",
  wiresharkFunction: (code) => `${filters[code >> 8] ?? "bacnet"} == ${code & 0xff}`,
  commands: bacnetCommands,
  functionKey: (code) => `${groupOf(code)}:${code & 0xff}`,
  functionName: (code) => functionNames[code >> 8]?.[code & 0xff],
  detailKey,
  detailName,
  placeText: bacnetPlaceText,
  valueText: bacnetPlaceValue,
  partText: bacnetPartText,
})
