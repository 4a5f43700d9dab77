/** What the network settings of the console may be. Each fault says which field it is about, what is wrong and what to do. */
import * as v from "valibot"
import { addressKind, ipv4Number } from "../net/ip.ts"

export type NetworkInput = {
  readonly address: string
  readonly mask: string
  readonly gateway: string
  readonly dns: readonly string[]
  readonly hostName: string
  readonly proxy: { readonly on: boolean; readonly host: string; readonly port: number; readonly user: string }
}
export type Fault = {
  readonly field: "address" | "mask" | "gateway" | "dns" | "hostName" | "proxy"
  readonly sentence: string
  readonly remedy: string
}

const ipv6 = v.pipe(v.string(), v.ipv6())
const isIpv4 = (text: string): boolean => ipv4Number(text) >= 0
const isIpv6 = (text: string): boolean => v.is(ipv6, text)
export const isAddress = (text: string): boolean => isIpv4(text) || isIpv6(text)

/** Labels of RFC 1123: letters, digits and inner dashes, 63 at most each, 253 in all. */
const hostNamePattern = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i
export const isHostName = (text: string): boolean => hostNamePattern.test(text) && !/^[\d.]+$/.test(text)

/** Bits of a dotted IPv4 mask such as 255.255.255.0, or -1 where it is none. */
export function maskBits(mask: string): number {
  const value = ipv4Number(mask)
  if (value < 0) return -1
  const ones = value.toString(2).padStart(32, "0")
  return /^1+0*$/.test(ones) ? ones.lastIndexOf("1") + 1 : -1
}

function judgeAddress({ address, mask, gateway }: NetworkInput): Fault | null {
  if (!isAddress(address))
    return {
      field: "address",
      sentence: `"${address}" is not an IP address.`,
      remedy: "Write it like 192.168.10.5, or an IPv6 address in full.",
    }
  if (
    ["group", "none"].includes(addressKind(address.toLowerCase())) &&
    !address.startsWith("127.") &&
    address !== "::1"
  )
    return {
      field: "address",
      sentence: `${address} is not the address of a single computer.`,
      remedy: "Give the address that this computer has in the plant's network.",
    }
  if (isIpv6(address)) {
    const bits = Number(mask)
    if (!/^\d{1,3}$/.test(mask) || bits < 1 || bits > 128)
      return {
        field: "mask",
        sentence: `"${mask}" is not a prefix length.`,
        remedy: "For an IPv6 address write how many bits its network has, such as 64.",
      }
    return judgeGateway(gateway, isIpv6(gateway), "an IPv6 address such as fe80::1")
  }
  const bits = maskBits(mask)
  if (bits < 1)
    return {
      field: "mask",
      sentence: `"${mask}" is not a subnet mask.`,
      remedy: "Write it like 255.255.255.0: ones first, then zeros.",
    }
  const wrongForm = judgeGateway(gateway, isIpv4(gateway), "an address such as 192.168.10.1")
  if (wrongForm || gateway === "") return wrongForm
  return judgeSubnet(ipv4Number(address), bits, gateway)
}

function judgeGateway(gateway: string, isGood: boolean, example: string): Fault | null {
  if (gateway === "" || isGood) return null
  return {
    field: "gateway",
    sentence: `"${gateway}" can't be the default gateway of this address.`,
    remedy: `Give ${example}, or leave it empty where there is none.`,
  }
}

function judgeSubnet(address: number, bits: number, gateway: string): Fault | null {
  const size = 2 ** (32 - bits)
  const network = Math.floor(address / size)
  if (bits < 31 && (address % size === 0 || address % size === size - 1))
    return {
      field: "address",
      sentence: "With this subnet mask it is the address of the network itself or of everybody in it.",
      remedy: "Check the last number of the address, or the mask.",
    }
  if (Math.floor(ipv4Number(gateway) / size) !== network)
    return {
      field: "gateway",
      sentence: `The gateway ${gateway} is not in the same network as the address.`,
      remedy: "Check the address, the mask and the gateway: the first parts must agree.",
    }
  if (ipv4Number(gateway) === address)
    return {
      field: "gateway",
      sentence: "The gateway is this sensor's own address.",
      remedy: "Give the address of the router, or leave it empty.",
    }
  return null
}

function judgeProxy({ proxy }: NetworkInput): Fault | null {
  if (!proxy.on) return null
  if (!isAddress(proxy.host) && !isHostName(proxy.host))
    return {
      field: "proxy",
      sentence: `"${proxy.host}" is no host name or address of a proxy.`,
      remedy: "Write it without http:// and without the port, such as proxy.plant.example.",
    }
  if (!Number.isInteger(proxy.port) || proxy.port < 1 || proxy.port > 65_535)
    return { field: "proxy", sentence: `${proxy.port} is no port.`, remedy: "Give a number from 1 to 65535." }
  return null
}

/** Null when all is well, else the first fault. */
export function judgeNetwork(input: NetworkInput): Fault | null {
  const fault = judgeAddress(input)
  if (fault) return fault
  const wrongServer = input.dns.find((server) => !isAddress(server))
  if (wrongServer !== undefined)
    return {
      field: "dns",
      sentence: `"${wrongServer}" is not the address of a DNS server.`,
      remedy: "Write addresses, not names; leave it empty where there is none.",
    }
  if (!isHostName(input.hostName))
    return {
      field: "hostName",
      sentence: `"${input.hostName}" is not a host name.`,
      remedy: "Use letters, digits, dashes and dots, such as sensor-3.plant.example.",
    }
  return judgeProxy(input)
}
