/** Widgets about devices: what they are, which came, which went silent. */
import { figureText } from "../report/figure-text.ts"
import { activeDevices } from "./active-devices.ts"
import { counted, dayAxis } from "./axis.ts"
import { nothingToShow, overTime, sliced, tabled } from "./content.ts"
import type { Content, ContentSlice } from "./content.ts"
import { toDevice, toInventory } from "./groups.ts"
import type { Group } from "./groups.ts"
import { mostOf, titleOf } from "./question.ts"
import type { Question, TrendDevice } from "./question.ts"
import { othersKey, othersName, othersNote, rank } from "./rank.ts"
import { lengthText, timeText } from "./time-text.ts"
import { honoured, wantedDevices } from "./wanted.ts"
import type { Ask } from "./widget.ts"
import { nothingCaptured } from "./why-empty.ts"

/** Of a key or a name in an answer. */
const longest = 400

type Field = Extract<Ask, { ask: "devices-by" }>["field"]

/** What a device counts for; several where it has several. */
export const groupsOfDevice: Readonly<Record<Field, (question: Question, device: TrendDevice) => readonly Group[]>> = {
  vendor: (_question, { vendor }) => [named("vendor", vendor.slice(0, longest))],
  os: (_question, { os }) => [named("os", os.slice(0, longest))],
  "ot-protocol": (question, { protocols }) =>
    [...new Set(protocols.map(({ name }) => name))]
      .filter((name) => question.protocols.get(name)?.ot === true)
      .map((name) => ({ key: name, name: titleOf(question, name), link: toInventory("protocol", name) })),
  vlan: (_question, { vlans }) =>
    vlans.length === 0
      ? [{ key: "0", name: "No VLAN", link: null }]
      : vlans.map((vlan) => ({ key: String(vlan), name: `VLAN ${vlan}`, link: toInventory("vlan", String(vlan)) })),
}

const named = (field: string, value: string): Group =>
  value === "" ? { key: "", name: "Unknown", link: null } : { key: value, name: value, link: toInventory(field, value) }

/** What is missing where no device is left. */
function whyNoDevice(question: Question, what: string): Content {
  const nothing = nothingCaptured(question)
  if (nothing !== "") return nothingToShow(question, nothing)
  const isFiltered = Object.entries(honoured(question)).some(([part, value]) => part !== "most" && value !== undefined)
  if (isFiltered && activeDevices({ ...question, filter: {} }).length > 0)
    return nothingToShow(question, `The filter leaves nothing: ${what}, but others were. Clear a part of the filter.`)
  return nothingToShow(question, `${what.charAt(0).toUpperCase()}${what.slice(1)}. Widen the range.`)
}

export function devicesBy(question: Question, { field }: Extract<Ask, { ask: "devices-by" }>): Content {
  const groups = new Map<string, { group: Group; count: number }>()
  const active = activeDevices(question)
  for (const device of active)
    for (const group of groupsOfDevice[field](question, device)) {
      const one = groups.get(group.key) ?? { group, count: 0 }
      groups.set(group.key, one)
      one.count++
    }
  if (groups.size === 0) {
    if (active.length === 0) return whyNoDevice(question, "no device that it asks for was active in this range")
    return nothingToShow(
      question,
      `None of the ${active.length} devices that were active speaks a protocol of process control.`,
    )
  }
  const all = [...groups.values()]
  const sums = Float64Array.from(all, ({ count }) => count)
  const { top, others, rest } = rank(
    all.map(({ group }) => group),
    sums,
    mostOf(question),
  )
  const slices: ContentSlice[] = top.map((place) => ({
    ...all[place]!.group,
    value: sums[place]!,
    text: figureText(sums[place]!, "devices"),
  }))
  // A device may count for several protocols or VLANs: then a sum of the rest would count it more than once.
  const isOnce = field === "vendor" || field === "os"
  if (others > 0 && isOnce)
    slices.push({ key: othersKey, name: othersName, value: rest, text: figureText(rest, "devices"), link: null })
  return sliced(
    question,
    slices,
    isOnce ? othersNote(others) : others > 0 ? `${others} with fewer devices are not shown.` : "",
  )
}

export function newDevices(question: Question): Content {
  const axis = dayAxis(question)
  const found = new Float64Array(axis.edges.length - 1)
  const [first, last] = [axis.edges[0]!, axis.edges.at(-1)!]
  for (const { firstSeen } of wantedDevices(question)) {
    const minute = Math.floor(firstSeen / 60e6)
    if (minute >= first && minute < last) found[axis.stepOf(minute)]! += 1
  }
  const total = found.reduce((sum, one) => sum + one, 0)
  if (total === 0) {
    const nothing = nothingCaptured(question)
    return nothingToShow(
      question,
      nothing === ""
        ? "No device was seen for the first time in this range. Widen the range to see when they came."
        : nothing,
    )
  }
  const values = Array.from(found, (one, step) => counted(axis, step, one))
  return overTime(question, axis, [{ key: "all", name: "New devices", total, values, link: null }], "")
}

/** Microseconds. */
const silence = 3600e6

const columns = [
  { key: "name", title: "Device", right: false },
  { key: "address", title: "Address", right: false },
  { key: "lastSeen", title: "Last seen", right: false },
  { key: "silent", title: "Silent for", right: true },
]

/** At the end of the range, or now; the last to fall silent first. */
export function disconnected(question: Question): Content {
  const { zone, newest, to } = question
  const end = Math.min(newest, to)
  const active = activeDevices(question)
  const silent = active
    .filter(({ lastSeen }) => lastSeen <= end - silence)
    .sort((one, other) => other.lastSeen - one.lastSeen || (one.id < other.id ? -1 : 1))
  if (active.length === 0) return whyNoDevice(question, "no device that it asks for was active in this range")
  if (silent.length === 0)
    return nothingToShow(
      question,
      `No device is disconnected: all ${active.length} that were active in this range talked in its last hour.`,
    )
  const rows = silent.slice(0, mostOf(question)).map((device) => ({
    key: device.id,
    cells: [
      device.name.slice(0, longest),
      (device.addresses[0] ?? device.macs[0] ?? "").slice(0, longest),
      timeText(device.lastSeen / 60e6, zone),
      lengthText((end - device.lastSeen) / 60e6),
    ],
    link: toDevice(device.id),
  }))
  const left = silent.length - rows.length
  return tabled(question, { columns, rows }, left > 0 ? `${left} that fell silent earlier are not shown.` : "")
}
