import { expect, test } from "vitest"
import { guesses, type Peers } from "../../../shared/model/classify.ts"
import type { DeviceProtocol } from "../../../shared/model/device.ts"
import { productGuesses } from "../../../shared/model/product-types.ts"

const speaks = (...protocols: DeviceProtocol[]): Peers => ({
  protocols,
  engineering: "",
  otServers: 1,
  router: false,
  fronts: [],
  systems: [],
})
const kinds = (more: Partial<Parameters<typeof productGuesses>[0]>) =>
  productGuesses({ products: [], vendors: [], hostnames: [], onlyAsks: false, ...more })
const best = (peers: Peers, vendor = ""): string =>
  [...guesses(peers), ...kinds({ vendors: [vendor] })].sort((a, b) => b.confidence - a.confidence)[0]?.type ?? "unknown"

test("LLDP alone makes no switch: computers send it too", () => {
  expect(best(speaks({ name: "lldp", role: "client" }))).toBe("unknown")
  expect(best(speaks({ name: "stp", role: "client" }))).toBe("switch")
})

test("cyclic PROFINET data makes neither a panel nor a device of its ends", () => {
  for (const role of ["client", "server", "both"] as const)
    expect(best(speaks({ name: "profinet-rt", role }))).toBe("unknown")
})

test.each([
  ["Cisco 2811", "router"],
  ["cisco ISR4331/K9", "router"],
  ["Cisco WS-C3550-24", "switch"],
  ["cisco AIR-CAP2602I-Q-K9", "access-point"],
])("%s is known by its name as %s", (model, type) => {
  expect(kinds({ products: [model] })[0]?.type ?? "unknown").toBe(type)
})

test("a virtual machine is what it does, and a server where it does nothing that tells", () => {
  expect(best(speaks({ name: "s7comm", role: "client" }), "VMware, Inc.")).toBe("hmi")
  expect(best(speaks(), "VMware, Inc.")).toBe("server")
  expect(kinds({ vendors: ["VMware, Inc."], onlyAsks: true })).toEqual([])
})

test("an access point is known by its model, though it announces itself as a router; a phone by its name", () => {
  expect(kinds({ products: ["cisco AIR-CAP2602I-Q-K9"] })[0]!.confidence).toBeGreaterThan(0.8)
  for (const name of ["yaels-iphone", "Lucas-iPhone", "android-4f2a"])
    expect(kinds({ hostnames: [name] })).toMatchObject([{ type: "phone", rule: `called "${name}"` }])
  expect(kinds({ hostnames: ["PHONEBOOK-PC", "iphoned"] })).toEqual([])
})

test("a domain controller is one, whatever else it serves, and a server with a database is known by that", () => {
  const serves = (...names: readonly string[]) => speaks(...names.map((name) => ({ name, role: "server" as const })))
  expect(best(serves("dns", "smb", "ntp", "ldap", "kerberos"))).toBe("domain-controller")
  expect(best(serves("smb", "tds"))).toBe("database-server")
  expect(best(speaks({ name: "kerberos", role: "client" }))).toBe("unknown")
})

test("who asks the slaves of a field bus is its controller", () => {
  expect(best(speaks({ name: "ethercat", role: "client" }))).toBe("plc")
  expect(best(speaks({ name: "ethercat", role: "server" }))).toBe("unknown")
})
