/** Information objects of IEC 60870-5-104 in words: of which station (common address), what they are, and where. */
import { elementText } from "./iec104-elements.ts"
import type { PlaceFacts } from "../protocol.ts"

/** The common address, and below it the type of the message. */
export const areaOf = (station: number, type: number): number => (station << 8) | type

const words = (type: number): string => {
  if (type >= 110 && type <= 113) return "parameter"
  if (type >= 120) return "file at"
  if (type >= 45 && type <= 64)
    return type === 48 || type === 49 || type === 50 || (type >= 61 && type <= 63) ? "set point" : "command"
  if ([1, 2, 30, 20].includes(type)) return "single point"
  if ([3, 4, 31].includes(type)) return "double point"
  if ([5, 6, 32].includes(type)) return "step position"
  if ([7, 8, 33].includes(type)) return "bit string"
  if ([15, 16, 37].includes(type)) return "counter"
  if ((type >= 9 && type <= 14) || type === 21 || (type >= 34 && type <= 36)) return "measured value"
  return "object"
}

export function iec104PlaceText({ area, from }: PlaceFacts): string {
  const type = area & 255
  const station = area >> 8
  const where = station === 0xffff ? "all stations" : `common address ${station}`
  return from === 0 ? where : `${where}, ${words(type)} ${from}`
}

export const iec104ValueText = ({ area }: PlaceFacts, value: Uint8Array): string =>
  elementText(area & 255, value) ?? Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join(" ")
