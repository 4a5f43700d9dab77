/** What the event timeline is narrowed to, its words, and the question to the sensor. Pure. */
import type { TimelineFilter } from "../../../shared/api/contract/timeline.ts"
import type { EventKindCode } from "../../../shared/detections/event-kind.ts"
import { eventKinds } from "../../../shared/detections/event-kind.ts"
import { allTime, boundsOf, type TimeChoice } from "../shell/time-choice.ts"

export type TimelineChoice = {
  readonly people: boolean
  readonly least: "info" | "notice" | "alert"
  readonly kinds: readonly EventKindCode[]
  readonly withoutKinds: readonly EventKindCode[]
  readonly devices: readonly string[]
  readonly withoutDevices: readonly string[]
  readonly time: TimeChoice
}
export const allEvents: TimelineChoice = {
  people: true,
  least: "info",
  kinds: [],
  withoutKinds: [],
  devices: [],
  withoutDevices: [],
  time: allTime,
}

export function filterOf(choice: TimelineChoice, search: string, newest: number): TimelineFilter {
  const { people, least, kinds, withoutKinds, devices, withoutDevices, time } = choice
  return {
    search: search.trim(),
    ...boundsOf(time, newest),
    ...{ people, least, kinds: [...kinds], withoutKinds: [...withoutKinds] },
    ...{ devices: [...devices], withoutDevices: [...withoutDevices] },
  }
}

const isKind = (text: string): text is EventKindCode => Object.hasOwn(eventKinds, text)
export const kindsAmong = (values: readonly string[]): readonly EventKindCode[] => values.filter(isKind)

/** What another page asked for in the address; null where it asked for nothing. */
export function choiceOf(query: URLSearchParams): TimelineChoice | null {
  const list = (name: string) => query.getAll(name).flatMap((value) => value.split(","))
  const [from, to] = [Number(query.get("from") ?? NaN), Number(query.get("to") ?? NaN)]
  const hasTime = Number.isFinite(from) && Number.isFinite(to) && to > from
  if (!hasTime && !query.has("device") && !query.has("kind")) return null
  return {
    ...allEvents,
    ...(hasTime ? { time: { is: "span", from, to } as const } : {}),
    devices: list("device"),
    kinds: kindsAmong(list("kind")),
  }
}

type NamesOf = { readonly device: (id: string) => string; readonly kind: (code: EventKindCode) => string }
/** The parts that narrow, but for the time and the severity, which show by themselves. */
export function choiceChips(
  choice: TimelineChoice,
  names: NamesOf,
): readonly { readonly text: string; readonly without: TimelineChoice }[] {
  const few = (values: readonly string[]) =>
    values.length <= 2 ? values.join(" or ") : `${values[0]} and ${values.length - 1} more`
  return [
    ...(choice.people ? [] : [{ text: "Without user operations", without: { ...choice, people: true } }]),
    ...(choice.devices.length === 0
      ? []
      : [{ text: `Device: ${few(choice.devices.map(names.device))}`, without: { ...choice, devices: [] } }]),
    ...(choice.withoutDevices.length === 0
      ? []
      : [
          {
            text: `Not device: ${few(choice.withoutDevices.map(names.device))}`,
            without: { ...choice, withoutDevices: [] },
          },
        ]),
    ...(choice.kinds.length === 0
      ? []
      : [{ text: `Event: ${few(choice.kinds.map(names.kind))}`, without: { ...choice, kinds: [] } }]),
    ...(choice.withoutKinds.length === 0
      ? []
      : [{ text: `Not: ${few(choice.withoutKinds.map(names.kind))}`, without: { ...choice, withoutKinds: [] } }]),
  ]
}
