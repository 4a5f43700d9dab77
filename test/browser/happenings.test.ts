/** What happened between a device and others, as a person reads it on the device's page: every table, at every size, and never a password. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { pcap } from "../make/frames.ts"
import { officeDay, officeDayFrames } from "../make/office-day.ts"
import { findingsInAllLooks, findingsOf } from "./axe.ts"
import { firstSignIn, importFiles, small, startConsole, wide, type StartedConsole } from "./console.ts"

let started: StartedConsole
let page: Page
beforeAll(async () => {
  started = await startConsole()
  page = await started.open()
  await firstSignIn(page, started.initialPassword)
  const path = join(started.folder, "morning.pcap")
  writeFileSync(path, pcap(officeDayFrames()))
  await importFiles(page, [path])
  await page.evaluate(() => (location.hash = "/inventory"))
  // Rows may still move while the import ends: a double click needs them to stand, one click does not.
  await page.getByRole("row", { name: officeDay.station }).first().click()
  await page.getByRole("link", { name: "Open page" }).click()
  await page.getByRole("tab", { name: "Sign-ins, files, internet" }).click()
})
afterAll(() => started.stop())

/** The title of each table, one row of it that must be there, as cells from the left. */
const tables: readonly (readonly [string, readonly string[]])[] = [
  ["Sign-ins", ["operator", "let in", "S… (12)", "to 10.0.0.1", "FTP"]],
  ["Files", ["lemonade.csv", "to 10.0.0.3", "5 bytes"]],
  ["Programs and scripts", [officeDay.program, "Windows program", "from 93.184.216.9", "9 kB"]],
  ["Remote sessions", ["VNC", "to 10.0.0.4"]],
  ["Internet", ["93.184.216.9", "updates.example.com", "HTTP", "this device"]],
  ["Names", ["updates.example.com", "A", "93.184.216.9", "to 10.0.0.1"]],
]
const shorts: Readonly<Record<string, string>> = { "Programs and scripts": "Programs", "Remote sessions": "Sessions" }
const choose = async (title: string): Promise<void> => {
  await page.getByRole("button", { name: new RegExp(`^${shorts[title] ?? title} \\d`) }).click()
  await page.getByRole("grid", { name: title, exact: true }).waitFor()
}
const rowsOf = (title: string): Promise<string[][]> =>
  page
    .getByRole("grid", { name: title, exact: true })
    .locator(".body [role=row]")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? "").trim())))

test.each(tables)("the table %s tells it in plain words", async (title, cells) => {
  await choose(title)
  const rows = await rowsOf(title)
  expect(rows.map((row) => row.slice(0, cells.length))).toContainEqual(cells)
})

test("a refused sign-in stands beside the one that worked, and a name that does not exist is told", async () => {
  await choose("Sign-ins")
  const signIns = (await rowsOf("Sign-ins")).map((row) => row.slice(0, 3))
  expect(signIns).toContainEqual(["operator", "refused", "g… (9)"])
  expect(signIns).toContainEqual(["(no name)", "let in", "none asked for"])
  await choose("Names")
  expect((await rowsOf("Names")).map((row) => row[2])).toContain("no such name")
})

test.each(tables)("%s can be read without scrolling sideways, large and small, light and dark", async (title) => {
  await choose(title)
  for (const size of [wide, small]) {
    await page.setViewportSize(size)
    const box = page.getByRole("grid", { name: title, exact: true })
    await expect.poll(() => box.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0)
    // What names the row and how it went must not be cut off.
    const cut = await box
      .locator(".body [role=row] > *, [role=columnheader] span span")
      .evaluateAll((cells) => cells.filter((it) => it.scrollWidth > it.clientWidth + 1).map((it) => it.textContent))
    const mayBeCut = ["historian-of-the-second-line.plant.example"]
    expect(cut.filter((text) => !mayBeCut.includes(text ?? "") && !/^[0-9a-f]{64}$/.test(text ?? ""))).toEqual([])
  }
  expect(await findingsInAllLooks(page)).toEqual([])
})

test("a row opens with the keyboard: what happened in full, and the packet that told it", async () => {
  await choose("Programs and scripts")
  const grid = page.getByRole("grid", { name: "Programs and scripts", exact: true })
  await grid.focus()
  await page.keyboard.press("Home")
  await page.keyboard.press("Enter")
  const dialog = page.getByRole("dialog", { name: officeDay.program })
  await dialog.getByText("SHA-256").waitFor()
  expect(await dialog.innerText()).toMatch(/[0-9a-f]{64}/)
  await dialog.getByText("The packet that told it first").waitFor()
  // Every byte of the packet is an element: one look is enough, and takes long.
  await page.setViewportSize(small)
  expect(await findingsOf(page, "light")).toEqual([])
  await page.keyboard.press("Escape")
}, 90_000)

test("the password itself is on no page", async () => {
  for (const [title] of tables) {
    await choose(title)
    expect(await page.locator("body").innerText()).not.toContain(officeDay.password)
  }
})
