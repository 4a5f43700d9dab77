/** The declaration of the Common Industrial Protocol: what its services, and the details of them, are called. */
import { cipCommands, SERVICE_OF_CLASS } from "./cip-commands.ts"
import { cipClassNames, cipClassServiceNames, cipServiceNames } from "./cip-names.ts"
import { cipPlaceText, cipPlaceValueText } from "./cip-places.ts"
import { cipExtendedNames, cipStatusNames } from "./cip-status.ts"
import { protocol } from "../protocol.ts"

/** Details are classes below this, services of classes from `SERVICE_OF_CLASS` on, and these + a status. */
export const STATUS = 0x20000
export const EXTENDED = 0x30000

export const cip = protocol({
  name: "cip",
  title: "CIP",
  family: "ot",
  wireshark: "cip",
  wiresharkFunction: (code) => `cip.sc == ${code}`,
  commands: cipCommands,
  functionName: (code) => cipServiceNames.get(code),
  detailKey,
  detailName,
  placeText: cipPlaceText,
  valueText: cipPlaceValueText,
  partText: (slot) => `slot ${slot}`,
})

function detailKey(code: number): string {
  if (code >= EXTENDED) return `status:1:${code - EXTENDED}`
  if (code >= STATUS) return `status:${code - STATUS}`
  if (code < SERVICE_OF_CLASS) return `class:${code}`
  const number = (code >> 8) & 255
  return number === 0 ? `tag:${code & 255}` : `class:${number}:${code & 255}`
}

function detailName(code: number): string | undefined {
  if (code >= EXTENDED) return cipExtendedNames.get(code - EXTENDED)
  if (code >= STATUS) return cipStatusNames.get(code - STATUS)
  if (code < SERVICE_OF_CLASS) return cipClassNames.get(code)
  const service = cipClassServiceNames.get(code & 0xffff) ?? cipServiceNames.get(code & 255) ?? `service ${code & 255}`
  const number = (code >> 8) & 255
  return number === 0 ? service : `${cipClassNames.get(number) ?? `class ${number}`}: ${service}`
}
