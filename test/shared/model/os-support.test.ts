import { expect, test } from "vitest"
import { supportEnd } from "../../../shared/model/os-support.ts"

test.each([
  ["Windows XP, build 2600", "2014-04-08", false],
  ["Windows NT 5.1", "2014-04-08", false],
  ["Windows 7 or Server 2008 R2, build 7601", "2020-01-14", false],
  ["Windows Vista or Server 2008, build 6002", "2020-01-14", true],
  ["Windows 8.1 or Server 2012 R2, build 9600", "2023-10-10", true],
  ["Windows 10 1809 or Server 2019, build 17763", "2029-01-09", true],
  ["Windows 10 22H2, build 19045", "2025-10-14", false],
  ["Windows 10 21H2, build 19044", "2032-01-13", true],
  ["Windows 11 24H2 or Server 2025, build 26100", "2034-11-14", true],
  ["Windows CE 6.0", "2018-04-10", false],
  ["Ubuntu 16.04", "2021-04-30", false],
  ["Debian 10", "2024-06-30", false],
])("%s is supported until %s", (os, ends, atTheLatest) => {
  expect(supportEnd(os)).toEqual({ ends, atTheLatest })
})

test.each(["Windows", "", "Linux 4.4.60", "Cisco IOS", "Windows 10 or Server 2016, or later, build 99999", "Debian"])(
  "of %s no date is known",
  (os) => {
    expect(supportEnd(os)).toBeNull()
  },
)
