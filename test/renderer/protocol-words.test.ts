import { expect, test } from "vitest"
import { setProtocols, titleOfProtocol } from "../../renderer/state/protocol-words.ts"

test("the page writes protocols as the sensor tells it, and those it was not told of by their names", () => {
  expect(titleOfProtocol("modbus")).toBe("modbus")
  setProtocols([{ name: "modbus", title: "Modbus/TCP" }])
  expect(titleOfProtocol("modbus")).toBe("Modbus/TCP")
  expect(titleOfProtocol("ethertype-88b5")).toBe("ethertype-88b5")
})
