/** The declaration of DNP3: what its functions, details, places and outstations are called. */
import { dnp3Commands } from "./dnp3-commands.ts"
import { dnp3DetailKey, dnp3DetailName } from "./dnp3-details.ts"
import { dnp3FunctionNames } from "./dnp3-names.ts"
import { dnp3PlaceText, dnp3ValueText } from "./dnp3-places.ts"
import { protocol } from "../protocol.ts"

export const dnp3Protocol = protocol({
  name: "dnp3",
  title: "DNP3",
  family: "ot",
  wireshark: "dnp3",
  wiresharkFunction: (code) => `dnp3.al.func == ${code}`,
  commands: dnp3Commands,
  functionName: (code) => dnp3FunctionNames.get(code),
  detailKey: dnp3DetailKey,
  detailName: dnp3DetailName,
  placeText: dnp3PlaceText,
  valueText: dnp3ValueText,
  partText: (address) => `address ${address}`,
})
