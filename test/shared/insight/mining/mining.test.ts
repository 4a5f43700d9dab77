/** What data mining finds, how it is filtered, ordered and bounded, and what a reader is told when there is nothing. */
import { describe, expect, test } from "vitest"
import { builtInReports } from "../../../../shared/insight/mining/built-in-reports.ts"
import { categoryTree } from "../../../../shared/insight/mining/category-tree.ts"
import { definitionFault, noFilters } from "../../../../shared/insight/mining/definition.ts"
import type { ReportDefinition, ReportFilters } from "../../../../shared/insight/mining/definition.ts"
import { filterWords, windowWords } from "../../../../shared/insight/mining/filter-words.ts"
import { patternTest } from "../../../../shared/insight/mining/pattern.ts"
import type { MiningRecord, SiteFacts } from "../../../../shared/insight/mining/record.ts"
import { mostRecords, runReport } from "../../../../shared/insight/mining/run-report.ts"
import { miningReport } from "../../../../shared/insight/report/mining-report.ts"
import { device, facts, flow, hour, noon, plantFacts } from "./plant.ts"

const definition = (
  categories: readonly string[],
  filters: Partial<ReportFilters> = {},
  order: ReportDefinition["order"] = "category",
): ReportDefinition => ({ name: "x", description: "", categories, order, filters: { ...noFilters, ...filters } })

const run = (asked: ReportDefinition, site: SiteFacts = plantFacts) => runReport(site, asked, () => 5)
const recordsOf = (asked: ReportDefinition, site: SiteFacts = plantFacts): readonly MiningRecord[] =>
  run(asked, site).lines.flatMap((line) => (line.is === "record" ? [line.record] : []))
const findings = (asked: ReportDefinition, site?: SiteFacts): readonly string[] =>
  recordsOf(asked, site).map(({ name, text, value, peer }) => [name, text, value, peer].filter(Boolean).join(" | "))
const builtIn = (id: string): ReportDefinition => builtInReports.find((one) => one.id === id)!

describe("built-in reports", () => {
  test("programming commands are told with who sent them to whom, how often and whether they were accepted", () => {
    const [stop, ...rest] = recordsOf(builtIn("programming"))
    expect(rest).toEqual([])
    expect(stop).toMatchObject({
      name: "station",
      peer: "plc-1",
      text: "plc stop",
      value: "2 commands",
      group: "Stop the controller",
    })
    expect(stop).toMatchObject({ state: "Partly refused", path: ["Programming", "S7comm"], port: 102 })
    expect(stop?.tags).toContain("s7comm 41")
  })
  test("remote access by port alone says so", () =>
    expect(findings(builtIn("remote"))).toEqual(["station | Port 5900, usually VNC | 7 packets | plc-2"]))
  test("a protocol that was recognised is no remote access, whatever its port", () => {
    const web = facts([device("a"), device("b")], [flow("a", "b", { port: 5900, protocol: "http" })])
    expect(findings(builtIn("remote"), web)).toEqual([])
  })
  test("internet activity names the device of the plant, whoever asked", () => {
    expect(findings(builtIn("internet"))).toEqual(["plc-2 | HTTP, port 80 | 10 packets | 8.8.8.8"])
    const asked = facts([device("a"), device("9.9.9.9", { internet: true })], [flow("9.9.9.9", "a", { port: 22 })])
    expect(recordsOf(builtIn("internet"), asked)[0]).toMatchObject({ name: "a", state: "Asked from the internet" })
  })
  test.each([
    ["active", 0, true],
    ["active", 24, true],
    ["active", 24.001, false],
    ["nonactive", 7 * 24 - 0.001, false],
    ["nonactive", 7 * 24, true],
  ])("%s: a device that was last heard %d hours ago is in it: %s", (id, hours, expected) => {
    const site = facts([device("a", { lastSeen: noon - hours * hour })])
    expect(recordsOf(builtIn(id), site)).toHaveLength(expected ? 1 : 0)
  })
  test("addresses of the internet are no devices of the plant", () =>
    expect(findings(builtIn("active")).join()).not.toContain("8.8.8.8"))
  test("vulnerabilities say why there are none", () => {
    const reason = "No intelligence pack is installed: this version has no vulnerability data."
    expect(run(builtIn("cves")).reason).toBe(reason)
    expect(run(builtIn("excluded-cves")).reason).toBe(reason)
  })
})

describe("the category tree", () => {
  const tree = categoryTree(plantFacts)
  const node = (key: string) => tree.find((one) => one.key === key)
  test("has only what the facts carry, with counts that add up", () => {
    expect(node("devices/vendor")).toMatchObject({ title: "Vendors", depth: 1, records: 2 })
    expect(node("devices/firmware")).toBeUndefined()
    expect(node("protocols/functions/s7comm")).toMatchObject({ title: "S7comm", depth: 2, records: 2 })
    const roots = tree.filter(({ depth }) => depth === 0)
    const children = (key: string) => tree.filter((one) => one.depth === 1 && one.key.startsWith(`${key}/`))
    for (const { key, records } of roots.filter((one) => one.key !== "names"))
      expect(
        children(key).reduce((sum, one) => sum + one.records, 0),
        key,
      ).toBe(records)
  })
  test("keeps vulnerabilities with their reason, also on an empty site", () => {
    const empty = categoryTree(facts([], [], 0))
    expect(empty.map(({ key }) => key)).toEqual(["vulnerabilities", "vulnerabilities/cves", "vulnerabilities/excluded"])
    expect(empty[1]?.reason).toContain("No intelligence pack")
  })
  test("every key finds what it counts", () => {
    for (const { key, records } of tree) expect(recordsOf(definition([key])), key).toHaveLength(records)
  })
  test("a parent and its child chosen together count once", () =>
    expect(recordsOf(definition(["protocols", "protocols/functions/s7comm"]))).toHaveLength(
      recordsOf(definition(["protocols"])).length,
    ))
})

describe("filters", () => {
  const all = ["programming", "remote", "internet", "devices/vendor", "devices/mode", "devices/vlans"]
  const peers = (filters: Partial<ReportFilters>) => new Set(findings(definition(all, filters)))
  test.each([
    ["exact address", { addresses: ["10.1.9.5"] }, 4],
    ["wildcard address", { addresses: ["10.1.*.5"] }, 5],
    ["subnet", { addresses: ["10.2.0.0/16"] }, 3],
    ["two addresses", { addresses: ["10.1.9.5", "10.2.0.7"] }, 7],
    ["any letter", { addresses: ["10.1.?.5"] }, 5],
    ["IPv6 subnet", { addresses: ["2001:db8::/32"] }, 0],
    ["MAC", { macs: ["00-1B-1B-0A-4C-11"] }, 4],
    ["MAC prefix", { macs: ["00:1b:1b:*"] }, 4],
    ["port", { ports: ["80"] }, 1],
    ["span of ports", { ports: ["100-6000"] }, 2],
    ["port wildcard", { ports: ["59??"] }, 1],
    ["group: subnet", { groups: ["10.2.0.0/24"] }, 2],
    ["group: VLAN", { groups: ["VLAN 10"] }, 3],
    ["group: type", { groups: ["PLC"] }, 5],
    ["group: Purdue", { groups: ["Supervisory*"] }, 2],
    ["transport", { transports: ["TCP"] }, 3],
    ["protocol by title", { protocols: ["s7comm"] }, 1],
    ["tag", { tags: ["s7comm 4?"] }, 1],
    ["state", { states: ["By its port only"] }, 1],
    ["minimum", { minimum: 7 }, 3],
    ["maximum", { maximum: 7 }, 2],
    ["minimum and maximum", { minimum: 3, maximum: 8 }, 1],
  ] satisfies [string, Partial<ReportFilters>, number][])("%s", (_, filters, expected) =>
    expect([...peers(filters)]).toHaveLength(expected),
  )
  test("a window keeps what was seen since, counted back from the site's newest time", () => {
    const within = (count: number, unit: "minutes" | "hours" | "days") =>
      recordsOf(definition(["devices/vendor"], { within: { count, unit } })).map(({ name }) => name)
    expect(within(179, "minutes")).toEqual([])
    expect(within(3, "hours")).toEqual(["plc-1"])
    expect(within(8, "days").sort()).toEqual(["plc-1", "plc-2"])
  })
  test("a star crosses anything, regular expressions mean nothing", () => {
    expect(patternTest("a*c")("Abbc")).toBe(true)
    expect(patternTest("a.c")("abc")).toBe(false)
    expect(patternTest("(a)")("a")).toBe(false)
    expect(patternTest(`${"*".repeat(5000)}x`)("y".repeat(5000))).toBe(false)
  })
  test.each([
    ["name", definition(["devices"]), { name: " " }],
    ["categories", definition([]), {}],
    ["addresses", definition(["devices"], { addresses: ["10.1.2"] }), {}],
    ["addresses", definition(["devices"], { addresses: ["10.0.0.0/33"] }), {}],
    ["addresses", definition(["devices"], { addresses: ["10.*.0.0/16"] }), {}],
    ["macs", definition(["devices"], { macs: ["00:1b"] }), {}],
    ["ports", definition(["devices"], { ports: ["70000"] }), {}],
    ["ports", definition(["devices"], { ports: ["9-5"] }), {}],
    ["tags", definition(["devices"], { tags: [""] }), {}],
    ["within", definition(["devices"], { within: { count: 1.5, unit: "days" } }), {}],
    ["minimum", definition(["devices"], { minimum: 5, maximum: 4 }), {}],
  ] satisfies [string, ReportDefinition, Partial<ReportDefinition>][])(
    "what is wrong with %s is told with a remedy",
    (field, asked, more) => {
      const fault = definitionFault({ ...asked, ...more })
      expect(fault?.field).toBe(field)
      expect(fault?.reason).not.toBe("")
      expect(fault?.remedy).not.toBe("")
    },
  )
  test("filters that leave nothing say so, and how much they hide", () =>
    expect(run(definition(["devices/vendor"], { ports: ["1"] })).reason).toBe(
      "The filters leave nothing of 5 records. Widen or remove a filter.",
    ))
  test("filters and windows in words", () => {
    const filters = { ...noFilters, addresses: ["10.1.*.5", "10.2.0.0/16"], minimum: 3 }
    expect(filterWords(filters)).toBe("IP address is 10.1.*.5 or 10.2.0.0/16; value at least 3.")
    const at = { until: Date.UTC(2026, 2, 2, 6) * 1000, zone: "UTC" }
    expect(windowWords({ ...filters, within: { count: 2, unit: "hours" } }, { ...at, live: false })).toBe(
      "The last 2 hours, counted back from the newest packet, 2 Mar 2026 06:00 (UTC).",
    )
    expect(windowWords({ ...filters, within: { count: 1, unit: "days" } }, { ...at, live: true })).toBe(
      "The last day, counted back from now, 2 Mar 2026 06:00 (UTC), for the sensor is monitoring.",
    )
  })
})

describe("order", () => {
  const headings = (asked: ReportDefinition) =>
    run(asked).lines.flatMap((line) => (line.is === "heading" ? [`${line.depth} ${line.text} ${line.records}`] : []))
  test("by category: the tree's titles, then what is equal", () =>
    expect(headings(definition(["devices/vendor", "programming"]))).toEqual([
      "0 Devices 2",
      "1 Vendors 2",
      "2 Schneider 1",
      "2 Siemens 1",
      "0 Programming 1",
      "1 S7comm 1",
      "2 Stop the controller 1",
    ]))
  test("by device, the one that was heard last first", () =>
    expect(headings(definition(["devices/vendor", "devices/vlans"], {}, "device"))).toEqual(["0 plc-1 2", "0 plc-2 1"]))
  test("by activity: newest first, no headings", () => {
    const asked = definition(["devices/type"], {}, "activity")
    expect(headings(asked)).toEqual([])
    expect(recordsOf(asked).map(({ name }) => name)).toEqual(["station", "plc-1", "plc-2"])
  })
  test("keys are unique, and the same when it is evaluated again", () => {
    const asked = definition(["devices", "protocols", "remote"])
    const keys = run(asked).lines.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(run(asked).lines.map(({ key }) => key)).toEqual(keys)
  })
  test("very many records are cut where it is said, and all are counted", () => {
    const many = Array.from({ length: mostRecords + 50 }, (_, at) => device(`d${at}`, { vendor: "Siemens" }))
    const report = run(definition(["devices/vendor"]), facts(many))
    expect(report).toMatchObject({ total: mostRecords + 50, shown: mostRecords })
    expect(report.lines.filter(({ is }) => is === "record")).toHaveLength(mostRecords)
  })
})

describe("on paper", () => {
  const head = { title: "t", site: "s", range: "r", made: "m", zone: "UTC" }
  const printed = (asked: ReportDefinition) => {
    const { lines, total, shown, reason } = run(asked)
    const told = lines.map((line) =>
      line.is === "heading" ? line : { ...line, record: { ...line.record, category: line.record.path.join(" › ") } },
    )
    return miningReport(head, { description: "", filters: "", lines: told, total, shown, reason })
  }
  test("each category is a chapter with a table", () => {
    const { parts, summary } = printed(definition(["devices/vendor"]))
    expect(parts.map(({ heading }) => heading)).toEqual(["Devices › Vendors"])
    expect(parts[0]?.table?.rows[1]).toEqual([
      "plc-1",
      "10.1.9.5",
      "Vendor",
      "Siemens",
      "",
      "Seen in traffic",
      expect.any(String),
    ])
    expect(summary).toEqual(["2 records."])
    const [commands] = printed(builtIn("programming")).parts
    expect(commands).toMatchObject({ heading: "Programming › S7comm" })
    expect(commands?.table?.rows[0]?.[2]).toBe("Stop the controller: plc stop")
    const byDevice = printed(definition(["devices/vendor", "devices/vlans"], {}, "device")).parts
    expect(byDevice.map(({ heading }) => heading)).toEqual(["plc-1", "plc-2"])
  })
  test("an empty one says why", () =>
    expect(printed(builtIn("cves")).parts).toMatchObject([
      { heading: "Nothing to report", text: expect.stringContaining("No intelligence") },
    ]))
})
