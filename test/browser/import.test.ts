/** Imports as a person does them: chosen, dropped, cancelled, and the same file twice. */
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { writeLargePlant } from "../../build/sample-plant/index.ts"
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

test("an upload that broke off goes on from where it was when the file is chosen again", async () => {
  const path = writePlantCapture(join(started.folder, "broken off.pcap"), 30_000, 9) // some 20 MB: three pieces
  const starts: number[] = []
  const startOf = (range: string | undefined) => Number(/^bytes (\d+)-/.exec(range ?? "")?.[1] ?? -1)
  let cut = true
  await page.route("**/upload/*", (route) => {
    const from = startOf(route.request().headers()["content-range"])
    if (cut && from > 0) return route.abort("connectionreset")
    starts.push(from)
    return route.continue()
  })
  const choose = async () => {
    await page.getByRole("button", { name: "Import captures" }).click()
    await dialog().locator("input[type=file]").setInputFiles(path)
  }
  await choose()
  const isCut = page.waitForEvent("requestfailed", (request) => request.url().includes("/upload/"))
  const { errorText } = (await isCut).failure() ?? {}
  expect(errorText).toContain("RESET")
  expect(starts).toEqual([0])
  await page.reload()
  cut = false
  await choose()
  const line = dialog().getByRole("listitem").filter({ hasText: "broken off.pcap" })
  await line.getByText("all accounted for").waitFor()
  expect(await line.count()).toBe(1)
  const piece = starts[1] ?? 0
  expect(piece).toBeGreaterThan(0)
  expect(starts).toEqual([0, piece, 2 * piece])
  await page.unroute("**/upload/*")
  await close()
})

test("an upload can be cancelled while it is sent", async () => {
  const path = writePlantCapture(join(started.folder, "long.pcap"), 60_000, 5)
  await page.getByRole("button", { name: "Import captures" }).click()
  await dialog().locator("input[type=file]").setInputFiles(path)
  const line = dialog().getByRole("listitem").filter({ hasText: "long.pcap" }).first()
  await line.getByRole("button", { name: "Cancel long.pcap" }).click()
  await line.getByText("Cancelled").waitFor({ timeout: 5000 })
  await close()
})

test("an import that is being read can be cancelled, and the page says so at once", { timeout: 90_000 }, async () => {
  const path = join(started.folder, "large.pcapng")
  writeLargePlant(path, 500_000)
  await page.getByRole("button", { name: "Import captures" }).click()
  await dialog().locator("input[type=file]").setInputFiles(path)
  const line = dialog().getByRole("listitem").filter({ hasText: "large.pcapng" })
  await line.getByText("Reading", { exact: true }).waitFor()
  await line.getByText("packets read").waitFor() // well under way
  // Measured within the page: from the click to the frame that shows the word.
  const taken = await line.evaluate(
    (item) =>
      new Promise<number>((resolve) => {
        const began = performance.now()
        const watch = new MutationObserver(() => {
          if (!item.textContent.includes("Cancelled")) return
          watch.disconnect()
          requestAnimationFrame(() => resolve(performance.now() - began))
        })
        watch.observe(item, { subtree: true, childList: true, characterData: true })
        item.querySelector<HTMLElement>("button[aria-label^=Cancel]")?.click()
      }),
  )
  process.stdout.write(`cancel: ${taken.toFixed(0)} ms from the click to "Cancelled"\n`)
  expect(taken).toBeLessThan(5000) // 200 ms on a quiet machine; the whole capture takes longer than that
  await line.getByText("Nothing of this capture was kept").waitFor()
  await close()
})
