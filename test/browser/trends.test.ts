/** Trends and statistics on a plant that was read: charts are dragged over, widgets moved and sized, figures taken out as files. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Download, Locator, Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { findingsInAllLooks } from "./axe.ts"
import { firstSignIn, hearFaults, importFiles, startConsole, type StartedConsole } from "./console.ts"
import { writePlantCapture } from "./plant-capture.ts"

let started: StartedConsole
let page: Page
const faults: string[] = []
const bandwidth = "Total bandwidth"
const functions = "Modbus traffic by function"
const ports = "Traffic by port"

beforeAll(async () => {
  started = await startConsole()
  page = await started.open()
  hearFaults(page, faults)
  await firstSignIn(page, started.initialPassword)
  // Six hours of a plant that polls all the time.
  await importFiles(page, [writePlantCapture(join(started.folder, "line 2.pcap"), 540, 0, 5_000_000)])
  await page.evaluate(() => (location.hash = "/trends"))
  await page.getByRole("heading", { name: "Trends and statistics" }).waitFor()
})
afterAll(() => started.stop())
beforeEach(async () => {
  faults.splice(0)
  // What a failed test left open must not fail the next.
  for (let left = 2; left > 0 && (await page.getByRole("dialog").count()) > 0; left--)
    await page.keyboard.press("Escape")
})

const card = (title: string) => page.getByRole("region", { name: title, exact: true })
const chart = (title: string) => page.getByRole("application", { name: new RegExp(`^${title}: chart`) })
const cell = (title: string) => page.locator(".cell", { has: card(title) })
const placeOf = (title: string) =>
  cell(title).evaluate((box) => `${(box as HTMLElement).style.gridColumn}, ${(box as HTMLElement).style.gridRow}`)
const boxOf = async (part: Locator) => {
  await part.scrollIntoViewIfNeeded()
  const box = await part.boundingBox()
  if (!box) throw new Error("it has no place on the page")
  return box
}
const more = async (title: string, item: string) => {
  await page.getByRole("button", { name: `More for ${title}`, exact: true }).click()
  await page.getByRole("menuitem", { name: item, exact: true }).click()
}
const take = async (act: () => Promise<void>): Promise<{ readonly bytes: Buffer; readonly name: string }> => {
  const waiting: Promise<Download> = page.waitForEvent("download")
  await act()
  const download = await waiting
  return { bytes: await readFile(await download.path()), name: download.suggestedFilename() }
}
const saved = () =>
  page.waitForResponse((answer) => answer.request().postData()?.includes('"trends.save"') === true && answer.ok())
/** Both ways of a drag: from the middle of one thing, by so much. */
const drag = async (part: Locator, x: number, y: number) => {
  const box = await boxOf(part)
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + x / 2, from.y + y / 2, { steps: 4 })
  await page.mouse.move(from.x + x, from.y + y, { steps: 4 })
  await page.mouse.up()
}

test("a dashboard is made, filled from the list of widgets, renamed and shown first", async () => {
  await page.getByRole("button", { name: "More for this dashboard" }).click()
  await page.getByRole("menuitem", { name: "New dashboard" }).click()
  await page.getByLabel("Name", { exact: true }).fill("Line 2")
  await page.getByRole("button", { name: "Create" }).click()
  const dialog = page.getByRole("dialog", { name: "Add widgets to Line 2" })
  for (const title of [bandwidth, ports]) await dialog.getByRole("button", { name: title }).first().click()
  await dialog.getByLabel("Kind").selectOption("Modbus")
  await dialog.getByRole("button", { name: functions }).click()
  await dialog.getByRole("button", { name: "Add 3 widgets" }).click()
  for (const title of [bandwidth, ports, functions]) await chart(title).waitFor()
  await page.getByRole("button", { name: "Done" }).click()
  await page.getByRole("button", { name: "More for this dashboard" }).click()
  await page.getByRole("menuitem", { name: "Rename dashboard" }).click()
  await page.getByLabel("Name", { exact: true }).fill("Filling, line 2")
  const kept = saved()
  await page.getByRole("button", { name: "Rename", exact: true }).click()
  await kept
  await page.getByRole("button", { name: "Set as default dashboard" }).click()
  await page.getByRole("button", { name: /^Default dashboard/ }).waitFor()
  expect(await page.getByLabel("Dashboard", { exact: true }).locator("option:checked").textContent()).toContain(
    "Filling, line 2",
  )
  expect(faults).toEqual([])
})

test("a drag over a chart shows that time everywhere, a double click goes back", async () => {
  const box = await boxOf(chart(bandwidth))
  await page.mouse.move(box.x + box.width * 0.8, box.y + 80)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.85, box.y + 80, { steps: 3 })
  await page.mouse.move(box.x + box.width * 0.95, box.y + 80, { steps: 3 })
  await page.mouse.up()
  const own = page.getByRole("button", { name: /^Time shown: \d+ \w+ 2025, \d\d:\d\d to / })
  await own.waitFor()
  await page.getByRole("button", { name: "Back", exact: true }).waitFor()
  expect(await page.getByRole("group", { name: "Time shown" }).locator('[aria-pressed="true"]').count()).toBe(0)
  await chart(bandwidth).dblclick()
  await own.waitFor({ state: "detached" })
  expect(await page.getByRole("button", { name: "24 h" }).getAttribute("aria-pressed")).toBe("true")
  expect(await page.getByRole("dialog").count()).toBe(0)
  expect(faults).toEqual([])
})

test("the time can be entered, too, and an end before the start is refused in words", async () => {
  await page.getByRole("button", { name: "Custom time" }).click()
  await page.getByLabel("From").fill("2025-10-09T10:00")
  await page.getByLabel("To", { exact: true }).fill("2025-10-09T09:00")
  await page.getByRole("button", { name: "Show this time" }).click()
  await page.getByText("The end must be later than the start.").waitFor()
  await page.getByLabel("To", { exact: true }).fill("2025-10-09T12:00")
  await page.getByRole("button", { name: "Show this time" }).click()
  await page.getByRole("button", { name: "Time shown: 9 Oct 2025, 10:00 to 12:00" }).waitFor()
  await page.getByRole("button", { name: "24 h" }).click()
  await page.getByRole("button", { name: "24 h", pressed: true }).waitFor()
  expect(faults).toEqual([])
})

test("a chart is read by keyboard, and Enter shows what is behind the point", async () => {
  await chart(bandwidth).focus()
  await page.keyboard.press("End")
  await page.keyboard.press("ArrowLeft")
  await page.keyboard.press("ArrowLeft")
  const said = chart(bandwidth).locator("[aria-live]")
  await expect.poll(() => said.textContent()).toMatch(/^\d+ Oct 2025, \d\d:\d\d to .*bit\/s/)
  await page.keyboard.press("Enter")
  const dialog = page.getByRole("dialog", { name: new RegExp(bandwidth) })
  await dialog.getByRole("heading", { name: "Devices" }).waitFor()
  expect(await dialog.locator("code").textContent()).toMatch(/==|>=/)
  expect(await dialog.getByRole("link", { name: "10.20.1.5" }).first().getAttribute("href")).toMatch(/^#\/device\//)
  await dialog.getByRole("button", { name: "Copy the Wireshark filter" }).waitFor()
  await page.keyboard.press("Escape")
  await dialog.waitFor({ state: "detached" })
  expect(faults).toEqual([])
})

test("a click on a bar asks for that function only", async () => {
  const box = await boxOf(chart(functions))
  await page.mouse.click(box.x + box.width * 0.5, box.y + 20)
  const dialog = page.getByRole("dialog", { name: new RegExp(`^${functions}: .+`) })
  await dialog.getByRole("heading", { name: "Connections" }).waitFor()
  await page.keyboard.press("Escape")
  expect(faults).toEqual([])
})

test("a part is switched off in the legend and on again", async () => {
  const part = page
    .getByRole("group", { name: `Parts of ${ports}` })
    .getByRole("button")
    .first()
  const canvas = card(ports).locator("canvas")
  const drawn = () => canvas.evaluate((one) => (one as HTMLCanvasElement).toDataURL())
  await expect.poll(async () => (await drawn()).length).toBeGreaterThan(3000)
  const before = await drawn()
  await part.click()
  expect(await part.getAttribute("aria-pressed")).toBe("false")
  expect(await drawn()).not.toBe(before)
  await part.click()
  expect(await drawn()).toBe(before)
  expect(faults).toEqual([])
})

test("widgets are moved and sized by mouse and by keyboard, and stay so after a reload", async () => {
  await page.getByRole("button", { name: "Edit layout" }).click()
  const before = await placeOf(functions)
  let kept = saved()
  await drag(page.getByRole("button", { name: `Move ${functions}` }), 0, -420)
  await kept
  const moved = await placeOf(functions)
  expect(moved).not.toBe(before)
  expect(moved).toContain("1 / span 3")
  kept = saved()
  await drag(page.getByRole("button", { name: `Resize ${functions}` }), 220, 100)
  await kept
  const sized = await placeOf(functions)
  expect(sized).toContain("span 8")
  expect(sized).toContain("span 4")
  kept = saved()
  await page.getByRole("button", { name: `Resize ${functions}` }).focus()
  await page.keyboard.press("ArrowLeft")
  await kept
  expect(await placeOf(functions)).toContain("span 7")
  await expect
    .poll(() => page.getByText(/^Modbus traffic by function: column 1, row 1, 7 of 12 columns/).count())
    .toBe(1)
  kept = saved()
  await page.getByRole("button", { name: `Move ${functions}` }).focus()
  await page.keyboard.press("ArrowDown")
  await kept
  const last = await placeOf(functions)
  expect(last).not.toContain("1 / span 4")
  await page.getByRole("button", { name: "Done" }).click()
  await page.reload()
  await chart(functions).waitFor()
  expect(await placeOf(functions)).toBe(last)
  expect(faults).toEqual([])
})

test("a widget is narrowed, which shows on it, and an empty answer says why", async () => {
  await page.getByRole("button", { name: `Filter ${functions}` }).click()
  const dialog = page.getByRole("dialog", { name: `Filter ${functions}` })
  await dialog.getByLabel("Server port").fill("80000")
  await dialog.getByRole("button", { name: "Apply" }).click()
  await dialog.getByText("A whole number from 0 to 65535.").waitFor()
  await dialog.getByLabel("Server port").fill("4711")
  await dialog.getByRole("button", { name: "Apply" }).click()
  await card(functions).getByText("Port 4711").waitFor()
  await expect.poll(async () => (await card(functions).locator(".why").textContent())?.length ?? 0).toBeGreaterThan(20)
  await page.getByRole("button", { name: `Filter ${functions}` }).click()
  await dialog.getByLabel("Server port").fill("")
  await dialog.getByRole("searchbox").fill("10.20.1.11")
  await dialog
    .getByRole("button", { name: /10\.20\.1\.11/ })
    .first()
    .click()
  await dialog.getByRole("button", { name: "Apply" }).click()
  await chart(functions).waitFor()
  await card(functions).locator(".chip").getByText("10.20.1.11").waitFor()
  expect(faults).toEqual([])
})

test("the table has the same figures, and a row leads behind them", async () => {
  await more(bandwidth, "Show table")
  const table = page.getByRole("grid", { name: `${bandwidth}, as a table` })
  await table.waitFor()
  expect(await table.getByRole("gridcell", { name: /bit\/s$/ }).count()).toBeGreaterThan(1)
  await table.focus()
  await page.keyboard.press("Enter")
  await page.getByRole("dialog", { name: new RegExp(bandwidth) }).waitFor()
  await page.keyboard.press("Escape")
  await more(bandwidth, "Show chart")
  await chart(bandwidth).waitFor()
  expect(faults).toEqual([])
})

test("figures leave as CSV, as PNG and as PDF", async () => {
  const csv = await take(() => more(functions, "Export CSV"))
  expect(csv.name).toMatch(/^Modbus traffic by function .*\.csv$/)
  expect(csv.bytes.toString("utf8")).toMatch(/^\ufeffName,Messages,Share\r\n.*read/i)
  const png = await take(() => more(bandwidth, "Export PNG"))
  expect(png.bytes.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a")
  expect(png.bytes.readUInt32BE(16)).toBe(1920)
  expect(png.bytes.readUInt32BE(20)).toBeGreaterThan(900)
  expect(png.bytes.length).toBeGreaterThan(20_000)
  const pdf = await take(async () => {
    await page.getByRole("button", { name: "More for this dashboard" }).click()
    await page.getByRole("menuitem", { name: "Export PDF" }).click()
  })
  expect(pdf.bytes.subarray(0, 4).toString()).toBe("%PDF")
  expect(faults).toEqual([])
})

test("a widget that was removed can be had back", async () => {
  const kept = saved()
  await more(ports, "Remove")
  await kept
  await card(ports).waitFor({ state: "detached" })
  await page.getByRole("button", { name: "Undo" }).click()
  await chart(ports).waitFor()
  await more(ports, "Duplicate")
  await expect.poll(() => card(ports).count()).toBe(2)
  await page
    .getByRole("button", { name: `More for ${ports}` })
    .last()
    .click()
  await page.getByRole("menuitem", { name: "Remove" }).click()
  await expect.poll(() => card(ports).count()).toBe(1)
  expect(faults).toEqual([])
})

test("on paper there are the charts with their legends and their time, and no buttons", async () => {
  await page.emulateMedia({ media: "print" })
  await page.getByText(/^Filling, line 2 · .* 2025/).waitFor()
  expect(await page.getByRole("navigation", { name: "Tools" }).isVisible()).toBe(false)
  expect(await page.getByRole("button", { name: "Add widget" }).isVisible()).toBe(false)
  expect(await card(bandwidth).locator("canvas").isVisible()).toBe(true)
  expect(await card(ports).locator(".legend button").first().isVisible()).toBe(true)
  await page.emulateMedia({ media: "screen" })
  expect(faults).toEqual([])
})

test("nothing serious is found on it, at rest and while the layout is edited", async () => {
  expect(await findingsInAllLooks(page)).toEqual([])
  await page.getByRole("button", { name: "Edit layout" }).click()
  expect(await findingsInAllLooks(page)).toEqual([])
  await page.getByRole("button", { name: "Add widget" }).click()
  await page.getByRole("dialog", { name: /^Add widgets/ }).waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  await page.keyboard.press("Escape")
  expect(faults).toEqual([])
})
