import { expect, test } from "vitest"
import { detailText } from "../../renderer/pages/device/detail-text.ts"

test("reasons begin as a sentence does, and names that are no plain words stay as they are", () => {
  const names = ["refused: access is denied", "warning", "cold-start", "a program", "mA out of range", "%MW", "I/O"]
  expect(names.map(detailText)).toEqual([
    ...["Refused: access is denied", "Warning", "Cold-start", "A program", "mA out of range", "%MW", "I/O"],
  ])
  expect(detailText("proof_of_device")).toBe("proof_of_device")
  expect(detailText("")).toBe("no name in the specification")
})
