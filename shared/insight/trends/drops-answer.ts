/** Connectivity drops: how often, by hour of the day, a device that had talked in one hour was silent in the next. */
import { figureText } from "../report/figure-text.ts"
import { hourAxis } from "./axis.ts"
import { nothingToShow, sliced } from "./content.ts"
import type { Content } from "./content.ts"
import type { Question, TrendDevice } from "./question.ts"
import { wantedDevices } from "./wanted.ts"
import { nothingCaptured } from "./why-empty.ts"
import { localHour } from "./zone.ts"

/** An hour in which the sensor itself was away for longer says nothing about the silence of others. Seconds. */
const wholeHour = 3500

/** Microseconds: 90 days of hours before the end of the range are looked at, each for each device. */
const longest = 90 * 86_400e6

export const hourKey = (hour: number): string => String(hour).padStart(2, "0")

type Looked = { readonly pairs: number; readonly devices: readonly TrendDevice[] }

/** Visits each drop: the device, and the hour of the day in which it was silent. */
export function eachDrop(question: Question, visit: (device: TrendDevice, hour: number) => void): Looked {
  const { measures, zone } = question
  const devices = wantedDevices(question)
  const axis = hourAxis({ ...question, from: Math.max(question.from, question.to - longest) })
  const count = axis.edges.length - 1
  const places = new Map(devices.map(({ id }, place) => [id, place]))
  const ends = measures.talks.map((talk) => [
    places.get(talk?.client ?? "") ?? -1,
    places.get(talk?.server ?? "") ?? -1,
  ])
  const talked = new Uint8Array(devices.length * count)
  measures.traffic(
    "hour",
    axis.edges[0]!,
    axis.edges.at(-1)!,
    (step, talk) => {
      for (const place of ends[talk]!) if (place >= 0) talked[place * count + axis.stepOf(step)] = 1
    },
    (talk) => ends[talk]?.some((place) => place >= 0) === true,
  )
  let pairs = 0
  for (let hour = 1; hour < count; hour++) {
    if (!(axis.seconds[hour - 1]! > 0) || !(axis.seconds[hour]! >= wholeHour)) continue
    pairs++
    const at = localHour(axis.edges[hour]!, zone)
    devices.forEach((device, place) => {
      if (talked[place * count + hour - 1] === 1 && talked[place * count + hour] === 0) visit(device, at)
    })
  }
  return { pairs, devices }
}

export function dropsByHour(question: Question): Content {
  const drops = new Float64Array(24)
  const looked = eachDrop(question, (_device, hour) => (drops[hour]! += 1))
  return toContent(question, drops, looked)
}

function toContent(question: Question, drops: Float64Array, { pairs, devices }: Looked): Content {
  const nothing = nothingCaptured(question)
  if (nothing !== "") return nothingToShow(question, nothing)
  if (devices.length === 0) return nothingToShow(question, "The filter leaves no device. Clear a part of the filter.")
  if (pairs === 0)
    return nothingToShow(question, "This needs two hours in a row, the second captured whole. Widen the range.")
  if (!drops.some((one) => one > 0))
    return nothingToShow(
      question,
      `No device fell silent from one hour to the next: ${devices.length} devices were looked at over ${pairs} pairs of hours.`,
    )
  const slices = Array.from(drops, (value, hour) => ({
    key: hourKey(hour),
    name: `${hourKey(hour)}:00`,
    value,
    text: figureText(value, "devices"),
    link: null,
  }))
  return sliced(question, slices, "A device counts as talking while anybody exchanges packets with it.")
}
