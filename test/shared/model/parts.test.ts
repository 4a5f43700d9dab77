import { expect, test } from "vitest"
import { purdueOf } from "../../../shared/model/classify.ts"
import { Parts } from "../../../shared/model/parts.ts"
import type { Device } from "../../../shared/model/device.ts"

const host = { id: "host", name: "10.0.0.1", purdue: 1, vlans: [], aliases: [] } as unknown as Device
const part = (protocol: string, name: string, endpoint = 1) => ({ endpoint, protocol, name })
const shown = (parts: Parts, endpoints: number[] = [1]) =>
  parts.of(host, "unit", endpoints, () => []).shown.map(({ device }) => `${device.parent}: ${device.part}`)

test("one unit is the host itself, two are devices behind it, also through two addresses of the host", () => {
  const parts = new Parts()
  parts.learn(part("modbus", "unit 1"), 1, "a")
  expect(shown(parts)).toEqual([])
  expect(parts.hostKeys([1])).toEqual(["part:1|modbus|unit 1"])
  parts.learn(part("modbus", "unit 1", 2), 2, "b")
  expect(shown(parts, [1, 2])).toEqual([])
  parts.learn(part("modbus", "unit 7", 2), 3, "b")
  expect(shown(parts, [1, 2])).toEqual(["host: Modbus unit 1", "host: Modbus unit 7"])
  expect(parts.hostKeys([1, 2])).toEqual([])
  expect(parts.fronts([1, 2])).toEqual(["modbus"])
})

test("what is behind a BACnet router is never the router", () => {
  const parts = new Parts()
  parts.learn(part("bacnet", "network 5, address 1"), 1, "a")
  expect(shown(parts)).toEqual(["host: BACnet network 5, address 1"])
  expect(parts.hostKeys([1])).toEqual([])
})

test("what is shown no longer is told, and comes back from what was saved", () => {
  const parts = new Parts()
  parts.learn(part("dnp3", "address 4"), 1, "a")
  parts.learn(part("dnp3", "address 6"), 1, "a")
  const [first] = parts.of(host, "unit", [1], () => []).shown
  const again = new Parts()
  again.restore(parts.save())
  expect(again.of(host, "unit", [1], () => []).shown[0]?.device.id).toBe(first?.device.id)
  expect(parts.of(host, "unit", [], () => []).gone).toHaveLength(2)
  expect(parts.dissolve("unit")).toEqual([])
})

test("a part is of the kind that it says, or that its product's name gives away", () => {
  const parts = new Parts()
  for (const name of ["slot 0", "slot 1", "slot 2"]) parts.learn(part("cip", name), 1, "a")
  const claim = (field: "type" | "model", value: string, confidence: number) => ({
    ...{ field, value, confidence, rule: "CIP identity object", time: 1, spans: [] },
  })
  const claims = new Map([
    ["part:1|cip|slot 0", [claim("type", "plc", 0.95), claim("model", "1756-L61/B LOGIX5561", 0.95)]],
    ["part:1|cip|slot 1", [claim("model", "PowerFlex 755", 0.95)]],
  ])
  const { shown: all } = parts.of(host, "unit", [1], (key) => claims.get(key) ?? [])
  expect(all.map(({ device }) => device.type)).toEqual(["plc", "drive", "unknown"])
  // Of what is unknown the host's level is the best guess.
  expect(all.map(({ device }) => device.purdue)).toEqual([purdueOf("plc"), purdueOf("drive"), host.purdue])
  expect(all[1]!.claims.map(({ rule }) => rule)).toContain('product name "PowerFlex 755"')
})
