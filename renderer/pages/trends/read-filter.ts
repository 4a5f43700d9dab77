/** Reads what was typed into a widget's filter: a filter, and what is wrong with which field. */
import type { WidgetFilter } from "../../../shared/api/contract/trends.ts"

export type FilterTexts = {
  devices: readonly string[]
  subnet: string
  vlan: string
  protocol: string
  port: string
  most: string
}
type Read = { readonly filter: WidgetFilter; readonly errors: Readonly<Partial<Record<keyof FilterTexts, string>>> }

const limits = { vlan: [0, 4095], port: [0, 65_535], most: [1, 50] } as const

export function readFilter(texts: FilterTexts): Read {
  const filter: WidgetFilter = {}
  const errors: Partial<Record<keyof FilterTexts, string>> = {}
  if (texts.devices.length > 0) filter.devices = [...texts.devices]
  if (texts.protocol !== "") filter.protocol = texts.protocol
  const subnet = texts.subnet.trim()
  if (subnet !== "" && !isSubnet(subnet)) errors.subnet = "Write a network and its length, such as 10.1.0.0/16."
  else if (subnet !== "") filter.subnet = subnet
  for (const part of ["vlan", "port", "most"] as const) {
    const typed = texts[part].trim()
    const [least, most] = limits[part]
    const value = Number(typed)
    if (typed === "") continue
    if (/^\d+$/.test(typed) && value >= least && value <= most) filter[part] = value
    else errors[part] = `A whole number from ${least} to ${most}.`
  }
  return { filter, errors }
}

/** IPv4 in full; IPv6 is judged by the sensor. */
function isSubnet(text: string): boolean {
  const [address = "", length = "", ...more] = text.split("/")
  if (more.length > 0 || !/^\d{1,3}$/.test(length)) return false
  if (address.includes(":")) return Number(length) <= 128
  const bytes = address.split(".")
  return (
    bytes.length === 4 && bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) <= 255) && Number(length) <= 32
  )
}
