/** Sign-in as a person meets it: refusals in words, the forced first change, sign-out. */
import { afterAll, beforeAll, expect, test } from "vitest"
import { firstSignIn, ownPassword, signIn, startConsole, type StartedConsole } from "./console.ts"

let started: StartedConsole
beforeAll(async () => {
  started = await startConsole()
})
afterAll(() => started.stop())

test("a wrong password is refused in words and the field is emptied", async () => {
  const page = await started.open()
  await signIn(page, "not-the-password")
  await page
    .getByRole("alert")
    .getByText(/wrong|not right|does not|match/i)
    .waitFor()
  expect(await page.getByLabel("Password").inputValue()).toBe("")
})

test("the first sign-in forces a password of one's own, checked while typing", async () => {
  const page = await started.open()
  await signIn(page, started.initialPassword)
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor()
  const change = page.getByRole("button", { name: "Change password" })
  await page.getByLabel("Current password").fill(started.initialPassword)
  await page.getByLabel("New password", { exact: true }).fill("admin-Admin-1")
  await page.getByLabel("New password again").fill("admin-Admin-1")
  expect(await change.isDisabled()).toBe(true)
  await page.reload()
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor()
  await page.getByRole("button", { name: "Sign out" }).click()
  await firstSignIn(page, started.initialPassword)
  await page.getByRole("heading", { name: "Nothing was read yet" }).waitFor()
})

test("signing out ends the session, and the new password opens the next", async () => {
  const page = await started.open()
  await signIn(page, ownPassword)
  await page.getByRole("button", { name: "Account" }).click()
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click()
  await page.getByRole("heading", { name: "Sign in" }).waitFor()
  await page.reload()
  await page.getByRole("heading", { name: "Sign in" }).waitFor()
  await signIn(page, ownPassword)
  await page.getByRole("navigation", { name: "Tools" }).waitFor()
})

test("the theme is kept with the person", async () => {
  const page = await started.open()
  await signIn(page, ownPassword)
  await page.getByRole("button", { name: "Theme" }).click()
  await page.getByRole("menuitem", { name: "Control-room grey" }).click()
  expect(await page.locator("html").getAttribute("data-theme")).toBe("control-room")
  const other = await started.open()
  await signIn(other, ownPassword)
  await other.locator("html[data-theme=control-room]").waitFor({ state: "attached" })
})

test("who rests too long is signed out and told why", async () => {
  const page = await started.open()
  await signIn(page, ownPassword)
  await page.getByRole("navigation", { name: "Tools" }).waitFor()
  await page.evaluate(() => localStorage.setItem("last-activity", "0"))
  await page.getByText("You were signed out after 30 minutes without activity.").waitFor()
  await page.getByRole("heading", { name: "Sign in" }).waitFor()
})
