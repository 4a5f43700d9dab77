/** The tools on a plant that was read: map, inventory, device page with its bytes. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { findingsInAllLooks } from "./axe.ts"
import { firstSignIn, goTo, hearFaults, importFiles, startConsole, type StartedConsole } from "./console.ts"
import { placeOf } from "./map-place.ts"
import { firstController, firstProduct, writePlantCapture } from "./plant-capture.ts"

let started: StartedConsole
let page: Page
const faults: string[] = []
beforeAll(async () => {
  started = await startConsole()
  page = await started.open()
  hearFaults(page, faults)
  await firstSignIn(page, started.initialPassword)
  await importFiles(page, [writePlantCapture(join(started.folder, "line 2.pcap"), 50)])
})
afterAll(() => started.stop())
beforeEach(() => faults.splice(0))

const go = (path: string) => goTo(page, path)
const openFirstController = async () => {
  await go("inventory")
  await page.getByRole("gridcell", { name: firstController }).first().dblclick()
  await page.getByRole("heading", { name: "Properties" }).waitFor()
}

test("the overview tells what was read and leads on", async () => {
  await go("overview")
  await page.getByText("all accounted for").waitFor()
  await page.getByRole("link", { name: "Modbus/TCP" }).first().click()
  await page.getByText("Protocols is Modbus/TCP").waitFor()
  await go("overview")
  await page.getByRole("link", { name: "Modbus/TCP (502)" }).click()
  await page.getByText("Protocols is Modbus/TCP").waitFor()
  expect(faults).toEqual([])
})

test("the map draws, walks by keyboard, shows details and has a table twin", async () => {
  await go("map")
  const map = page.getByRole("application")
  await map.waitFor()
  await map.focus()
  await page.keyboard.press("ArrowDown")
  await page.getByRole("complementary", { name: /Details of/ }).waitFor()
  await page.keyboard.press("Escape")
  await page.getByRole("searchbox").fill(firstController)
  await page.keyboard.press("Enter")
  await page.getByRole("complementary", { name: `Details of ${firstController}` }).waitFor()
  await page.getByRole("button", { name: "Bird’s-eye" }).click()
  await page.getByRole("application", { name: /Bird's-eye/ }).waitFor()
  await page.getByRole("button", { name: "Table", exact: true }).click()
  await page.getByRole("grid", { name: "Connections on the map" }).waitFor()
  await page.getByRole("button", { name: "Connections", exact: true }).click()
  await page.getByRole("application", { name: /Device map/ }).waitFor()
  expect(faults).toEqual([])
})

test("a dragged device stays where it was put, also after a reload, until it is put back", async () => {
  await go("map")
  const own = await placeOf(page, firstController)
  const away = { x: own.screen.x + 90, y: own.screen.y + 40 }
  const kept = page.waitForResponse(
    (answer) => answer.request().postData()?.includes('"map.pin"') === true && answer.ok(),
  )
  await page.mouse.move(own.screen.x, own.screen.y)
  await page.mouse.down()
  await page.mouse.move(own.screen.x + 45, own.screen.y + 20)
  await page.mouse.move(away.x, away.y)
  await page.mouse.up()
  await kept
  const dragged = await placeOf(page, firstController)
  expect(Math.abs(dragged.screen.x - away.x)).toBeLessThan(3)
  expect(dragged.world.x - own.world.x).toBeGreaterThan(10)
  await page.reload()
  const again = await placeOf(page, firstController)
  expect(again.world.x).toBeCloseTo(dragged.world.x, 3)
  expect(again.world.y).toBeCloseTo(dragged.world.y, 3)
  await page.getByRole("button", { name: "Layout" }).click()
  await page.getByRole("menuitem", { name: "Put dragged devices back" }).click()
  await expect.poll(async () => (await placeOf(page, firstController)).world).toEqual(own.world)
  expect(faults).toEqual([])
})

test("the inventory filters, groups, keeps views and exports what is shown", async () => {
  await go("inventory")
  await page.getByRole("searchbox").fill(firstProduct)
  await expect.poll(() => page.getByRole("row").count()).toBe(2)
  const download = page.waitForEvent("download")
  await page.getByRole("button", { name: "Export CSV" }).click()
  const csv = await readFile(await (await download).path(), "utf8")
  expect(csv.split("\r\n")).toHaveLength(2)
  expect(csv).toContain(firstProduct)
  await page.getByRole("searchbox").fill("")
  await page.getByRole("button", { name: "Group by" }).click()
  await page.getByRole("menuitem", { name: "Subnet" }).click()
  await page.getByRole("gridcell", { name: /10\.20\.1\.0\/24 · / }).waitFor()
  await page.getByRole("button", { name: "Saved views" }).click()
  await page.getByLabel("Save what is shown as").fill("By subnet")
  await page.getByRole("button", { name: "Save view" }).click()
  await page.getByRole("button", { name: "View: By subnet" }).or(page.getByText("View: By subnet")).first().waitFor()
  expect(faults).toEqual([])
})

test("a property opens its claims and the bytes that prove it", async () => {
  await openFirstController()
  await page.getByRole("button", { name: /^Model: how it is known/ }).click()
  const dialog = page.locator("dialog")
  await dialog.getByRole("tree").waitFor()
  const marked = await dialog.locator(".text .mark").allTextContents()
  expect(marked.join("")).toContain(firstProduct)
  // From the field to the bytes and from the bytes to the field.
  const field = dialog.getByRole("treeitem").filter({ hasText: firstProduct }).last()
  await field.click()
  expect((await dialog.locator(".text .lit").allTextContents()).join("")).toContain(firstProduct)
  await dialog.locator('.hex [data-at="0"]').click()
  expect(await dialog.locator('[role=treeitem][aria-selected="true"]').count()).toBe(1)
  expect(await field.getAttribute("aria-selected")).toBe("false")
  const download = page.waitForEvent("download")
  await dialog.getByRole("button", { name: "Save packets" }).click()
  const saved = await readFile(await (await download).path())
  expect(saved.subarray(0, 4).toString("hex")).toBe("0a0d0d0a") // a pcapng section header
  await page.keyboard.press("Escape")
  await dialog.waitFor({ state: "detached" })
  expect(faults).toEqual([])
})

test("functions are counted, and an edit is kept, marked and can be undone", async () => {
  await openFirstController()
  await page.getByRole("tab", { name: "Modbus/TCP" }).click()
  await page
    .getByRole("gridcell", { name: /read holding registers/i })
    .first()
    .dblclick()
  const dialog = page.locator("dialog")
  await dialog.getByText("modbus.func_code == 3 && ip.addr == 10.20.1.11").waitFor()
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: /^Addresses and values/ }).click()
  await page.getByRole("gridcell", { name: "unit 1, holding registers 0 to 9" }).waitFor()
  // What acts on the device stands first; its first packet is shown byte by byte.
  await page.getByRole("gridcell", { name: "unit 1, holding register 16" }).dblclick()
  await dialog.getByText("1 succeeded, 0 refused").waitFor()
  await dialog.getByText("T0855").waitFor()
  await dialog.getByRole("treeitem").filter({ hasText: "Function code" }).first().waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Edit properties" }).click()
  await page.getByLabel("Name", { exact: true }).fill("Filler PLC")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByRole("heading", { name: "Filler PLC" }).waitFor()
  await page.getByRole("button", { name: "Edit properties" }).click()
  await page.getByRole("button", { name: "Undo all edits" }).click()
  await page.getByRole("heading", { name: firstController }).waitFor()
  expect(faults).toEqual([])
})

test("the overview draws the traffic, tells the settings' state and what was seen before, and each leads on", async () => {
  await go("overview")
  const card = (name: string) => page.locator("section.card").filter({ has: page.getByRole("heading", { name }) })
  await card("Traffic").getByRole("application").locator("canvas").waitFor()
  await card("Traffic").getByRole("button", { name: "Table" }).click()
  await card("Traffic")
    .getByRole("grid")
    .getByText(/bit\/s/)
    .first()
    .waitFor()
  expect(await card("Learning").getByRole("meter").getAttribute("aria-valuenow")).toMatch(/^\d+$/)
  await card("What needs you").getByText("Open alerts").waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  await card("General settings").getByRole("link", { name: "Room" }).click()
  await page.getByRole("heading", { name: "What is kept" }).waitFor()
  expect(faults).toEqual([])
})

test("how long traffic is kept is checked, saved and told", async () => {
  await go("settings/retention")
  const hours = page.getByLabel("Minutes, kept for hours")
  await expect.poll(() => hours.inputValue()).toBe("24")
  await page.getByText("Nothing was dropped so far.").waitFor()
  await hours.fill("999")
  await page.getByText("A whole number from 1 to 336.").waitFor()
  await hours.fill("336")
  await page.getByLabel("Hours, kept for days").fill("3")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText(/hours at least as long as minutes/).waitFor()
  await hours.fill("48")
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await page.getByText("what is older was dropped").waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  expect(faults).toEqual([])
})

test("times are written in the site's zone, wherever the browser is", async () => {
  const firstSeen = async (): Promise<string> => {
    await go("overview")
    return page.locator("section.card").filter({ hasText: "Newest devices" }).locator("td.number").first().innerText()
  }
  const choose = async (zone: string): Promise<void> => {
    await go("settings/region")
    await page.getByLabel("Time zone", { exact: true }).selectOption(zone)
    await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Save", exact: true }).click()])
    await page.locator("main h1").first().waitFor()
  }
  await choose("UTC")
  const utc = await firstSeen()
  await choose("Asia/Kolkata")
  const kolkata = await firstSeen()
  const minutes = (text: string): number => {
    const [, hour, minute] = /(\d\d):(\d\d)/.exec(text)!
    return Number(hour) * 60 + Number(minute)
  }
  expect((minutes(kolkata) - minutes(utc) + 1440) % 1440).toBe(330)
  await choose("")
  expect(faults).toEqual([])
})

test("tools that are not built yet say what they will do", async () => {
  await go("risk")
  await page.getByRole("heading", { name: "What it will do" }).waitFor()
})
