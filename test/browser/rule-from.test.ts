/** A rule out of what one is looking at: from an alert, an event and a function, two clicks to what it would have found. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { writeSampleDay } from "../../build/sample-plant/index.ts"
import { findingsInAllLooks } from "./axe.ts"
import { firstSignIn, goTo, hearFaults, startConsole, type StartedConsole } from "./console.ts"

let started: StartedConsole
let page: Page
let own: string
const faults: string[] = []
beforeAll(async () => {
  // By its path: what is sent up through a browser is not kept, and a back-test reads packets.
  own = await mkdtemp(join(tmpdir(), "plantwarden-rule-from-"))
  const day = join(own, "tuesday.pcapng")
  writeSampleDay(day, 1, true)
  started = await startConsole("--import", day)
  page = await started.open()
  page.setDefaultTimeout(20_000)
  hearFaults(page, faults)
  await firstSignIn(page, started.initialPassword)
  faults.splice(0)
}, 120_000)
afterAll(async () => {
  await started.stop()
  await rm(own, { recursive: true, force: true })
})
beforeEach(() => faults.splice(0))

const go = (path: string) => goTo(page, path)
const value = (n: number) => page.getByLabel(`Value of condition ${n}`, { exact: true })
const pane = () => page.getByRole("complementary", { name: "Back-test" })
/** The second click. */
const tested = async (): Promise<number> => {
  await page.getByRole("heading", { name: "New rule", level: 1 }).waitFor()
  await pane().getByRole("button", { name: "Test rule" }).click()
  const found = pane().getByText(/Would (?:have fired|not have fired)/)
  await found.first().waitFor({ timeout: 60_000 })
  return Number(/fired (\d+)/.exec((await found.first().textContent()) ?? "")?.[1] ?? 0)
}

test("from an alert", { timeout: 90_000 }, async () => {
  await go("alerts")
  const alert = page.getByRole("grid", { name: "Alerts" }).locator("[role=row][aria-selected]")
  await alert.filter({ hasText: "An S7 Stop PLC Command was Sent" }).click()
  await page.getByRole("button", { name: "Make a rule of this" }).click()
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Again: An S7 Stop PLC Command was Sent")
  expect(await value(3).inputValue()).toBe("Stop the controller")
  expect(await findingsInAllLooks(page)).toEqual([])
  expect(await tested()).toBeGreaterThan(0)
  await page.goBack()
  await page.getByRole("grid", { name: "Alerts" }).waitFor()
  expect(faults).toEqual([])
})

test("from a function of a device, and from a place that it reached", { timeout: 90_000 }, async () => {
  await go("inventory")
  await page.getByRole("searchbox").fill("PLC-FILLER")
  await page.getByRole("row").filter({ hasText: "PLC-FILLER" }).first().dblclick()
  await page.getByRole("tab", { name: /S7comm/ }).click()
  await page.getByRole("row").filter({ hasText: "write var" }).first().dblclick()
  await page.getByRole("dialog").getByRole("button", { name: "Make a rule of this" }).click()
  expect(await value(2).inputValue()).toBe("write var")
  expect(await tested()).toBeGreaterThan(0)
  expect(faults).toEqual([])
})

test("from an event of the timeline", { timeout: 90_000 }, async () => {
  await go("timeline")
  await page.getByRole("searchbox").fill("PLC-FILLER")
  await page
    .getByRole("button", { name: /PLC mode change/ })
    .first()
    .click()
  await page.getByRole("button", { name: "Make a rule of this" }).click()
  expect(await tested()).toBeGreaterThan(0)
  expect(faults).toEqual([])
})
