/** The declaration of SLMP, and what its frames in binary and in ASCII code remember alike. */
import { protocol } from "../protocol.ts"
import { slmpPlaceText, slmpValueText } from "./slmp-devices.ts"
import { endCodeKey, endCodeName } from "./slmp-end-codes.ts"
import * as names from "./slmp-names.ts"
import type { Shape } from "./slmp-places.ts"

export const slmpProtocol = protocol({
  name: "slmp",
  title: "SLMP (MELSEC)",
  family: "ot",
  // Wireshark has no dissector of its own.
  wireshark: "tcp.port in {5000..5010} || udp.port in {5000..5010}",
  functionKey: names.slmpFunctionKey,
  functionName: names.slmpFunctionName,
  detailKey: endCodeKey,
  detailName: endCodeName,
  placeText: slmpPlaceText,
  valueText: slmpValueText,
  commands: names.slmpCommands,
  unseen: "the SLMP reference manual SH(NA)-080956ENG and public clients",
})

export const KEPT = 16
/** The requests asked last, by serial number; 3E frames have none and come in turn. */
type Memory = Shape[]
export const noMemory = (): Memory =>
  Array.from({ length: KEPT }, () => ({ command: -1, bytes: 0, words: 0, doubles: 0 }))

export const slmpPorts = [5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007, 5008, 5009, 5010, 5562]
