/** Which talks and functions a question is about, as a byte for each id: 1 is wanted. Reading then costs one look-up. */
import type { Talk, TalkFunction } from "./measures.ts"
import type { Question, TrendDevice, TrendFilter } from "./question.ts"
import { subnetTest } from "./subnet-filter.ts"
import type { FilterPart, Keys } from "./widget.ts"

type Asked = Pick<Question, "measures" | "widget" | "filter">

/** The filter without the parts that the widget passes over. */
export function honoured({ widget, filter }: Pick<Question, "widget" | "filter">): TrendFilter {
  const parts = Object.entries(filter).filter(([part]) => widget.honours.includes(part as FilterPart))
  const { devices, ...rest } = Object.fromEntries(parts) as TrendFilter
  const subnet = rest.subnet?.trim() === "" ? undefined : rest.subnet
  return { ...rest, subnet, ...(devices && devices.length > 0 ? { devices } : {}) }
}

/** A subnet that is none lets nothing through. */
const subnetOf = (text: string): ((address: string) => boolean) => subnetTest(text) ?? (() => false)

function talkTests(filter: TrendFilter): readonly ((talk: Talk) => boolean)[] {
  const tests: ((talk: Talk) => boolean)[] = []
  const { devices, subnet, vlan, port } = filter
  if (devices) {
    const ids = new Set(devices)
    tests.push(({ client, server }) => ids.has(client) || ids.has(server))
  }
  if (subnet !== undefined) {
    const isInside = subnetOf(subnet)
    tests.push(({ clientAddress, serverAddress }) => isInside(clientAddress) || isInside(serverAddress))
  }
  if (vlan !== undefined) tests.push((talk) => Math.max(0, talk.vlan) === vlan)
  if (port !== undefined) tests.push((talk) => talk.port === port)
  return tests
}

export function wantedTalks(asked: Asked, also: (talk: Talk) => boolean = () => true): Uint8Array {
  const filter = honoured(asked)
  const { protocol } = filter
  const tests = [...talkTests(filter), also]
  if (protocol !== undefined) tests.push((talk) => talk.protocol === protocol)
  const wanted = new Uint8Array(asked.measures.talks.length)
  for (const talk of asked.measures.talks) if (talk && tests.every((test) => test(talk))) wanted[talk.id] = 1
  return wanted
}

const hasKey = (keys: Keys, key: string): boolean =>
  keys === "all" || ("starts" in keys ? key.startsWith(keys.starts) : !key.startsWith(keys.without))

export function wantedFunctions(asked: Asked, also: (fn: TalkFunction) => boolean = () => true): Uint8Array {
  const { measures } = asked
  const filter = honoured(asked)
  const talks = wantedTalks({ ...asked, filter: { ...filter, protocol: undefined } })
  const { protocol } = filter
  const wanted = new Uint8Array(measures.functions.length)
  for (const fn of measures.functions) {
    if (!fn || talks[fn.talk] !== 1 || !also(fn)) continue
    if (protocol === undefined || fn.protocol === protocol || measures.talks[fn.talk]?.protocol === protocol)
      wanted[fn.id] = 1
  }
  return wanted
}

export const ofProtocol =
  (protocol: string, keys: Keys) =>
  (fn: TalkFunction): boolean =>
    fn.protocol === protocol && hasKey(keys, fn.key)

/** Devices of the plant that the filter leaves. */
export function wantedDevices(
  asked: Pick<Question, "widget" | "filter"> & { readonly devices: readonly TrendDevice[] },
): readonly TrendDevice[] {
  const { devices: chosen, subnet, vlan, protocol } = honoured(asked)
  const ids = chosen ? new Set(chosen) : null
  const isInside = subnet === undefined ? null : subnetOf(subnet)
  return asked.devices.filter(
    (one) =>
      !one.internet &&
      (ids === null || ids.has(one.id)) &&
      (isInside === null || one.addresses.some(isInside)) &&
      (vlan === undefined || one.vlans.includes(vlan) || (vlan === 0 && one.vlans.length === 0)) &&
      (protocol === undefined || one.protocols.some(({ name }) => name === protocol)),
  )
}
