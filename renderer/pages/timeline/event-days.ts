/** Events put together by day and hour of the site, in the order in which they come. */
import type { TimelineEvent } from "../../../shared/api/contract/timeline.ts"

export type EventHour = { readonly key: string; readonly title: string; readonly events: readonly TimelineEvent[] }
export type EventDay = { readonly key: string; readonly title: string; readonly hours: readonly EventHour[] }

export function eventDays(events: readonly TimelineEvent[], zone: string): readonly EventDay[] {
  const dayFormat = new Intl.DateTimeFormat("en-GB", {
    ...{ weekday: "long", day: "numeric", month: "long", year: "numeric" },
    timeZone: zone,
  })
  const hourFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone: zone })
  const days = new Map<string, Map<string, TimelineEvent[]>>()
  for (const event of events) {
    const moment = new Date(event.at / 1000)
    const [day, hour] = [dayFormat.format(moment), hourFormat.format(moment)]
    const hours = days.get(day) ?? new Map<string, TimelineEvent[]>()
    days.set(day, hours)
    const members = hours.get(hour)
    if (members) members.push(event)
    else hours.set(hour, [event])
  }
  return [...days].map(([day, hours]) => ({
    key: day,
    title: day,
    hours: [...hours].map(([hour, members]) => ({
      key: `${day} ${hour}`,
      title: `${hour}:00`,
      events: members,
    })),
  }))
}
