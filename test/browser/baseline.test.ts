/** The baseline as a person meets it: looked through, an entry removed and brought back, something new allowed, a file exported and imported. */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { writeSampleDay } from "../../build/sample-plant/index.ts"
import { findingsInAllLooks } from "./axe.ts"
import { firstSignIn, goTo, hearFaults, importFiles, startConsole, type StartedConsole } from "./console.ts"

let started: StartedConsole
let page: Page
const faults: string[] = []
beforeAll(async () => {
  started = await startConsole()
  page = await started.open()
  page.setDefaultTimeout(15_000)
  hearFaults(page, faults)
  await firstSignIn(page, started.initialPassword)
}, 120_000)
afterAll(() => started.stop())
beforeEach(() => faults.splice(0))

const go = (path: string) => goTo(page, path)
const rows = () => page.getByRole("grid", { name: "Baseline" }).locator("[role=row][aria-selected]")
const pane = () => page.getByRole("complementary", { name: "Details of the entry" })
const sort = (name: string) => page.getByRole("navigation", { name: "Sorts" }).getByRole("button", { name })
const dialog = () => page.getByRole("dialog")

test("with nothing captured, the page says so; after a day it lists what is normal, sort by sort", async () => {
  await go("baseline")
  await page.getByText("Nothing is known yet").waitFor()
  const path = join(started.folder, "monday.pcapng")
  writeSampleDay(path, 0, false)
  await go("overview")
  await importFiles(page, [path])
  await go("captures")
  await page
    .getByRole("listitem")
    .filter({ hasText: "monday.pcapng" })
    .first()
    .getByText("all accounted for")
    .waitFor({ timeout: 60_000 })
  await go("settings/detection")
  await page.getByText("Remains to be seen").first().waitFor()
  await page.getByText(/Not listened to yet: .*Sunday/).waitFor()
  await page.getByRole("link", { name: "See what is normal" }).click()
  await rows().first().waitFor()
  await sort("Functions").click()
  await page.getByRole("columnheader", { name: "Client" }).waitFor()
  await page.getByRole("searchbox").fill("PLC-FILLER")
  await expect.poll(() => rows().first().textContent()).toContain("PLC-FILLER")
  expect(await findingsInAllLooks(page)).toEqual([])
  expect(faults).toEqual([])
}, 120_000)

test("an entry is removed with a reason, stands among what is not normal, and comes back by Undo", async () => {
  await rows().first().click()
  await pane().getByText("Normal: the sensor learned it by listening.").waitFor()
  await pane().getByRole("button", { name: "Remove" }).click()
  expect(await dialog().getByRole("button", { name: "Remove" }).isDisabled()).toBe(true)
  await dialog().getByLabel("Why").fill("The line was taken down")
  await dialog().getByRole("button", { name: "Remove" }).click()
  await page.getByText("1 entry removed.").waitFor()
  await page.getByRole("button", { name: "Not normal (1)" }).click()
  await page.getByRole("gridcell", { name: "Removed" }).click()
  await pane().getByText("The line was taken down").waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  await page.getByRole("button", { name: "Undo" }).click()
  await page.getByText("No entry matches").waitFor()
  await go("timeline")
  await page.getByText("Removed from the baseline").first().waitFor()
  await page
    .getByText(/Why: The line was taken down/)
    .first()
    .waitFor()
  expect(faults).toEqual([])
})

test("something is allowed before it was ever seen", async () => {
  await go("baseline")
  await page.getByRole("button", { name: "Allow something new" }).click()
  await dialog().getByLabel("Sort").selectOption({ label: "Device" })
  await dialog().getByLabel("Address").fill("10.20.10.250")
  await dialog().getByLabel("Why").fill("The new filler comes on Friday")
  expect(await findingsInAllLooks(page)).toEqual([])
  await dialog().getByRole("button", { name: "Allow" }).click()
  await page.getByText("1 entry allowed.").waitFor()
  await page.getByRole("searchbox").fill("10.20.10.250")
  await expect.poll(() => rows().count()).toBe(1)
  await rows().first().click()
  await pane().getByText("Normal: a person allowed it.").waitFor()
  expect(faults).toEqual([])
})

test("a file is exported; a changed one says what it would do before it is imported, a broken one where it is wrong", async () => {
  await go("baseline")
  await page.getByRole("button", { name: "Export" }).click()
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: /^To compare/ }).click(),
  ])
  const path = join(started.folder, "baseline.json")
  await download.saveAs(path)
  const text = await readFile(path, "utf8")
  expect(JSON.parse(text)).toMatchObject({ format: "plantwarden-baseline", version: 1 })
  const line = text.split("\n").find((one) => one.includes("10.20.10.250"))!
  await writeFile(path, text.replace(line, `${line.replace(/,$/, "").replace("250", "251")},\n${line}`))
  await page.getByRole("button", { name: "Import", exact: true }).click()
  await dialog().locator("input[type=file]").setInputFiles(path)
  await dialog().getByText("Device: 10.20.10.251").waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  await dialog().getByRole("button", { name: "Import 1 change" }).click()
  await page.getByText("1 entry imported.").waitFor()

  const broken = join(started.folder, "broken.json")
  await writeFile(broken, text.replace('"sort":"device"', '"sort":"gadget"'))
  await page.getByRole("button", { name: "Import", exact: true }).click()
  await dialog().locator("input[type=file]").setInputFiles(broken)
  await dialog().getByText("There is no sort “gadget”.").waitFor()
  await dialog()
    .getByText(/^Line \d+, entry 1$/)
    .waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  await page.keyboard.press("Escape")
  expect(faults).toEqual([])
})
