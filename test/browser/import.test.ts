/** Imports as a person does them: chosen, dropped, cancelled, and the same file twice. */
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { firstSignIn, importFiles, startConsole, type StartedConsole } from "./console.ts"
import { plantCapture, writePlantCapture } from "./plant-capture.ts"

let started: StartedConsole
let page: Page
beforeAll(async () => {
  started = await startConsole()
  page = await started.open()
  await firstSignIn(page, started.initialPassword)
})
afterAll(() => started.stop())

const dialog = () => page.locator("dialog")
const close = () =>
  dialog()
    .getByRole("button", { name: /^(Close|Go on in the background)$/ })
    .last()
    .click()

test("a chosen capture is read, accounted for, and its devices are there", async () => {
  const path = writePlantCapture(join(started.folder, "línea 2, mirror port.pcap"), 20)
  await importFiles(page, [path])
  await page.getByRole("link", { name: /Device inventory/ }).click()
  await page.getByRole("gridcell", { name: "10.20.1.11" }).first().waitFor()
  expect(await page.getByRole("row").count()).toBeGreaterThanOrEqual(6) // five stations and the head
})

test("the same capture again is recognised", async () => {
  await page.getByRole("button", { name: "Import captures" }).click()
  await dialog().locator("input[type=file]").setInputFiles(join(started.folder, "línea 2, mirror port.pcap"))
  await dialog().getByText("Already read").first().waitFor()
  await close()
})

test("what is no capture is refused with the reason and what to do", async () => {
  await page.getByRole("button", { name: "Import captures" }).click()
  await dialog()
    .locator("input[type=file]")
    .setInputFiles({
      name: "notes.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("not a capture at all\n".repeat(9)),
    })
  await dialog().getByText("Not read").first().waitFor()
  await close()
})

test("a capture dropped anywhere on the window is imported", async () => {
  await page.evaluate(() => (location.hash = "/settings"))
  const bytes = [...plantCapture(3, 77)]
  const transfer = await page.evaluateHandle((content) => {
    const made = new DataTransfer()
    made.items.add(new File([new Uint8Array(content)], "dropped.pcap"))
    return made
  }, bytes)
  await page.locator("main").dispatchEvent("dragenter", { dataTransfer: transfer })
  await page.getByText("Drop captures to import them").waitFor()
  await page.locator("main").dispatchEvent("drop", { dataTransfer: transfer })
  const line = dialog().getByRole("listitem").filter({ hasText: "dropped.pcap" }).first()
  await line.getByText("all accounted for").waitFor()
  await close()
})

test("a long import can be cancelled, and the list says so at once", async () => {
  const path = writePlantCapture(join(started.folder, "long.pcap"), 60_000, 5)
  await page.getByRole("button", { name: "Import captures" }).click()
  await dialog().locator("input[type=file]").setInputFiles(path)
  const line = dialog().getByRole("listitem").filter({ hasText: "long.pcap" }).first()
  await line.getByRole("button", { name: "Cancel long.pcap" }).click()
  await line.getByText("Cancelled").waitFor({ timeout: 5000 })
  await close()
})
