/** Licence strings and the codes on paper: every mistyped letter is found, and named. */
import { generateKeyPairSync, randomBytes } from "node:crypto"
import { expect, test } from "vitest"
import { bytesOfGroupedCode, groupedCode, readGroupedCode } from "../../electron/crypto/grouped-code.ts"
import { makeLicence, readLicence } from "../../electron/crypto/licence-string.ts"
import { micro, noon } from "../make/test-authority.ts"

const office = generateKeyPairSync("ed25519")
const id = "ACT-4711-XY"
const licence = makeLicence(id, "2027-03-31", office.privateKey)
const read = (typed: string, activationId = id, now = noon) => readLicence(typed, activationId, office.publicKey, now)

test("letters only, thirty groups of five; good to the end of its last day", () => {
  expect(licence).toMatch(/^[A-Z]{5}(-[A-Z]{5}){29}$/)
  expect(read(licence)).toEqual({ validUntil: micro("2027-04-01T00:00:00Z") })
})

test("case, spaces, line ends and dashes do not count, nor do those of the Activation ID", () => {
  expect(read(licence.toLowerCase().replaceAll("-", " \n"))).toHaveProperty("validUntil")
  expect(read(licence.replaceAll("-", ""))).toHaveProperty("validUntil")
  expect(read(licence, "act 4711 xy")).toHaveProperty("validUntil")
})

test("every other letter at every place is found, and its group is named", () => {
  const letters = licence.replaceAll("-", "")
  const missed: string[] = []
  for (let at = 0; at < letters.length; at++)
    for (const other of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
      if (other === letters[at]) continue
      const result = read(letters.slice(0, at) + other + letters.slice(at + 1))
      const group = Math.floor(at / 5) + 1
      const found =
        "fault" in result && result.fault === "mistyped-group" && result.sentence.startsWith(`Group ${group} `)
      if (!found) missed.push(`${at}${other}`)
    }
  expect(missed).toEqual([])
})

test("groups that changed places, are missing, too many, uneven or hold a digit", () => {
  const groups = licence.split("-")
  const said = (words: readonly string[]) => read(words.join("-"))
  const swapped = said([groups[1]!, groups[0]!, ...groups.slice(2)])
  expect(swapped).toMatchObject({ fault: "mistyped-group" })
  expect(said(groups.slice(0, -1))).toMatchObject({ sentence: expect.stringContaining("Group 30 of 30 is missing") })
  expect(said([...groups, "AAAAA"])).toMatchObject({ fault: "mistyped-group" })
  const uneven = said([...groups.slice(0, 6), groups[6]!.slice(1), ...groups.slice(7)])
  expect(uneven).toMatchObject({ sentence: expect.stringContaining("Group 7 of 30") })
  expect(said([...groups.slice(0, 2), "AB1CD", ...groups.slice(3)])).toMatchObject({
    sentence: expect.stringContaining("Group 3, “AB1CD”"),
  })
  expect(read("")).toMatchObject({ fault: "mistyped-group" })
})

test("another Activation ID, another authority, an end that has passed", () => {
  expect(read(licence, "ACT-4712-XY")).toMatchObject({ fault: "other-sensor" })
  const stranger = makeLicence(id, "2027-03-31", generateKeyPairSync("ed25519").privateKey)
  expect(read(stranger)).toMatchObject({ fault: "bad-signature" })
  expect(read(licence, id, micro("2027-04-01T00:00:00Z"))).toMatchObject({ fault: "expired" })
  expect(read(licence, id, micro("2027-03-31T23:59:59Z"))).toHaveProperty("validUntil")
})

test("codes on paper: every single mistyped character is found; O, I and L are read as digits", () => {
  const bytes = randomBytes(14)
  const code = groupedCode(bytes, 23)
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(readGroupedCode(` ${code.toLowerCase().replaceAll("0", "o").replaceAll("1", "l")} `, 23)).toBe(code)
  expect(Buffer.from(bytesOfGroupedCode(code, 14))).toEqual(bytes)
  const plain = code.replaceAll("-", "")
  for (let at = 0; at < plain.length; at++)
    for (const other of "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
      if (other !== plain[at]) expect(readGroupedCode(plain.slice(0, at) + other + plain.slice(at + 1), 23)).toBeNull()
})
