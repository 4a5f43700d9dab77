/** A threshold for a single device: set in the kind's window, wrong input told, read again with the device's alerts, and taken back. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { noonOfMonday } from "../make/batches.ts"
import { before, day, readOnce } from "../make/noticed-plant.ts"
import { findingsInAllLooks } from "./axe.ts"
import { PreparedConsole } from "./prepared-console.ts"

const held = new PreparedConsole(noonOfMonday + day)
beforeAll(async () => {
  await held.write((database) => readOnce(database, "learned", true, noonOfMonday, before))
  await held.open()
}, 60_000)
afterAll(() => held.end())
beforeEach(() => held.faults.splice(0))

const openKind = async () => {
  const { page } = held
  await held.go("settings/detection")
  await page
    .getByLabel(/Search|Find/)
    .first()
    .fill("Port Scan")
  await page
    .getByRole("button", { name: /Port Scan Detected/ })
    .first()
    .click()
  const dialog = page.getByRole("dialog")
  await dialog.getByRole("heading", { name: "For single devices" }).waitFor()
  return dialog
}

test("it is set for one device, and wrong input is told", { timeout: 60_000 }, async () => {
  const { page } = held
  const dialog = await openKind()
  await dialog.getByRole("textbox", { name: "Devices" }).fill("HMI-1")
  await page.keyboard.press("Enter")
  const own = dialog.getByRole("group", { name: "HMI-1" })
  await own.getByLabel("Count").fill("0")
  await own.getByText("A whole number from 1 to 1,000,000.").waitFor()
  await own.getByLabel("Count").fill("7")
  expect(await findingsInAllLooks(page)).toEqual([])
  await dialog.getByRole("button", { name: "Save" }).click()
  await page.getByText("Port Scan Detected: saved").waitFor()
  await held.go("device/device-1")
  await page.getByRole("tab", { name: /Alerts/ }).click()
  await page.getByText("Port Scan Detected from 7 within 120 seconds").waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
  expect(held.faults).toEqual([])
})

test("as in the catalogue, no device has one", { timeout: 60_000 }, async () => {
  const { page } = held
  const dialog = await openKind()
  expect(await dialog.getByRole("group", { name: "HMI-1" }).getByLabel("Count").inputValue()).toBe("7")
  await dialog.getByRole("button", { name: "As in the catalogue" }).click()
  await dialog.getByRole("button", { name: "Save" }).click()
  await page.getByText("Port Scan Detected: saved").last().waitFor()
  await held.go("device/device-1")
  await page.getByRole("tab", { name: /Alerts/ }).click()
  await page.getByText("No open alert").waitFor()
  expect(await page.getByText("Thresholds of its own").count()).toBe(0)
  expect(held.faults).toEqual([])
})
