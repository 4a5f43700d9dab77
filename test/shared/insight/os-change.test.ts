/** Another operating system is told; the same one, known better, is not. */
import { expect, test } from "vitest"
import { knownAfter, noticesOfChange } from "../../../shared/insight/notices/device-changes.ts"
import type { Device } from "../../../shared/model/device.ts"
import { deviceRow } from "../../renderer/device-row.ts"

const notices = (before: string, now: string): readonly string[] => {
  const device = (os: string) => deviceRow({ id: "a", addresses: ["10.0.0.5"], firstSeen: 1, os }) as Device
  return noticesOfChange(device(before), device(now), 1 + knownAfter).map(({ kind }) => kind)
}

test.each([
  ["Windows 7 or Server 2008 R2", "Windows 7 or Server 2008 R2, build 7601"],
  ["Windows 10 or Server 2016, or later", "Windows 10 1809 or Server 2019, build 17763"],
  ["Linux", "Debian 12"],
  ["", "Windows XP"],
])("%s, then %s, is no change", (before, now) => {
  expect(notices(before, now)).toEqual([])
  expect(notices(now, before)).toEqual([])
})

test.each([
  ["Windows XP", "Windows 10 or Server 2016, or later"],
  ["Linux", "Windows XP"],
  ["Debian 12", "Ubuntu"],
])("%s, then %s, is one", (before, now) => {
  expect(notices(before, now)).toEqual(["os-change"])
})
