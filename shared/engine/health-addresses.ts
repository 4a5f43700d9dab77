/** Who was heard in a capture, who was only spoken to, and how many addresses stand behind one network card. */
import type { CaptureHealth } from "../model/capture-health.ts"
import { isGroupMac } from "../net/mac.ts"
import type { Endpoints } from "./endpoints.ts"

/** What an endpoint did in a capture. */
export const sends = 1
export const isSpokenTo = 2

const mostListed = 12

type Addresses = Pick<
  CaptureHealth,
  "heard" | "addressedOnly" | "unheard" | "cards" | "addresses" | "router" | "routerAddresses"
>

export function heardAddresses(endpoints: Endpoints, did: Uint8Array): Addresses {
  const senders = new Set<string>()
  const spokenTo = new Set<string>()
  const behind = new Map<string, Set<string>>()
  for (let id = 0; id < endpoints.count && id < did.length; id++) {
    const how = did[id]!
    if (how === 0) continue
    const [mac, address] = [endpoints.mac(id), endpoints.address(id)]
    const name = address === "" ? mac : address
    if ((how & sends) === 0) {
      if (isPlain(name)) spokenTo.add(name)
      continue
    }
    senders.add(name)
    if (mac === "") continue
    const list = behind.get(mac) ?? new Set()
    if (isPlain(address) && address !== "" && !isLinkLocal(address)) list.add(address)
    behind.set(mac, list)
  }
  const unheard = [...spokenTo].filter((name) => !senders.has(name))
  return {
    heard: senders.size,
    addressedOnly: unheard.length,
    unheard: unheard.slice(0, mostListed),
    addresses: new Set([...behind.values()].flatMap((list) => [...list])).size,
    cards: behind.size,
    ...largest(behind),
  }
}

function largest(behind: ReadonlyMap<string, ReadonlySet<string>>): Pick<Addresses, "router" | "routerAddresses"> {
  let found = { router: "", routerAddresses: 0 }
  for (const [router, { size }] of behind) if (size > found.routerAddresses) found = { router, routerAddresses: size }
  return found
}

/** Of one host: no group, no broadcast, not "no address yet". */
function isPlain(name: string): boolean {
  if (name === "" || name === "0.0.0.0" || name === "::" || name.endsWith(".255")) return name === ""
  if (name.startsWith("ff") && name.includes("::")) return false
  return !/^(22[4-9]|23\d)\./.test(name) && !(name.length === 17 && name[2] === ":" && isGroupMac(name))
}

/** A card has one of these beside its own address (RFC 4291, section 2.5.6). */
const isLinkLocal = (address: string): boolean => address.startsWith("fe80:")
