/** Data mining on a plant that was read: a report that comes with the product, one's own, snapshots, and both ways out. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { findingsInAllLooks } from "./axe.ts"
import { firstSignIn, hearFaults, startConsole, type StartedConsole } from "./console.ts"
import { firstController, writePlantCapture } from "./plant-capture.ts"

let started: StartedConsole
let page: Page
const faults: string[] = []
beforeAll(async () => {
  started = await startConsole()
  page = await started.open()
  page.setDefaultTimeout(12_000)
  hearFaults(page, faults)
  await firstSignIn(page, started.initialPassword)
  await page.evaluate(() => (location.hash = "/mining/active"))
  await page.getByRole("heading", { name: "Nothing in this report" }).waitFor()
  await page.getByText("Nothing was captured yet.").first().waitFor()
  await page.getByRole("region", { name: "Active devices" }).getByRole("button", { name: "Import captures" }).click()
  const capture = writePlantCapture(join(started.folder, "line 2.pcap"), 50)
  await page.locator("dialog input[type=file]").setInputFiles([capture])
  await page.getByText("all accounted for").first().waitFor({ timeout: 60_000 })
  await page.locator("dialog").getByRole("button", { name: "Close", exact: true }).last().click()
}, 120_000)
afterAll(() => started.stop())
beforeEach(() => faults.splice(0))

const tree = () => page.getByRole("treegrid")
const rows = () => tree().locator("[role=row][aria-level]")
const download = async (button: string) => {
  const coming = page.waitForEvent("download")
  await page.getByRole("button", { name: button }).click()
  return coming
}

test("an open report fills by itself when a capture was read, and its rows lead to the devices", async () => {
  await tree().getByText("Traffic in the last 24 hours").waitFor()
  await page.getByText(/count back from the newest packet/).waitFor()
  await tree().focus()
  await page.keyboard.press("Home")
  await page.keyboard.press("ArrowLeft")
  await expect.poll(() => rows().count()).toBe(1)
  await page.keyboard.press("ArrowRight")
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { name: "Properties" }).waitFor()
  await page.goBack()
  await tree().waitFor()
  expect(faults).toEqual([])
})

test("what was folded stays folded when the report is evaluated again; it is asked for once, not again and again", async () => {
  await page.getByRole("button", { name: "Collapse all" }).click()
  await expect.poll(() => rows().count()).toBe(1)
  const asked: string[] = []
  const listen = (request: { postData: () => string | null }) => asked.push(request.postData() ?? "")
  page.on("request", listen)
  await page.getByRole("button", { name: "Refresh" }).click()
  await page.waitForTimeout(1500)
  page.off("request", listen)
  expect(asked.filter((body) => body.includes('"mining.run"'))).toHaveLength(1)
  expect(await rows().count()).toBe(1)
  await page.getByRole("button", { name: "Expand all" }).click()
  await expect.poll(() => rows().count()).toBeGreaterThan(3)
  expect(faults).toEqual([])
})

test("no vulnerability data is said in words", async () => {
  await page.getByRole("link", { name: "CVEs", exact: true }).click()
  await page.getByText("No intelligence pack is installed: this version has no vulnerability data.").waitFor()
})

test("a report of one's own: a bad filter is refused in its place, the saved one finds what it should", async () => {
  await page.getByRole("button", { name: "New report" }).click()
  const dialog = page.locator("dialog")
  await dialog.getByRole("button", { name: "Save report" }).click()
  await dialog.getByText("The report has no name. Give it one.").waitFor()
  await dialog.getByLabel("Name", { exact: true }).fill("Line controllers")
  await dialog.getByRole("button", { name: "Open Devices" }).click()
  await dialog.getByRole("checkbox", { name: "Vendors" }).check()
  expect(
    await dialog.getByRole("checkbox", { name: "Devices" }).evaluate((box) => (box as HTMLInputElement).indeterminate),
  ).toBe(true)
  await dialog.getByRole("button", { name: "Add filter" }).click()
  await dialog.getByLabel("Value of filter 1: IP address").fill("10.20.1")
  await dialog.getByRole("button", { name: "Save report" }).click()
  await dialog.getByText(/“10.20.1” is no IP address.*Write it as/).waitFor()
  await dialog.getByLabel("Value of filter 1: IP address").fill("10.20.1.*")
  expect(await findingsInAllLooks(page)).toEqual([])
  await dialog.getByRole("button", { name: "Save report" }).click()
  await page.getByRole("heading", { name: "Line controllers" }).waitFor()
  await page.getByText("IP address is 10.20.1.*.").waitFor()
  await tree().getByText("Vendors").waitFor()
  await page.getByRole("searchbox", { name: "Search in the results" }).fill(firstController)
  await page.getByText(/^1 of \d+ records$/).waitFor()
  await page.getByRole("button", { name: "Expand all" }).click()
  await tree().getByRole("link", { name: firstController }).waitFor()
  expect(faults).toEqual([])
})

test("the CSV holds what the search leaves, also folded; the PDF is one", async () => {
  await page.getByRole("button", { name: "Collapse all" }).click()
  const csv = await readFile(await (await download("Export CSV")).path(), "utf8")
  const [head, line, ...rest] = csv.replace("\ufeff", "").split("\r\n")
  expect(head).toContain("Category,Device,IP address")
  expect(line).toContain(firstController)
  expect(line).toContain("newest packet")
  expect(rest).toEqual([])
  const pdf = await readFile(await (await download("Export PDF")).path())
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-")
  expect(faults).toEqual([])
})

test("a snapshot is taken, opened and left", async () => {
  await page.getByRole("button", { name: "Snapshots" }).click()
  await page.getByLabel("Take a snapshot called").fill("Before")
  await page.getByRole("button", { name: "Take snapshot" }).click()
  await page.getByRole("button", { name: /^Before/ }).click()
  await page.getByText("It does not change any more.").waitFor()
  await tree().getByText("Vendors").waitFor()
  const file = await download("Export PDF")
  expect(file.suggestedFilename()).toBe("Line controllers - Before.pdf")
  await page.getByRole("button", { name: "Back to the live report" }).click()
  await page.getByRole("button", { name: "Refresh" }).waitFor()
  expect(faults).toEqual([])
})

test("report and list have no serious finding, light and dark, large and small", async () => {
  expect(await findingsInAllLooks(page)).toEqual([])
})

test("one's own report is deleted, its snapshot stays", async () => {
  await page.getByRole("button", { name: "Delete", exact: true }).click()
  await page.getByRole("button", { name: "Delete report" }).click()
  await page.getByRole("heading", { name: "Snapshots of deleted reports" }).waitFor()
  await page.getByRole("link", { name: "Before" }).click()
  await page
    .getByText(/Snapshot “Before”/)
    .first()
    .waitFor()
  expect(faults).toEqual([])
})
