/**
 * Until when makers send security updates for a system, by the words that claims use for it. Dates of Microsoft's lifecycle pages (extended support,
 * without what is sold beyond) of Debian's long-term support and of Ubuntu's standard support, as of November 2026. Where a word stands for several editions, the last of their dates.
 */

export type SupportEnd = {
  /** Day, "2020-01-14". */
  readonly ends: string
  /** Some of the editions that it may be ended earlier. */
  readonly atTheLatest: boolean
}

/** Windows 10, 11 and the servers of their time, by build. */
const builds: Readonly<Record<number, string>> = {
  10240: "2025-10-14+",
  10586: "2018-04-10",
  14393: "2027-01-12+",
  15063: "2019-10-08",
  16299: "2020-10-13",
  17134: "2021-05-11",
  17763: "2029-01-09+",
  18362: "2020-12-08",
  18363: "2022-05-10",
  19041: "2021-12-14",
  19042: "2023-05-09",
  19043: "2022-12-13",
  // The long-term edition for machines (IoT Enterprise LTSC 2021).
  19044: "2032-01-13+",
  19045: "2025-10-14",
  20348: "2031-10-14",
  22000: "2024-10-08",
  22621: "2025-10-14",
  22631: "2026-11-10",
  25398: "2025-10-24",
  26100: "2034-11-14+",
  26200: "2028-10-10",
}

/** The first that fits. "+": at the latest. */
const systems: readonly (readonly [name: RegExp, ends: string])[] = [
  [/Windows NT 4\b/i, "2004-12-31"],
  [/Windows 2000|Windows NT 5\.0/i, "2010-07-13"],
  [/Windows XP|Windows NT 5\.1/i, "2014-04-08"],
  [/Server 2003|Windows NT 5\.2/i, "2015-07-14"],
  [/Vista|Server 2008(?! R2)|Windows NT 6\.0/i, "2020-01-14+"],
  [/Windows 7|Server 2008 R2|Windows NT 6\.1/i, "2020-01-14"],
  [/Windows 8(?!\.1)|Server 2012(?! R2)|Windows NT 6\.2/i, "2023-10-10+"],
  [/Windows 8\.1|Server 2012 R2|Windows NT 6\.3/i, "2023-10-10+"],
  [/Windows CE 5\b/i, "2014-10-14"],
  [/Windows CE 6\b/i, "2018-04-10"],
  [/Windows CE 7\b/i, "2021-04-13"],
  [/Windows CE 8\b/i, "2023-10-10"],
  [/Ubuntu 10\.04/i, "2015-04-30"],
  [/Ubuntu 12\.04/i, "2017-04-28"],
  [/Ubuntu 14\.04/i, "2019-04-25"],
  [/Ubuntu 16\.04/i, "2021-04-30"],
  [/Ubuntu 18\.04/i, "2023-05-31"],
  [/Ubuntu 20\.04/i, "2025-05-31"],
  [/Debian 8\b/i, "2020-06-30"],
  [/Debian 9\b/i, "2022-06-30"],
  [/Debian 10\b/i, "2024-06-30"],
  [/Debian 11\b/i, "2026-08-31"],
  [/Debian 12\b/i, "2028-06-30"],
  [/Debian 13\b/i, "2030-06-30"],
]

const read = (ends: string): SupportEnd => ({ ends: ends.replace("+", ""), atTheLatest: ends.endsWith("+") })

/** null: nothing is known of it, or the words are too general. */
export function supportEnd(os: string): SupportEnd | null {
  const [, build] = /\bbuild (\d{5})\b/.exec(os) ?? []
  const byBuild = builds[Number(build)]
  if (byBuild !== undefined) return read(byBuild)
  const found = systems.find(([name]) => name.test(os))
  return found === undefined ? null : read(found[1])
}
