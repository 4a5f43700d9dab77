/** Every page for everybody: no serious axe finding in light and dark, at both sizes; nothing wider than the window; all by keyboard. */
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { findingsOf, looks } from "./axe.ts"
import { firstSignIn, importFiles, ownPassword, signIn, startConsole, type StartedConsole } from "./console.ts"
import { firstController, writePlantCapture } from "./plant-capture.ts"

let started: StartedConsole
let device = ""
beforeAll(async () => {
  started = await startConsole()
  const page = await started.open()
  await firstSignIn(page, started.initialPassword)
  await importFiles(page, [writePlantCapture(join(started.folder, "line 2.pcap"), 5)])
  await page.getByRole("link", { name: /Device inventory/ }).click()
  await page.getByRole("gridcell", { name: firstController }).first().dblclick()
  await page.getByRole("heading", { name: "Properties" }).waitFor()
  device = new URL(page.url()).hash.slice(1)
})
afterAll(() => started.stop())

const paths = () => [
  ...["/overview", "/map", "/inventory", device, "/captures", "/alerts", "/users", "/support", "/checklist"],
  ...["", "/network", "/activation", "/certificates", "/monitoring", "/security"].map(
    (section) => `/settings${section}`,
  ),
]

test.each(looks)("no serious finding at $size.width in $theme", { timeout: 180_000 }, async ({ size, theme }) => {
  const page = await started.open(size)
  await page.emulateMedia({ colorScheme: theme === "dark" ? "dark" : "light" })
  const findings: Record<string, unknown> = {}
  const check = async (name: string) => {
    const found = await findingsOf(page, theme)
    if (found.length > 0) findings[name] = found
  }
  await check("sign-in")
  await signIn(page, ownPassword)
  await page.getByRole("navigation", { name: "Tools" }).waitFor()
  for (const path of paths()) {
    await page.evaluate((hash) => (location.hash = hash), path)
    await page.waitForTimeout(350)
    await check(path)
  }
  await page.evaluate((hash) => (location.hash = hash), device)
  await page.getByRole("button", { name: /^Model: how it is known/ }).click()
  await page.locator("dialog").getByRole("tree").waitFor()
  await check("bytes")
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Import captures" }).click()
  await check("import")
  expect(findings).toEqual({})
  await page.close()
})

test("from sign-in to the bytes without a mouse", async () => {
  const page = await started.open()
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "")
  const tabTo = async (wanted: RegExp) => {
    for (let presses = 0; presses < 60; presses++) {
      if (wanted.test((await focused()).trim())) return
      await page.keyboard.press("Tab")
    }
    throw new Error(`${wanted.source} can't be reached with Tab`)
  }
  await page.getByLabel("User name").waitFor()
  await page.keyboard.type("admin")
  await page.keyboard.press("Tab")
  await page.keyboard.type(ownPassword)
  await page.keyboard.press("Enter")
  await page.getByRole("navigation", { name: "Tools" }).waitFor()
  await tabTo(/^Device inventory/)
  await page.keyboard.press("Enter")
  await page.getByRole("grid", { name: "Devices" }).waitFor()
  await tabTo(/^Devices$/)
  await page.keyboard.press("Home")
  await page.keyboard.press("ArrowDown")
  await page.getByRole("complementary", { name: /Details of/ }).waitFor()
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { name: "Properties" }).waitFor()
  await tabTo(/^Vendor: how it is known/)
  await page.keyboard.press("Enter")
  await page.locator("dialog").waitFor()
  await page.keyboard.press("Escape")
  await page.locator("dialog").waitFor({ state: "detached" })
  await expect.poll(focused).toMatch(/^Vendor/)
  await page.keyboard.press("Escape")
  await page.getByRole("grid", { name: "Devices" }).waitFor()
})
