/** What an answer to a device notification would do, before anything is done: who may, what is missing, and how long a device must have been silent. */
import { expect, test } from "vitest"
import { deedOf, type Case } from "../../electron/core/notice-deed.ts"
import type { EditedDevice } from "../../electron/store/devices.ts"
import { noonOfMonday } from "../make/batches.ts"
import { noticedDevice } from "../make/noticed-plant.ts"

const minute = 60e6
const now = noonOfMonday + 60 * minute
const edits = { edited: [], authorized: true, important: false, scanner: false, programming: false }
const silent = (lastSeen: number): EditedDevice => ({ ...noticedDevice(5, { name: "OLD-5", lastSeen }), ...edits })
const who = { who: "anna", origin: "local", at: now, isAdmin: true }
const removal = { id: "inactive|device-5", response: "delete", choice: "" } as const

function inactive(lastSeen: number, newest = 0): Case {
  const what = { id: removal.id, kind: "inactive", devices: ["device-5"], subnet: "", value: "", before: "" } as const
  const notice = { ...what, first: lastSeen, last: lastSeen, since: 1, answer: "", by: "", at: 0 } as const
  const offer = { response: "delete", label: "Delete", admin: true, confirm: "It leaves.", choices: [] } as const
  const row = {
    ...{ id: notice.id, kind: "inactive", title: "Inactive device", text: "It is silent.", at: lastSeen, until: 0 },
    ...{
      answer: "",
      by: "",
      answeredAt: 0,
      undoable: false,
      devices: [],
      moreDevices: 0,
      subnet: "",
      os: "",
      accept: "delete",
    },
    responses: [{ ...offer, choices: [] }],
  } satisfies Case["row"]
  return { notice, gone: "", devices: [silent(lastSeen)], row, configured: [], newest }
}

test("a device is deleted when it has been silent for ten minutes, and no sooner", () => {
  expect(deedOf(removal, inactive(now - 9 * minute), who)).toMatch(/heard less than 10 minutes ago/)
  expect(deedOf(removal, inactive(now - 10 * minute), who)).toMatchObject({
    steps: [{ do: "remove", device: "device-5", lastSeen: now - 10 * minute }],
    events: [{ code: "NOTIFICATION" }, { code: "DELETE_DEVICE", device: "device-5", who: "anna" }],
  })
})

test("where captures run ahead of the sensor's clock, their own time counts", () => {
  expect(deedOf(removal, inactive(now + 60 * minute), who)).toMatch(/10 minutes/)
  expect(deedOf(removal, inactive(now + 60 * minute, now + 80 * minute), who)).toMatchObject({ response: "delete" })
})

test("only an Admin deletes, and nothing is answered twice", () => {
  const found = inactive(now - 60 * minute)
  expect(deedOf(removal, found, { ...who, isAdmin: false })).toMatch(/Only an Admin/)
  expect(deedOf(removal, undefined, who)).toMatch(/answered already/)
  expect(deedOf(removal, { ...found, notice: { ...found.notice, answer: "dismiss" } }, who)).toMatch(/answered already/)
  expect(deedOf({ ...removal, response: "type" }, found, who)).toMatch(/no answer to the notification/)
})
