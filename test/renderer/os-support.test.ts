import { expect, test } from "vitest"
import { supportNote } from "../../renderer/pages/device/properties.ts"

const now = Date.UTC(2026, 10, 22)

test("what a system's age means is said beside it", () => {
  expect(supportNote("Windows 7 or Server 2008 R2, build 7601", now)).toEqual({
    note: "no security updates since 14 Jan 2020",
    isBad: true,
  })
  expect(supportNote("Windows 10 1809 or Server 2019, build 17763", now)).toEqual({
    note: "security updates until 9 Jan 2029 at the latest",
    isBad: false,
  })
  expect(supportNote("VxWorks", now)).toEqual({ note: "", isBad: false })
})
