/** The capture doctor as a person finds it: from the menu, from a capture, and with the keyboard. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { ethernet, ipv4, modbusRequest, pcap, tcp } from "../make/frames.ts"
import { findingsInAllLooks } from "./axe.ts"
import { firstSignIn, importFiles, startConsole, type StartedConsole } from "./console.ts"

let started: StartedConsole
let page: Page
beforeAll(async () => {
  started = await startConsole()
  page = await started.open()
  await firstSignIn(page, started.initialPassword)
})
afterAll(() => started.stop())

/** Requests whose answers the mirror port does not show, every frame twice. */
const half = pcap(
  Array.from({ length: 200 }, (_, n) => {
    const segment = tcp({ from: 40_000, to: 502, seq: 1 + 12 * n, ack: 1 + 11 * n, data: modbusRequest(n) })
    const link = { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" }
    const frame = ethernet(link, ipv4({ from: "10.0.0.2", to: "10.0.0.1", id: n + 1 }, segment))
    return [0, 3].map((later) => ({ time: 1.7e15 + n * 1e6 + later, frame }))
  }).flat(),
)

const heading = (name: string) => page.getByRole("heading", { name, exact: true })

test("without a capture it says what to do", async () => {
  await page.getByRole("link", { name: "Capture doctor" }).click()
  await heading("No capture to examine yet").waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
})

test("while the page is open, a capture that is read shows by itself", async () => {
  const path = join(started.folder, "half.pcap")
  writeFileSync(path, half)
  await importFiles(page, [path])
  await page.getByText("The capture shows one direction only", { exact: false }).first().waitFor()
  const directions = page.getByRole("article", { name: "Both directions" })
  expect(await directions.innerText()).toContain("set the direction of every mirrored port to both")
  const copies = page.getByRole("article", { name: "Frames that come twice" })
  expect(await copies.innerText()).toContain("200 of 400 frames are copies")
})

test("it can be read at both sizes, light and dark", async () => {
  expect(await findingsInAllLooks(page)).toEqual([])
})

test("what is in order tells its figures when it is opened with the keyboard", async () => {
  const line = page.locator("summary", { hasText: "Frames cut short" })
  await line.focus()
  await page.keyboard.press("Enter")
  await page.getByText("Longest that was kept of a cut frame").waitFor()
})

test("a capture of the list leads to it, and another one can be chosen", async () => {
  await page.evaluate(() => (location.hash = "/captures"))
  await page.getByRole("link", { name: "What half.pcap can show" }).click()
  await heading("half.pcap").waitFor()
  const choice = page.getByLabel("Capture", { exact: true })
  expect(await choice.locator("option:checked").innerText()).toBe("half.pcap")
  await choice.selectOption("Newest")
  await page.waitForURL(/#\/doctor$/)
})
