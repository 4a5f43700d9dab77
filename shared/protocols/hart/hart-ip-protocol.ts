/** How HART-IP is declared: its commands and messages, and details: why something was refused, and the device's status. */
import { hartIpCommands } from "./hart-ip-commands.ts"
import { hartCommandKey, hartCommandName } from "./hart-ip-names.ts"
import { hartPartText, hartPlaceText, hartValueText } from "./hart-ip-places.ts"
import { protocol } from "../protocol.ts"

/** Details are counted as one of these + a bit of the status, a response code, a lock. */
export const STATUS = 0x10000
export const RESPONSE_CODE = 0x20000
export const COMMUNICATION = 0x30000
export const LOCK = 0x34000

/** HCF_SPEC-183 table 10, by bit. */
const statuses: Readonly<Record<number, string>> = {
  0x80: "device malfunction",
  0x40: "configuration changed",
  0x20: "cold start",
  0x10: "more status available",
  0x08: "loop current fixed",
  0x04: "loop current saturated",
  0x02: "another variable out of limits",
  0x01: "primary variable out of limits",
}

/** HCF_SPEC-307: those that mean the same for every command. */
const responses: Readonly<Record<number, string>> = {
  ...{ 2: "invalid selection", 3: "parameter too large", 4: "parameter too small", 5: "too few data bytes" },
  ...{ 6: "device-specific error", 7: "write protected", 16: "access restricted", 17: "invalid variable index" },
  ...{ 18: "invalid units code", 32: "busy", 64: "command not implemented" },
}
const communication: Readonly<Record<number, string>> = {
  ...{ 0x40: "vertical parity error", 0x20: "overrun", 0x10: "framing error", 0x08: "longitudinal parity error" },
  ...{ 0x02: "buffer overflow" },
}
const locks = ["unlocked", "locked until power goes", "locked for good", "locked for everybody"]

function detailKey(code: number): string {
  if (code >= LOCK) return `lock:${code - LOCK}`
  if (code >= COMMUNICATION) return `communication:${code & 0x7f}`
  return code >= RESPONSE_CODE ? `response:${code & 0xff}` : `status:${code & 0xff}`
}

function detailName(code: number): string | undefined {
  if (code >= LOCK) return locks[code - LOCK]
  if (code >= COMMUNICATION) return communication[code & 0x7f] ?? "communication error"
  return code >= RESPONSE_CODE ? responses[code & 0xff] : statuses[code & 0xff]
}

export const hartIpProtocol = protocol({
  name: "hart-ip",
  title: "HART-IP",
  family: "ot",
  wireshark: "hart_ip",
  wiresharkFunction: (code) => (/^\d+$/.test(hartCommandKey(code)) ? `hart_ip.pt.command == ${code}` : "hart_ip"),
  commands: hartIpCommands,
  functionKey: hartCommandKey,
  functionName: hartCommandName,
  detailKey,
  detailName,
  placeText: hartPlaceText,
  valueText: hartValueText,
  partText: hartPartText,
})
