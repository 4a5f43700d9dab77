/** How ADS is declared: its commands and the services of AMS over UDP, and details of them. */
import { adsCommands } from "./ads-commands.ts"
import { adsErrors } from "./ads-errors.ts"
import { adsCommandKey, adsCommandName, adsPortKey, adsPortName, adsServiceName, adsStateNames } from "./ads-names.ts"
import { adsPlaceText, adsValueText } from "./ads-places.ts"
import { protocol } from "../protocol.ts"

/** Details are ports, or one of these + an index group, a state, a return code. */
export const SERVICE = 0x10000
export const STATE = 0x20000
export const ERROR = 0x40000

function detailKey(code: number): string {
  const rest = code & 0xffff
  if (code >= ERROR) return `error:${rest}`
  if (code >= STATE) return `state:${rest}`
  return code >= SERVICE ? `group:${rest}` : adsPortKey(code)
}

function detailName(code: number): string | undefined {
  const rest = code & 0xffff
  if (code >= ERROR) return adsErrors.get(rest)
  if (code >= STATE) return adsStateNames[rest]
  return code >= SERVICE ? adsServiceName(rest) : adsPortName(code)
}

export const adsProtocol = protocol({
  name: "ads",
  title: "Beckhoff ADS",
  family: "ot",
  wireshark: "ams",
  wiresharkFunction: (code) => (/^\d+$/.test(adsCommandKey(code)) ? `ams.cmdid == ${code}` : "ams"),
  commands: adsCommands,
  functionKey: adsCommandKey,
  functionName: adsCommandName,
  detailKey,
  detailName,
  placeText: adsPlaceText,
  valueText: adsValueText,
})
