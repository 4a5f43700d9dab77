import { expect, test } from "vitest"
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
