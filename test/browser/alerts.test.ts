/** A day is learned, learning ends, a bad day is read: alerts are looked into, closed, opened again, learned; the timeline and the settings tell of it. */
import { readFile } from "node:fs/promises"
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
const read = async (name: string, day: 0 | 1) => {
  const path = join(started.folder, name)
  writeSampleDay(path, day, day === 1)
  await go("overview") // pages may have a button of their own for it
  await importFiles(page, [path])
  await go("captures")
  const line = page.getByRole("listitem").filter({ hasText: name }).first()
  await line.getByText("all accounted for").waitFor({ timeout: 60_000 })
}
const rows = () => page.getByRole("grid", { name: "Alerts" }).locator("[role=row][aria-selected]")
const pane = () => page.getByRole("complementary", { name: /^Details of/ })
const stop = "An S7 Stop PLC Command was Sent"

test("with nothing captured, the list says so", async () => {
  await go("alerts")
  await page.getByText("No alerts: nothing was captured yet").waitFor()
})

test(
  "a day is learned; what it means to end that is said first, then policy alerts come",
  { timeout: 120_000 },
  async () => {
    await read("monday.pcapng", 0)
    await go("settings/detection")
    await page.getByText(/Go on learning/).waitFor()
    const learning = page.getByRole("switch", { name: "Learning", exact: true })
    await learning.click()
    await page.getByRole("button", { name: "Go on learning" }).click()
    await expect.poll(() => learning.isChecked()).toBe(true)
    await learning.click()
    await page.getByText("New devices count as unauthorised, and raise an alert.").waitFor()
    await page.getByRole("button", { name: "Turn learning off" }).click()
    await page.getByText("Learning is off: what is new raises alerts from now on.").waitFor()
    await expect.poll(() => learning.isChecked()).toBe(false)
    await read("tuesday.pcapng", 1)
    await go("alerts")
    await rows().first().waitFor()
    await expect
      .poll(() => page.getByRole("gridcell", { name: "Policy" }).count(), { timeout: 15_000 })
      .toBeGreaterThan(0)
    await page
      .getByRole("navigation", { name: "Tools" })
      .getByText(/^[\d,]+\s+new$/)
      .waitFor()
    expect(faults).toEqual([])
  },
)

test("an alert is looked into, closed, and opened again", async () => {
  await go("alerts")
  await page.getByRole("searchbox").fill(stop)
  await rows().filter({ hasText: stop }).first().click()
  await pane().getByRole("heading", { name: stop }).waitFor()
  await pane().getByText("What exactly").waitFor()
  await pane().getByRole("tab", { name: "Take action" }).click()
  await pane().getByText("Ask operations whether the stop was theirs").waitFor()
  await pane().getByRole("tab", { name: "Comments" }).click()
  await pane().getByLabel("Comment", { exact: true }).fill("Maintenance of the filler, agreed with the shift.")
  await pane().getByRole("button", { name: "Add comment" }).click()
  await pane().getByText("agreed with the shift").first().waitFor()
  await pane().getByRole("button", { name: "Close alert" }).click()
  await page.getByText("1 alert closed.").waitFor()
  await pane().getByRole("button", { name: "Open again" }).waitFor()
  await page.getByRole("button", { name: "Remove: Status: new or active" }).click()
  await rows().filter({ hasText: "Closed" }).first().waitFor()
  await pane().getByRole("button", { name: "Open again" }).click()
  await pane().getByRole("button", { name: "Close alert" }).waitFor()
  expect(faults).toEqual([])
})

test("its page shows the map around it, what happened, and gives out packets and a report", async () => {
  await pane().getByRole("link", { name: "Open", exact: true }).click()
  await page.getByRole("heading", { name: stop, level: 1 }).waitFor()
  await page.getByText("T0858").waitFor()
  await page.getByRole("tab", { name: "Map" }).click()
  await page.getByRole("application", { name: /Device map/ }).waitFor()
  await page.getByRole("tab", { name: "Timeline" }).click()
  await page.getByText("Alert detected").first().waitFor()
  const download = async (button: string) => {
    const coming = page.waitForEvent("download")
    await page.getByRole("button", { name: button }).click()
    return readFile(await (await coming).path())
  }
  expect((await download("Download packets")).subarray(0, 4).toString("hex")).toBe("0a0d0d0a")
  expect((await download("Export PDF")).subarray(0, 5).toString()).toBe("%PDF-")
  expect(await findingsInAllLooks(page)).toEqual([])
  expect(faults).toEqual([])
})

test("many are ticked and learned at once; those that can't be are told with the reason and stay ticked", async () => {
  await go("alerts")
  await page.getByRole("button", { name: "Group by" }).click()
  await page.getByRole("menuitem", { name: "Severity" }).click()
  await page.getByText(/^Critical · \d+$/).waitFor()
  await page.getByRole("checkbox", { name: "Tick all that are loaded" }).check()
  await page.getByText(/\d+ alerts ticked/).waitFor()
  await page.getByRole("toolbar").getByRole("button", { name: "Learn" }).click()
  await page
    .getByText(/alerts? learned\./)
    .first()
    .waitFor()
  await page.getByText(/alerts? not learned\. /).waitFor()
  await page.getByText(/\d+ alerts? ticked/).waitFor()
  await page.getByRole("button", { name: "Untick all" }).click()
  expect(await findingsInAllLooks(page)).toEqual([])
  expect(faults).toEqual([])
})

test("a link to some of them narrows the list, and the menu leads back to all that are open", async () => {
  await go("overview")
  await page
    .getByRole("link", { name: /^[\d,]+ (critical|major|minor|warnings?)$/ })
    .first()
    .click()
  await page.getByText(/^Severity: /).waitFor()
  await rows().first().waitFor()
  await page
    .getByRole("navigation", { name: "Tools" })
    .getByRole("link", { name: /^Alerts/ })
    .click()
  await expect.poll(() => page.getByText(/^Severity: /).count()).toBe(0)
  expect(faults).toEqual([])
})

test("the timeline is narrowed by severity, people and device, and gives out what it shows", async () => {
  await go("timeline")
  const list = page.getByRole("region", { name: "Events" })
  await list
    .getByText(/^Alert updated/)
    .first()
    .waitFor()
  await page.getByRole("button", { name: "Alerts only" }).click()
  await list.getByText("Alert detected").first().waitFor()
  await expect.poll(() => list.getByText(/^Alert updated/).count()).toBe(0)
  await list
    .getByRole("button", { name: /Alert detected/ })
    .first()
    .click()
  await pane().getByRole("link", { name: "Open the alert" }).waitFor()
  await pane()
    .getByRole("button", { name: /Show only events of/ })
    .click()
  await page.getByText(/^Device: /).waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  const coming = page.waitForEvent("download")
  await page.getByRole("button", { name: "Export CSV" }).click()
  expect(await readFile(await (await coming).path(), "utf8")).toContain("Alert detected")
  await page.getByRole("button", { name: "All events" }).click()
  await page.getByRole("button", { name: "Create event" }).click()
  await page.getByRole("dialog").getByLabel("Description").fill("The shift changed.")
  await page.getByRole("button", { name: "Save event" }).click()
  await page.getByText("The event stands in the timeline.").waitFor()
  expect(faults).toEqual([])
})

test("a kind of alert gets another threshold, and an exclusion rule is made and removed", async () => {
  await go("settings/detection")
  await page.getByRole("searchbox").fill("Port Scan Detected")
  await page.getByRole("button", { name: "Port Scan Detected" }).first().click()
  await page.getByLabel("Count", { exact: true }).fill("0")
  await page.getByText("A whole number from 1 to 1,000,000.").waitFor()
  await page.getByLabel("Count", { exact: true }).fill("77")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText(/^77 within/).waitFor()
  await page.getByRole("button", { name: "New rule" }).click()
  await page.getByLabel("Name", { exact: true }).fill("Maintenance")
  await page.getByRole("textbox", { name: "Alerts" }).fill("port scan")
  await page.keyboard.press("Enter")
  await page.getByRole("button", { name: "Add a time" }).click()
  await page.getByRole("button", { name: "Sat" }).click()
  expect(await findingsInAllLooks(page)).toEqual([])
  await page.getByRole("button", { name: "Save rule" }).click()
  const rules = page.getByRole("region", { name: "Exclusion rules" })
  await rules.getByText("Sat 00:00 to 06:00").waitFor()
  await rules.getByRole("button", { name: "Remove" }).click()
  await page.getByRole("button", { name: "Remove rule" }).click()
  await page.getByText("No rule. Every alert that is on is raised.").waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  expect(faults).toEqual([])
})
