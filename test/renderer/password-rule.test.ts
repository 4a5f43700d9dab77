import { expect, test } from "vitest"
import { checkPassword } from "../../renderer/state/password-rule.ts"
import { judgePassword } from "../../shared/setup/password-rule.ts"

const passwords = [
  "",
  "short1!A",
  "Sh0rt!!",
  "alllowercase1!",
  "Bottles-And-Caps-77",
  "sixteencharacter",
  "sixteen characters and more",
  "Admin-12345-x!",
  "Ünïcode-9x",
  "12345678",
]

test.each(passwords)("what is told while typing %j is what the sensor judges", (password) => {
  const isGood = checkPassword(password, "admin").every(({ met }) => met)
  expect(isGood).toBe(judgePassword("admin", password, () => false) === null)
})

test("each part of the rule is told by itself", () => {
  expect(checkPassword("admin-and-sixteen-more", "admin").map(({ met }) => met)).toEqual([true, false])
  expect(checkPassword("Xy9!", "admin").map(({ met }) => met)).toEqual([false, true])
})
