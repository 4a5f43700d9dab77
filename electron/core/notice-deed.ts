/** What an answer to a device notification does, worked out before anything is changed; or why it can't be given. */
import type { DeviceNotification } from "../../shared/api/contract/notifications.ts"
import { isOtDevice, others } from "../../shared/insight/notices/device-changes.ts"
import { kindOfNotice, type Response } from "../../shared/insight/notices/kinds.ts"
import type { DeviceType } from "../../shared/model/device.ts"
import { readCidr } from "../../shared/net/cidr.ts"
import type { Told } from "../handlers/answers/notifications.ts"
import { isJoin } from "../handlers/notice-answers.ts"
import type { NotedEvent } from "../store/events.ts"
import type { Deed, Step } from "../store/notice-deeds.ts"
import type { Subnet } from "../../shared/insight/notices/subnets.ts"

export type Asked = { readonly id: string; readonly response: Response; readonly choice: string }
export type Who = { readonly who: string; readonly origin: string; readonly at: number; readonly isAdmin: boolean }
/** As it was when the answer came. `newest`: time of the newest packet. */
export type Case = Told & {
  readonly row: DeviceNotification
  readonly configured: readonly Subnet[]
  readonly newest: number
}

/** A device that spoke more recently is not deleted: it would be back at once. */
const silentFor = 10 * 60e6

/** In words, where it can't be done. */
export function deedOf(asked: Asked, found: Case | undefined, who: Who): Deed | string {
  if (!found || found.notice.answer !== "") return "This notification is answered already, or what it told is over."
  const offer = found.row.responses.find(({ response }) => response === asked.response)
  if (!offer || asked.response === "subnets") return "This is no answer to the notification. Load the page again."
  if (offer.admin && !who.isAdmin) return "Only an Admin may join or delete devices. Ask an Admin."
  if (offer.choices.length > 0 && !offer.choices.some(({ value }) => value === asked.choice))
    return "This one needs a choice of your own: open it and choose."
  const steps = stepsOf(asked, found, who.at)
  if (typeof steps === "string") return steps
  return { id: asked.id, response: asked.response, steps, events: eventsOf(asked, found, offer.label, who) }
}

function stepsOf(
  { response, choice }: Asked,
  { notice, devices, configured, newest }: Case,
  now: number,
): readonly Step[] | string {
  const [first, second] = devices
  if (response === "dismiss") return []
  if (response === "learn" || response === "ics") {
    const known = configured.find(({ cidr }) => cidr === notice.subnet)
    if (typeof readCidr(notice.subnet) === "string") return "The subnet is none of IPv4: configure it by hand."
    const fresh = { cidr: notice.subnet, name: "", ics: false, segregated: false } as const
    return [
      {
        do: "subnet",
        subnet: {
          ...(known ?? fresh),
          ics: response === "ics" || known?.ics === true || devices.some(isOtDevice),
          learned: "hand",
        },
      },
    ]
  }
  if (!first) return "The device is not in the inventory any more."
  if (response === "type") return [{ do: "edit", device: first.id, change: { type: notice.value as DeviceType } }]
  if (response === "os") return [{ do: "edit", device: first.id, change: { os: choice } }]
  if (response === "delete") {
    if (Math.max(now, newest) - first.lastSeen < silentFor)
      return `${first.name} was heard less than 10 minutes ago. Only a device that is silent can be deleted.`
    return [{ do: "remove", device: first.id, lastSeen: first.lastSeen }]
  }
  if (!isJoin(notice)) {
    if (response === "additional") return [{ do: "keep", device: first.id, address: notice.value }]
    return [{ do: "retire", device: first.id, addresses: others(first, notice.value) }]
  }
  const holder =
    notice.kind === "virtual-address" ? devices.slice(1).find(({ id }) => choice === "" || id === choice) : first
  const gone = notice.kind === "virtual-address" ? first : second
  if (!holder || !gone) return "One of the two devices is not in the inventory any more."
  const over = response === "replace" ? holder.addresses.filter((one) => !gone.addresses.includes(one)) : []
  return [
    { do: "join", gone: gone.id, holder: holder.id },
    ...(over.length > 0 ? [{ do: "retire", device: holder.id, addresses: over } as const] : []),
  ]
}

function eventsOf(
  { response, choice }: Asked,
  { notice, row, devices }: Case,
  label: string,
  { who, origin, at }: Who,
): NotedEvent[] {
  const [first, second] = devices
  const more = { at, kind: "devices", who, origin, device: first?.id }
  const chosen = response === "os" ? ` (${choice})` : ""
  const told = {
    ...more,
    code: "NOTIFICATION",
    title: "Notification answered",
    text: `${row.title}: ${label}${chosen}. ${row.text}`,
  } as const
  if (response === "delete")
    return [
      told,
      { ...more, code: "DELETE_DEVICE", title: "Device deleted", text: `${first?.name ?? ""}: silent for 60 days.` },
    ]
  if (isJoin(notice) && response !== "dismiss")
    return [
      told,
      {
        ...more,
        code: "DEVICE_UNIFICATION",
        title: "Devices joined",
        text: `${first?.name ?? ""} and ${second?.name ?? ""} are one device from now on.`,
      },
    ]
  return [told]
}

/** What nobody answered was dismissed by itself. */
export const lapsedEvent = (kind: Parameters<typeof kindOfNotice>[0], many: number, at: number): NotedEvent => ({
  ...{ at, kind: "system", code: "NOTIFICATION", title: "Notifications dismissed", who: "", origin: "" },
  text: `${kindOfNotice(kind).title}: ${many} dismissed, because nobody answered for 14 days.`,
})
