import { expect, test } from "vitest"
import { lastingText } from "../../../shared/bytes/lasting-text.ts"

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

test("the text is that of the bytes, wherever they stand, and however often", () => {
  expect(lastingText(bytes("..IED1.."), 2, 6)).toBe("IED1")
  expect(lastingText(bytes("IED1"), 0, 4)).toBe("IED1")
  expect(lastingText(bytes("Züri".normalize("NFC")), 0, 4)).toBe("Züri")
})

test("more names than places, and long ones that begin alike, stay apart", () => {
  const names = Array.from({ length: 1000 }, (_, n) => `${"x".repeat(70)}${n}`)
  for (const round of [1, 2])
    for (const name of names) expect(lastingText(bytes(name), 0, name.length), `${round}`).toBe(name)
})
