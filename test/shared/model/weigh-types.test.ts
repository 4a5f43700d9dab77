/** Many weak reasons together, one strong one alone, and what a device does before what any computer does. */
import { expect, test } from "vitest"
import { guesses, type Peers } from "../../../shared/model/classify.ts"
import type { Claim, DeviceProtocol } from "../../../shared/model/device.ts"
import { weighedType } from "../../../shared/model/weigh-types.ts"

const claim = (value: string, rule: string, confidence: number): Claim => ({
  ...{ field: "type", value, rule, confidence, time: 1, capture: "", spans: [] },
})
const peers: Peers = { protocols: [], engineering: "", otServers: 0, router: false, fronts: [], systems: [] }
const serves = (...names: readonly string[]): readonly DeviceProtocol[] =>
  names.map((name) => ({ name, role: "server" }))
const weighed = (one: Partial<Peers>): string =>
  weighedType(guesses({ ...peers, ...one }).map(({ type, rule, confidence }) => claim(type, rule, confidence)))

test("two different reasons outweigh a single stronger one", () => {
  const printer = [claim("printer", "made by Brother", 0.38), claim("printer", "announces ipp", 0.3)]
  expect(weighedType([claim("server", "answers http requests", 0.45), ...printer])).toBe("printer")
  expect(weighedType([claim("server", "answers http requests", 0.45), printer[0]!])).toBe("server")
})

test("the same reason said of several protocols is one reason", () => {
  const asks = [claim("hmi", "asks controllers over cip", 0.35), claim("hmi", "asks controllers over enip", 0.35)]
  expect(weighedType([...asks, claim("engineering-station", "asks for engineering functions (cip 80)", 0.5)])).toBe(
    "engineering-station",
  )
})

test("what a device says of itself is not outvoted, and the order does not matter", () => {
  const many = ["answers smb requests", "runs Windows Server 2019", "made by Dell"].map((rule) =>
    claim("server", rule, 0.5),
  )
  const said = claim("switch", "LLDP capabilities", 0.75)
  expect(weighedType([...many, said])).toBe("switch")
  expect(weighedType([said, ...many])).toBe("switch")
  expect(weighedType([])).toBe("unknown")
})

test("what speaks for a server speaks for the kinds of servers, too", () => {
  const runs = claim("server", "made by VMware, Inc.", 0.22)
  const answers = [
    claim("domain-controller", "answers kerberos requests", 0.42),
    claim("server", "answers smb requests", 0.25),
  ]
  expect(weighedType([runs, ...answers])).toBe("domain-controller")
})

test("a computer is known by what it does for the process", () => {
  const both = { systems: ["Windows 7 or Server 2008 R2"], protocols: serves("smb") }
  expect(weighed(both)).toBe("workstation")
  expect(weighed({ ...both, otServers: 2, protocols: [...both.protocols, { name: "s7comm", role: "client" }] })).toBe(
    "hmi",
  )
})

test("who runs a Windows that no server runs is none, though it shares files on a virtual machine", () => {
  const shares = [claim("server", "answers smb requests", 0.25), claim("server", "made by VMware, Inc.", 0.22)]
  const runs = (system: string): readonly Claim[] =>
    guesses({ ...peers, systems: [system] }).map(({ type, rule, confidence }) => claim(type, rule, confidence))
  expect(weighedType([...shares, ...runs("Windows 10 1511, build 10586")])).toBe("workstation")
  expect(weighedType([...shares, ...runs("Windows XP, build 2600")])).toBe("workstation")
  expect(weighedType([...shares, ...runs("Windows 10 1607 or Server 2016, build 14393")])).toBe("server")
})

test.each([
  ["Windows Server 2019", "server"],
  ["Windows 10 build 19045", "workstation"],
  ["Windows CE 6.0", "hmi"],
  ["Cisco IOS Software", "switch"],
  ["FortiOS 7", "firewall"],
])("%s alone makes a %s", (system, type) => {
  expect(weighed({ systems: [system] })).toBe(type)
})

test("a server system that asks controllers is a SCADA server", () => {
  const asks: DeviceProtocol = { name: "opc-ua", role: "client" }
  expect(weighed({ systems: ["Windows Server 2016"], otServers: 3, protocols: [asks] })).toBe("scada-server")
})
