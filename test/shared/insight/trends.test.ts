/** What widgets answer, from measures that were counted by hand. */
import { expect, test } from "vitest"
import { answerWidget } from "../../../shared/insight/trends/answer.ts"
import { behind } from "../../../shared/insight/trends/behind.ts"
import type { Content } from "../../../shared/insight/trends/content.ts"
import type {
  KnownProtocol,
  Question,
  TrendAlert,
  TrendDevice,
  TrendFilter,
} from "../../../shared/insight/trends/question.ts"
import { subnetTest } from "../../../shared/insight/trends/subnet-filter.ts"
import { widgetByKey, widgets } from "../../../shared/insight/trends/widgets.ts"
import { TestMeasures, deviceNamed, minuteOf } from "../../make/measures.ts"

const protocols: ReadonlyMap<string, KnownProtocol> = new Map([
  ["modbus", { title: "Modbus/TCP", ot: true, wireshark: "mbtcp" }],
  ["s7comm", { title: "S7comm", ot: true, wireshark: "s7comm" }],
  ["cip", { title: "CIP", ot: true, wireshark: "cip" }],
  ["dns", { title: "DNS", ot: false, wireshark: "dns" }],
])

type More = {
  alerts?: readonly TrendAlert[]
  filter?: TrendFilter
  devices?: readonly TrendDevice[]
  zone?: string
  newest?: string
}

function question(
  measures: TestMeasures,
  widget: string,
  [from, to]: readonly [string, string],
  more: More = {},
): Question {
  const { alerts = [], filter = {}, devices = [], zone = "UTC", newest = to } = more
  return {
    ...{ measures, devices, alerts, protocols, filter, zone, widget: widgetByKey(widget)! },
    ...{ from: minuteOf(from) * 60e6, to: minuteOf(to) * 60e6, newest: minuteOf(newest) * 60e6 },
  }
}
const ask = (...all: Parameters<typeof question>): Content => answerWidget(question(...all))
const figures = ({ slices }: Content): readonly (readonly [string, number])[] =>
  slices.map(({ name, value }) => [name, value] as const)

const hour = ["2026-03-02T06:00", "2026-03-02T07:00"] as const

/** PLC-1 is polled by an HMI and by a historian; a third talk is DNS over IPv6. */
function smallPlant(): {
  measures: TestMeasures
  ids: Record<"hmi" | "historian" | "dns", number>
  devices: TrendDevice[]
} {
  const measures = new TestMeasures()
  measures.listened("2026-03-02T06:00", "2026-03-02T07:00")
  const hmi = measures.talk({
    client: "hmi",
    server: "plc",
    clientAddress: "10.1.0.5",
    serverAddress: "10.1.0.9",
    vlan: 10,
  })
  const historian = measures.talk({
    client: "hist",
    server: "plc",
    clientAddress: "10.2.0.7",
    serverAddress: "10.1.0.9",
    vlan: 20,
  })
  const dns = measures.talk({
    ...{ client: "hist", clientAddress: "2001:db8:0:1::7", serverAddress: "2001:db8:0:2::53" },
    ...{ transport: "udp", port: 53, protocol: "dns" },
  })
  const seen = { firstSeen: minuteOf("2026-03-02T06:00") * 60e6, lastSeen: minuteOf("2026-03-02T06:59") * 60e6 }
  const devices = [
    deviceNamed("hmi", {
      ...seen,
      vendor: "Siemens",
      addresses: ["10.1.0.5"],
      vlans: [10],
      protocols: [{ name: "modbus" }],
    }),
    deviceNamed("hist", {
      ...seen,
      vendor: "Dell",
      addresses: ["10.2.0.7"],
      vlans: [20],
      protocols: [{ name: "modbus" }, { name: "dns" }],
    }),
    deviceNamed("plc", {
      ...seen,
      vendor: "Siemens",
      addresses: ["10.1.0.9"],
      vlans: [10, 20],
      protocols: [{ name: "modbus" }],
    }),
  ]
  return { measures, ids: { hmi, historian, dns }, devices }
}

test("bandwidth is bits per second of each minute; a minute without packets is nothing, one without a sensor a gap", () => {
  const measures = new TestMeasures()
  const talk = measures.talk({})
  measures.listened("2026-03-02T06:00", "2026-03-02T06:03")
  measures.listened("2026-03-02T06:04", "2026-03-02T06:05")
  measures.sent("2026-03-02T06:00", talk, 3, 600) // 600 × 8 / 60 s
  measures.sent("2026-03-02T06:02", talk, 1, 75)
  measures.sent("2026-03-02T06:04", 0, 2, 150) // belongs to no talk
  const shown = ask(measures, "total-bandwidth", ["2026-03-02T06:00", "2026-03-02T06:06"])
  expect(shown.series[0]?.values).toEqual([80, 0, 10, null, 20, null])
  const later = ask(measures, "total-bandwidth", ["2026-03-02T06:00", "2026-03-02T06:08"])
  expect(later.series[0]?.values).toEqual([80, 0, 10, null, 20, null, null, null])
  expect(later.steps.length).toBe(9)
  expect(later.series[0]?.total).toBe(825)
})

test("a step that was listened to for half of it is divided by that half", () => {
  const measures = new TestMeasures()
  const talk = measures.talk({})
  measures.listened("2026-03-02T06:30", "2026-03-02T08:00")
  measures.sent("2026-03-02T06:45", talk, 1, 1800)
  measures.sent("2026-03-02T07:00", talk, 1, 1800)
  const shown = ask(measures, "total-bandwidth", ["2026-03-01T06:00", "2026-03-02T08:00"])
  expect(shown.grain).toBe("hour")
  expect(shown.series[0]?.values.slice(-3)).toEqual([null, 8, 4])
})

test("a step that was listened to for a moment shows no spike: it counts as a fiftieth of the step", () => {
  const measures = new TestMeasures()
  const talk = measures.talk({})
  measures.listened("2026-03-02T06:00", "2026-03-02T07:00:00.500")
  measures.sent("2026-03-02T06:30", talk, 1, 3600)
  measures.sent("2026-03-02T07:00", talk, 1, 90)
  const shown = ask(measures, "total-bandwidth", ["2026-03-01T06:00", "2026-03-02T08:00"])
  expect(shown.series[0]?.values.slice(-2)).toEqual([8, 10]) // 90 bytes in 72 s, not in half a second
})

test("the largest channels are shown, the rest is summed up", () => {
  const measures = new TestMeasures()
  measures.listened(...hour)
  for (let n = 1; n <= 8; n++)
    measures.sent("2026-03-02T06:10", measures.talk({ serverAddress: `10.0.0.${n}`, port: 500 + n }), n, n * 100)
  const shares = ask(measures, "traffic-by-port", hour, { filter: { most: 3 } })
  expect(figures(shares)).toEqual([
    ["508 TCP Modbus/TCP", 800],
    ["507 TCP Modbus/TCP", 700],
    ["506 TCP Modbus/TCP", 600],
    ["Others", 1500],
  ])
  expect(shares.note).toBe("5 smaller ones are in Others.")
  const lines = ask(measures, "channels-bandwidth", hour, { filter: { most: 2 } })
  expect(lines.series.map(({ name, total }) => [name, total])).toEqual([
    ["10.0.0.1 → 10.0.0.8 · Modbus/TCP", 800],
    ["10.0.0.1 → 10.0.0.7 · Modbus/TCP", 700],
    ["Others", 2100],
  ])
  expect(lines.series[2]?.values[10]).toBe((2100 * 8) / 60)
})

test("filters narrow by device, subnet of either family, VLAN, protocol and port", () => {
  const { measures, ids, devices } = smallPlant()
  measures.sent("2026-03-02T06:05", ids.hmi, 1, 100)
  measures.sent("2026-03-02T06:05", ids.historian, 1, 20)
  measures.sent("2026-03-02T06:05", ids.dns, 1, 3)
  const total = (filter: TrendFilter): number =>
    ask(measures, "total-bandwidth", hour, { filter, devices }).series[0]?.total ?? 0
  expect(total({})).toBe(123)
  expect(total({ devices: ["hist"] })).toBe(23)
  expect(total({ subnet: "10.1.0.0/16" })).toBe(120)
  expect(total({ subnet: "10.2.0.0/24" })).toBe(20)
  expect(total({ subnet: "2001:db8:0:2::/64" })).toBe(3)
  expect(total({ subnet: "10.1.0.5" })).toBe(100)
  expect(total({ vlan: 20 })).toBe(20)
  expect(total({ vlan: 0 })).toBe(3)
  expect(total({ protocol: "modbus" })).toBe(120)
  expect(total({ port: 53 })).toBe(3)
  expect(total({ devices: ["hist"], port: 502 })).toBe(20)
})

test("subnets are read as people write them, or not at all", () => {
  expect(subnetTest("10.0.0.0/9")?.("10.127.255.255")).toBe(true)
  expect(subnetTest("10.0.0.0/9")?.("10.128.0.0")).toBe(false)
  expect(subnetTest("0.0.0.0/0")?.("2001:db8::1")).toBe(false)
  expect(subnetTest("fe80::/10")?.("febf::1")).toBe(true)
  expect(subnetTest("fe80::/10")?.("00:1d:9c:01:02:03")).toBe(false)
  expect(subnetTest("::ffff:10.0.0.1")?.("::ffff:a00:1")).toBe(true)
  for (const bad of [
    "10.0.0/8",
    "10.0.0.0/33",
    "10.0.0.0/8/8",
    "a::b::c",
    "1:2:3:4:5:6:7:8:9",
    "fe80::/129",
    "plc",
    "",
  ])
    expect([bad, subnetTest(bad)]).toEqual([bad, null])
})

test("a device counts for what it sent and received", () => {
  const { measures, ids, devices } = smallPlant()
  measures.sent("2026-03-02T06:05", ids.hmi, 1, 100)
  measures.sent("2026-03-02T06:05", ids.historian, 1, 20)
  const shown = ask(measures, "busy-devices", hour, { devices })
  expect(figures(shown)).toEqual([
    ["PLC", 120],
    ["HMI", 100],
    ["HIST", 20],
  ])
  expect(shown.slices[0]?.link).toEqual({ page: "device/plc", query: {} })
})

test("functions are counted with requests, answers and errors, details apart", () => {
  const { measures, ids } = smallPlant()
  measures.sent("2026-03-02T06:05", ids.hmi, 10, 1000)
  const read = measures.fn(ids.hmi, "3", "read holding registers")
  const write = measures.fn(ids.historian, "16")
  measures.count("2026-03-02T06:05", read, [10, 9, 1])
  measures.count("2026-03-02T06:06", write, [2, 2, 0])
  expect(figures(ask(measures, "modbus-functions", hour))).toEqual([
    ["read holding registers (3)", 20],
    ["function 16", 4],
  ])
  expect(figures(ask(measures, "modbus-functions", hour, { filter: { devices: ["hist"] } }))).toEqual([
    ["function 16", 4],
  ])
  const plc = measures.talk({ protocol: "enip", port: 44818 })
  measures.count("2026-03-02T06:06", measures.fn(plc, "76", "read tag", "cip"), [5, 5])
  measures.count("2026-03-02T06:06", measures.fn(plc, "class:107", "symbol", "cip"), [0, 0, 0, 5])
  expect(figures(ask(measures, "cip-services", hour))).toEqual([["read tag (76)", 10]])
  expect(figures(ask(measures, "cip-classes", hour))).toEqual([["symbol (107)", 5]])
})

test("errors by device, and good news where there are none", () => {
  const { measures, ids, devices } = smallPlant()
  measures.sent("2026-03-02T06:05", ids.hmi, 10, 1000)
  const read = measures.fn(ids.hmi, "3")
  measures.count("2026-03-02T06:05", read, [10, 10, 0])
  expect(ask(measures, "exceptions-by-device", hour, { devices }).reason).toBe(
    "No request was answered with an error: 20 messages were looked at in this range.",
  )
  measures.count("2026-03-02T06:07", read, [0, 0, 4])
  const shown = ask(measures, "exceptions-by-device", hour, { devices })
  expect(figures(shown)).toEqual([["PLC", 4]])
})

test("response times are averages of the steps; polling tells its interval and how much it varies", () => {
  const { measures, ids, devices } = smallPlant()
  measures.sent("2026-03-02T06:05", ids.hmi, 10, 1000)
  const read = measures.fn(ids.hmi, "3", "read holding registers")
  measures.time("2026-03-02T06:05", read, {
    answered: 3,
    responseSum: 30_000,
    intervals: 4,
    intervalSum: 4e6,
    jitterSum: 0.2e6,
  })
  measures.time("2026-03-02T06:07", read, {
    answered: 1,
    responseSum: 50_000,
    intervals: 4,
    intervalSum: 4e6,
    jitterSum: 0.2e6,
  })
  const times = ask(measures, "response-time", hour, { devices })
  // Both lie in the step of ten minutes from 06:00: 80 ms for four answers.
  expect([times.steps.length, times.series[0]?.name, times.series[0]?.values[0]]).toEqual([7, "PLC", 20])
  expect(times.series[0]?.values.filter((value) => value !== null).length).toBe(1)
  const polls = ask(measures, "polling-jitter", hour, { devices })
  expect(polls.table?.rows.map(({ cells }) => cells)).toEqual([
    ["HMI → PLC", "Modbus/TCP read holding registers", "1 s", "50 ms", "5 %", "8"],
  ])
})

test("a day that ends summer time has 25 hours, and the sum of the days is the sum of the hours", () => {
  const measures = new TestMeasures("Europe/Berlin")
  const talk = measures.talk({})
  measures.listened("2026-10-20T00:00", "2026-11-10T00:00")
  measures.sent("2026-10-24T21:59", talk, 1, 1) // Saturday 23:59
  measures.sent("2026-10-24T22:00", talk, 1, 10) // Sunday 00:00
  measures.sent("2026-10-25T22:59", talk, 1, 100) // Sunday 23:59, an hour later than usual
  measures.sent("2026-10-25T23:00", talk, 1, 1000) // Monday 00:00
  const range = ["2026-10-19T22:00", "2026-11-09T23:00"] as const
  const shown = ask(measures, "total-bandwidth", range, { zone: "Europe/Berlin" })
  expect(shown.grain).toBe("day")
  const lengths = shown.steps.slice(1).map((step, at) => (step - shown.steps[at]!) / 3600e6)
  expect(lengths.filter((length) => length !== 24)).toEqual([25])
  expect(shown.series[0]?.values.slice(4, 7).map((rate, at) => (rate! * lengths[at + 4]! * 3600) / 8)).toEqual([
    1, 110, 1000,
  ])
  expect(shown.series[0]?.total).toBe(1111)
})

test("a sum over a month reads whole days, and minutes only at its edges", () => {
  const measures = new TestMeasures()
  const talk = measures.talk({})
  measures.listened("2026-03-01T00:00", "2026-04-01T00:00")
  for (let minute = minuteOf("2026-03-01T00:00"); minute < minuteOf("2026-04-01T00:00"); minute += 10)
    measures.sent(new Date(minute * 60_000).toISOString().slice(0, 16), talk, 1, 1)
  const shown = ask(measures, "traffic-by-port", ["2026-03-02T05:25", "2026-03-30T17:45"])
  // Every ten minutes from 2 March 05:30 to 30 March 17:40.
  expect(figures(shown)).toEqual([
    ["502 TCP Modbus/TCP", (minuteOf("2026-03-30T17:40") - minuteOf("2026-03-02T05:30")) / 10 + 1],
  ])
  expect(measures.visited.minute).toBeLessThan(40)
  expect(measures.visited.day).toBeLessThan(100)
})

test("where minutes are not kept any more, hours are shown and said to be", () => {
  const { measures, ids } = smallPlant()
  measures.sent("2026-03-02T06:05", ids.hmi, 1, 450)
  measures.forgottenBefore = minuteOf("2026-03-02T12:00")
  const shown = ask(measures, "total-bandwidth", ["2026-03-02T06:00", "2026-03-02T06:30"])
  expect([shown.grain, shown.steps.length, shown.note]).toEqual([
    "hour",
    2,
    "Minutes of this time are not kept any more: these are hours.",
  ])
  expect(shown.series[0]?.values).toEqual([1])
})

test("where so many talk that minutes would take long, hours are shown and said to be", () => {
  const { measures } = smallPlant()
  const talks = Array.from({ length: 1400 }, (_, n) => measures.talk({ port: 1000 + n }))
  for (let hours = 0; hours < 24; hours++)
    for (const talk of talks) measures.sent(`2026-03-02T${String(hours).padStart(2, "0")}:00`, talk, 1, 450)
  const day = ask(measures, "active-tcp-connections", ["2026-03-02T00:00", "2026-03-03T00:00"])
  expect([day.grain, day.series[0]?.values[6]]).toEqual(["hour", 1400])
  expect(day.note).toContain("Narrow the range or the filter")
  const one = ["2026-03-02T00:00", "2026-03-03T00:00"] as const
  expect(ask(measures, "active-tcp-connections", one, { filter: { port: 1007 } }).grain).toBe("minute")
})

test("what is empty says why and what to do", () => {
  const { measures, ids, devices } = smallPlant()
  const reason = (...all: Parameters<typeof question>): string => ask(...all).reason
  const empty = new TestMeasures()
  expect(reason(empty, "modbus-functions", hour)).toBe(
    "Nothing has been captured yet. Import a capture, or start monitoring, and come back.",
  )
  measures.sent("2026-03-02T06:05", ids.hmi, 10, 1000)
  measures.count("2026-03-02T06:05", measures.fn(ids.hmi, "3"), [10, 10])
  expect(reason(measures, "modbus-functions", ["2026-03-03T06:00", "2026-03-03T07:00"])).toBe(
    "Nothing was captured in this range. What was captured lies between 2 Mar 2026 06:00 and 2 Mar 2026 07:00: choose a time within.",
  )
  expect(reason(measures, "modbus-functions", ["2026-03-02T06:30", "2026-03-02T06:50"])).toBe(
    "No Modbus/TCP traffic in this range. It was seen from 2 Mar 2026 06:00 to 2 Mar 2026 07:00: widen the range.",
  )
  expect(reason(measures, "s7-control-functions", hour)).toBe("No S7comm traffic was seen on this site.")
  expect(reason(measures, "modbus-functions", hour, { filter: { vlan: 99 } })).toBe(
    "The filter leaves nothing: there is Modbus/TCP traffic in this range, but none that it lets through. Clear a part of the filter.",
  )
  expect(reason(measures, "mms-services", hour)).toContain("MMS traffic is not decoded by this version yet")
  expect(reason(measures, "incidents-by-type", hour)).toBe("No alert was detected in this range.")
  expect(reason(measures, "disconnected-devices", hour, { devices })).toContain("all 3 that were active")
})

test("alerts are counted by the engine that raised them, where they touch the range and the filter", () => {
  const { measures } = smallPlant()
  const at = (text: string): number => Date.parse(`${text}:00Z`) * 1000
  const alert = (engine: string, first: string, device: string): TrendAlert => ({
    ...{ engine, engineName: engine, first: at(first), last: at(first) + 60e6 },
    ...{ devices: [device], addresses: ["10.0.0.1"] },
  })
  const alerts = [
    alert("Anomaly", "2026-03-02T06:10", "a"),
    alert("Anomaly", "2026-03-02T06:20", "b"),
    alert("Malware", "2026-03-02T06:30", "b"),
    alert("Malware", "2026-03-02T09:30", "b"),
  ]
  expect(figures(ask(measures, "incidents-by-type", hour, { alerts }))).toEqual([
    ["Anomaly", 2],
    ["Malware", 1],
  ])
  const ofOne = ask(measures, "incidents-by-type", hour, { alerts, filter: { devices: ["a"] } })
  expect(figures(ofOne)).toEqual([["Anomaly", 1]])
  expect(ofOne.slices[0]!.link).toEqual({ page: "alerts", query: { engine: "Anomaly" } })
})

test("devices by what they are, those that came, those that went", () => {
  const { measures, ids, devices } = smallPlant()
  measures.sent("2026-03-02T06:05", ids.hmi, 1, 1)
  expect(figures(ask(measures, "devices-by-vendor", hour, { devices }))).toEqual([
    ["Siemens", 2],
    ["Dell", 1],
  ])
  expect(figures(ask(measures, "devices-by-ot-protocol", hour, { devices }))).toEqual([["Modbus/TCP", 3]])
  expect(figures(ask(measures, "devices-per-vlan", hour, { devices }))).toEqual([
    ["VLAN 10", 2],
    ["VLAN 20", 2],
  ])
  expect(ask(measures, "new-devices", hour, { devices }).series[0]?.values).toEqual([3])
  const gone = deviceNamed("pump", {
    firstSeen: devices[0]!.firstSeen,
    lastSeen: minuteOf("2026-03-02T06:20") * 60e6,
    addresses: ["10.1.0.8"],
  })
  const shown = ask(measures, "disconnected-devices", ["2026-03-02T06:00", "2026-03-02T07:40"], {
    devices: [...devices, gone],
  })
  expect(shown.table?.rows.map(({ cells }) => cells)).toEqual([["PUMP", "10.1.0.8", "2 Mar 2026 06:20", "1 h 20 min"]])
})

test("a drop is an hour of silence after one of talking, while the sensor listened", () => {
  const { measures, ids, devices } = smallPlant()
  measures.listened("2026-03-02T07:00", "2026-03-02T10:00")
  for (const at of ["06:10", "07:10", "09:10"]) measures.sent(`2026-03-02T${at}`, ids.hmi, 1, 1)
  for (const at of ["06:10", "07:10", "08:10"]) measures.sent(`2026-03-02T${at}`, ids.historian, 1, 1)
  const range = ["2026-03-02T06:00", "2026-03-02T12:00"] as const
  const shown = ask(measures, "connectivity-drops", range, { devices, zone: "Europe/Berlin" })
  // The HMI is silent from 08:00 UTC, the historian from 09:00; at 10:00 nobody listens, so nobody dropped.
  expect(shown.slices.filter(({ value }) => value > 0).map(({ name, value }) => [name, value])).toEqual([
    ["09:00", 1],
    ["10:00", 1],
  ])
  const who = behind(question(measures, "connectivity-drops", range, { devices, zone: "Europe/Berlin" }), "09")
  expect(who.devices.map(({ id }) => id)).toEqual(["hmi"])
})

test("TCP connections in use, and what goes to everybody", () => {
  const { measures, ids } = smallPlant()
  const call = measures.talk({ client: "hmi", cast: "broadcast", transport: "ethernet", port: 0, protocol: "arp" })
  measures.sent("2026-03-02T06:00", ids.hmi, 3, 1)
  measures.sent("2026-03-02T06:00", ids.historian, 4, 1)
  measures.sent("2026-03-02T06:00", ids.dns, 2, 1)
  measures.sent("2026-03-02T06:00", call, 1, 1)
  expect(ask(measures, "active-tcp-connections", hour).series[0]?.values.slice(0, 2)).toEqual([2, 0])
  const [groups, everybody] = ask(measures, "broadcast-share", hour).series
  expect([groups?.values[0], everybody?.values[0], everybody?.values[1]]).toEqual([0, 10, 0])
})

test("behind a slice stand its talks and devices, and a filter for the packets", () => {
  const { measures, ids, devices } = smallPlant()
  measures.sent("2026-03-02T06:05", ids.hmi, 5, 500)
  measures.sent("2026-03-02T06:05", ids.historian, 2, 200)
  measures.sent("2026-03-02T06:05", ids.dns, 1, 90)
  measures.count("2026-03-02T06:05", measures.fn(ids.hmi, "3"), [2, 2])
  measures.count("2026-03-02T06:05", measures.fn(ids.historian, "4"), [1, 1])
  const range = ["2026-03-02T06:05", "2026-03-02T06:06"] as const
  const time = "frame.time_epoch >= 1772431500.000000 && frame.time_epoch < 1772431560.000000"
  const port = behind(question(measures, "traffic-by-port", range, { devices }), "tcp/502")
  expect(port.talks.map(({ talk, packets, bytes, messages }) => [talk.id, packets, bytes, messages])).toEqual([
    [ids.hmi, 5, 500, 4],
    [ids.historian, 2, 200, 2],
  ])
  expect(port.devices).toEqual([
    { id: "plc", packets: 7, bytes: 700, messages: 6 },
    { id: "hmi", packets: 5, bytes: 500, messages: 4 },
    { id: "hist", packets: 2, bytes: 200, messages: 2 },
  ])
  expect(port.wireshark).toBe(`${time} && tcp.port == 502`)
  const fn = behind(question(measures, "modbus-functions", range, { devices, filter: { vlan: 20 } }), "modbus 4")
  expect(fn.talks.map(({ talk, messages }) => [talk.id, messages])).toEqual([[ids.historian, 2]])
  expect(fn.wireshark).toBe(`${time} && vlan.id == 20 && modbus.func_code == 4`)
  const one = behind(question(measures, "busy-devices", range, { devices }), "hist")
  expect(one.wireshark).toBe(`${time} && ip.addr == 10.2.0.7`)
})

test("every widget answers an empty site and a small one, with figures or with a reason", () => {
  const { measures, ids, devices } = smallPlant()
  measures.sent("2026-03-02T06:05", ids.hmi, 5, 500)
  measures.count("2026-03-02T06:05", measures.fn(ids.hmi, "3"), [2, 2, 1])
  for (const [site, known] of [
    [new TestMeasures(), []],
    [measures, devices],
  ] as const)
    for (const { key } of widgets) {
      const shown = ask(site, key, hour, { devices: known })
      const filled = [shown.series.length > 0, shown.slices.length > 0, shown.table !== null, shown.reason !== ""]
      expect([key, filled.filter(Boolean).length]).toEqual([key, 1])
      if (shown.series.length > 0) expect(shown.series[0]?.values.length).toBe(shown.steps.length - 1)
    }
})
