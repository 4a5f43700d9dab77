/** Device notifications: what the sensor tells of devices that is no alert, and how people answer it. */
import * as v from "valibot"
import { notificationKinds, responses, type NotificationKind } from "../../insight/notices/kinds.ts"
import { deviceTypes } from "../../model/device.ts"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, text, time } from "../schema.ts"

const kind = v.picklist(Object.keys(notificationKinds) as [NotificationKind, ...NotificationKind[]])
const response = v.picklist(responses)

export const notification = record({
  id: text(300),
  kind,
  title: text(200),
  /** In words, with the devices' names of now. */
  text: text(2000),
  /** Seen last, in the time of the traffic. */
  at: time,
  /** Dismissed by itself then, by the sensor's clock; 0: it waits until somebody answers. */
  until: time,
  /** It was answered: how, when and by whom ("": by itself). */
  answer: v.union([v.literal(""), response]),
  by: text(64),
  answeredAt: time,
  /** What the answer did to devices can be taken back. */
  undoable: v.boolean(),
  /** What it is about, as far as it is still there. */
  devices: list(record({ id: identifier, name: text(400), address: text(100), type: v.picklist(deviceTypes) }), 50),
  /** Devices beyond those. */
  moreDevices: count,
  subnet: text(60),
  /** Operating system of the first device. */
  os: text(200),
  responses: list(
    record({
      response,
      label: text(100),
      /** Only an Admin may. */
      admin: v.boolean(),
      /** What is asked before it is done; "": nothing. */
      confirm: text(500),
      /** What a person has to choose from: devices by id, or operating systems; empty: nothing. */
      choices: list(record({ value: text(200), text: text(400) }), 60),
    }),
    5,
  ),
  /** What Accept all answers; "": a person has to choose. */
  accept: v.union([v.literal(""), response]),
})
export type DeviceNotification = v.InferOutput<typeof notification>

export const notificationFilter = record({
  from: v.optional(time, 0),
  to: v.optional(time, Number.MAX_SAFE_INTEGER),
  devices: v.optional(list(identifier, 1000), []),
  /** A subnet, or ""; an operating system, or "". */
  subnet: v.optional(text(60), ""),
  os: v.optional(text(200), ""),
  /** Those that were answered, too. */
  answered: v.optional(v.boolean(), false),
})
export type NotificationFilter = v.InferInput<typeof notificationFilter>

export const notifications = {
  /** Newest first. `open`: of the whole site. */
  "notifications.list": ask(
    "read",
    record({ filter: notificationFilter }),
    record({
      notifications: list(notification, 1000),
      total: count,
      open: count,
      /** To filter by. */
      subnets: list(text(60), 1000),
      systems: list(text(200), 500),
    }),
  ),
  /** Joining and deleting devices needs an Admin; `choice`: the device or the operating system that was chosen. */
  "notifications.answer": change(
    "analyst",
    record({ answers: list(record({ id: text(300), response, choice: v.optional(text(200), "") }), 1000) }),
    record({ changed: count, refused: list(record({ id: text(300), why: text(400) }), 1000) }),
  ),
  /** Devices are apart again, old addresses and deleted devices are back; the notification is open again. */
  "notifications.takeBack": change("analyst", record({ id: text(300) }), nothing),
}
