/** Device notifications and subnets as a person meets them, over a core whose clock the test holds: each answer once, all at once, and by itself. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { noonOfMonday } from "../make/batches.ts"
import { day, writeNoticedPlant } from "../make/noticed-plant.ts"
import { findingsInAllLooks } from "./axe.ts"
import { PreparedConsole } from "./prepared-console.ts"

const held = new PreparedConsole(noonOfMonday + 62 * day)
const { faults, folder } = held
let page: Page

const open = async () => {
  await held.open()
  page = held.page
}
beforeAll(async () => {
  await held.write(writeNoticedPlant)
  await open()
}, 60_000)
afterAll(() => held.end())
beforeEach(() => faults.splice(0))

const go = (path: string) => held.go(path)
const card = (text: string) => page.getByRole("listitem").filter({ hasText: text })
const answer = async (text: string, button: string, confirm = false) => {
  await card(text).getByRole("button", { name: button, exact: true }).click()
  if (confirm) await page.getByRole("dialog").getByRole("button", { name: button, exact: true }).click()
  await page.getByText("1 notification answered.").last().waitFor()
  await card(text).waitFor({ state: "detached" })
}

test("the map and the inventory say how many wait, and open them beside the picture", async () => {
  await go("map")
  await page.getByRole("button", { name: "Notifications 8" }).click()
  const pane = page.getByRole("complementary", { name: "Device notifications" })
  await pane.getByText("HMI-1 was seen with the new address 10.7.1.77").waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  await page.keyboard.press("Escape")
  await pane.waitFor({ state: "detached" })
  await go("inventory")
  await page.getByRole("button", { name: "Notifications 8" }).click()
  await pane.getByRole("link", { name: "Open page" }).click()
  await page.getByRole("heading", { name: "Device notifications", level: 1 }).waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  expect(faults).toEqual([])
})

test("they are filtered by device, subnet and operating system", async () => {
  await go("notifications")
  await page.getByRole("button", { name: "Filter notifications" }).click()
  await page.getByLabel("Operating system", { exact: true }).selectOption("Linux")
  await expect.poll(() => page.locator("main li[aria-labelledby]").count()).toBe(1)
  await page.getByLabel("Operating system", { exact: true }).selectOption("")
  await page.getByLabel("Subnet", { exact: true }).selectOption("10.9.9.0/24")
  await expect.poll(() => page.locator("main li[aria-labelledby]").count()).toBe(1)
  await page.getByLabel("Subnet", { exact: true }).selectOption("")
  await expect.poll(() => page.locator("main li[aria-labelledby]").count()).toBe(8)
  // Two changes before the first is answered: the last one counts.
  const subnet = page.getByLabel("Subnet", { exact: true })
  await subnet.evaluate((select: HTMLSelectElement) => {
    for (const value of ["", "10.9.9.0/24"]) {
      select.value = value
      select.dispatchEvent(new Event("change", { bubbles: true }))
    }
  })
  await expect.poll(() => page.locator("main li[aria-labelledby]").count()).toBe(1)
  await subnet.selectOption("")
  await page.keyboard.press("Escape")
  await expect.poll(() => page.locator("main li[aria-labelledby]").count()).toBe(8)
})

test("each is answered as it offers, and what follows shows in the inventory", { timeout: 60_000 }, async () => {
  await go("notifications")
  await answer("new address 10.7.1.77", "Replace existing IP", true)
  await answer("gives the host name", "Set additional IP", true)
  await answer("OLD-5 has not been heard", "Delete", true)
  await answer("PANEL-4 behaves like", "Set as Engineering station")
  await card("tells another operating system").getByRole("combobox").selectOption("Windows 10")
  await answer("tells another operating system", "Set operating system")
  await answer("STRAY-21 is an OT device", "Set as ICS subnet")
  await go("inventory")
  const inventory = page.getByRole("grid", { name: "Devices" })
  await inventory.getByText("10.7.1.77").waitFor()
  expect(await inventory.getByText("OLD-5").count()).toBe(0)
  expect(await inventory.getByText("FILLER").count()).toBe(1)
  await go("device/device-2")
  await page.getByText("Windows 10").first().waitFor()
  await go("timeline")
  await page.getByText("Device deleted").first().waitFor()
  await page.getByText("Devices joined").first().waitFor()
  expect(faults).toEqual([])
})

test("the rest is selected and accepted at once; what was answered can be seen", async () => {
  await go("notifications")
  await page.getByLabel("Select all").check()
  await page.getByText("2 selected").waitFor()
  await page.getByRole("button", { name: "Accept all" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByText("1 pair of devices will become one").waitFor()
  await dialog.getByRole("button", { name: "Accept all" }).click()
  await page.getByText("2 notifications answered.").waitFor()
  await page.getByText("Nothing to decide").waitFor()
  await page.getByRole("button", { name: "Filter notifications" }).click()
  await page.getByRole("switch", { name: "Answered ones, too" }).click()
  await page.keyboard.press("Escape")
  await page.getByText("Type set by admin").waitFor()
  await card("OLD-5 has not been heard").getByRole("button", { name: "Take back" }).click()
  await page.getByText("Taken back. The notification is open again.").waitFor()
  await card("OLD-5 has not been heard").getByRole("button", { name: "Delete" }).waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  expect(faults).toEqual([])
})

test("subnets are added, changed, taken from a file and removed", { timeout: 60_000 }, async () => {
  await go("settings/subnets")
  const table = page.getByRole("region", { name: "Subnets" })
  await table.getByText("10.9.9.0/24").waitFor()
  await page.getByRole("button", { name: "Add subnet" }).click()
  await page.getByLabel("Subnet", { exact: true }).fill("10.7/16")
  await page.getByRole("button", { name: "Save subnet" }).click()
  await page.getByText("is no IPv4 range").waitFor()
  await page.getByLabel("Subnet", { exact: true }).fill("10.40.0.9/16")
  await page.getByText("Kept as 10.40.0.0/16.").waitFor()
  await page.getByLabel("Name", { exact: true }).fill("Line 4")
  await page.getByRole("switch", { name: "ICS subnet" }).click()
  await page.getByRole("button", { name: "Save subnet" }).click()
  await table.getByText("Line 4").waitFor()
  const give = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return page.locator("input[type=file][accept*=csv]").setInputFiles(join(folder, name))
  }
  await give("wrong.csv", "Subnet,Name,ICS\n10.50.0.0/16,Line 5,perhaps\n")
  await page.getByText("Line 2: “perhaps” is neither yes nor no.").waitFor()
  await give("right.csv", "Subnet,Name,ICS\n10.50.0.0/16,Line 5,yes\n")
  await table.getByText("Line 5").waitFor()
  const coming = page.waitForEvent("download")
  await page.getByRole("button", { name: "Export CSV" }).click()
  expect(readFileSync(await (await coming).path(), "utf8")).toContain("10.50.0.0/16,Line 5,yes,no")
  await page.getByRole("button", { name: "Remove 10.50.0.0/16" }).click()
  await page.getByRole("button", { name: "Remove subnet" }).click()
  await table.getByText("Line 5").waitFor({ state: "detached" })
  expect(await findingsInAllLooks(page)).toEqual([])
  expect(faults).toEqual([])
})

test("what nobody answers for 14 days is dismissed by itself", { timeout: 60_000 }, async () => {
  await held.close()
  await held.write(writeNoticedPlant)
  await open()
  await go("notifications")
  await card("10.9.9.0/24").getByText("Dismissed by itself on").waitFor()
  await held.close()
  held.clock += 15 * day
  await open()
  await go("notifications")
  await expect.poll(() => page.locator("main li[aria-labelledby]").count(), { timeout: 10_000 }).toBe(4)
  expect(await card("10.9.9.0/24 ").count()).toBe(0)
  await card("OLD-5 has not been heard").waitFor()
  expect(faults).toEqual([])
})
