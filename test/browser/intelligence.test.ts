/** A pack is taken from the stick, looked through, spoilt ones are refused, and it is taken out again. */
import { spawnSync } from "node:child_process"
import { readFileSync, rmSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { findingsInAllLooks } from "./axe.ts"
import { firstSignIn, hearFaults, startConsole, type StartedConsole } from "./console.ts"

const run = fileURLToPath(new URL("../../build/run.mjs", import.meta.url))
const stick = mkdtempSync(join(tmpdir(), "plantwarden-stick-"))
const faults: string[] = []
let started: StartedConsole
let page: Page

beforeAll(async () => {
  spawnSync(process.execPath, [run, "authority", "demo", "--usb", stick])
  process.env["PLANTWARDEN_DRIVES"] = stick
  started = await startConsole()
  page = await started.open()
  hearFaults(page, faults)
  await firstSignIn(page, started.initialPassword)
}, 120_000)
afterAll(async () => {
  delete process.env["PLANTWARDEN_DRIVES"]
  await started.stop()
  rmSync(stick, { recursive: true, force: true })
})

const open = async (section: string): Promise<void> => {
  await page.evaluate((hash) => void (location.hash = hash), `/settings/${section}`)
}
const file = () => page.locator('input[type=file][aria-label="Choose an intelligence pack"]')

test("before the activation no pack is taken, and the page says why", async () => {
  await open("intelligence")
  await page.getByText("Upload an activation file first.").waitFor()
  await page.getByText("No pack is installed.").waitFor()
  expect(await file().count()).toBe(0)
  await open("activation")
  await page.getByRole("button", { name: "Use this file: demo.activation" }).click()
  await page.getByLabel("I accept the").check()
  await page.getByRole("button", { name: "Activate", exact: true }).click()
  await page.getByText("This sensor is activated.").waitFor()
})

test("the pack on the stick is installed with one press, and what it names can be searched", async () => {
  await open("intelligence")
  await page.getByRole("button", { name: "Install demo.pack" }).click()
  await page.getByText("1 address, 2 domain names, 0 files").waitFor()
  const table = page.getByRole("region", { name: "Addresses, names and files" })
  await table.getByRole("cell", { name: "198.51.100.66" }).waitFor()
  await page.getByLabel("Search addresses, names, hashes and sources").fill("parked")
  await table.getByRole("cell", { name: "198.51.100.66" }).waitFor({ state: "detached" })
  expect(await table.getByRole("row").last().innerText()).toMatch(
    /odd\.example\s+Suspicion\s+Demo: parked name, Demo office/,
  )
  await page.getByLabel("Search addresses, names, hashes and sources").fill("nowhere")
  await page.getByText("Nothing fits these words.").waitFor()
  await page.getByLabel("Search addresses, names, hashes and sources").fill("")
  expect(await findingsInAllLooks(page)).toEqual([])
})

test("a spoilt pack is refused in words, and a good one may be sent up, too", async () => {
  const bytes = readFileSync(join(stick, "demo.pack"))
  const spoilt = Buffer.from(bytes)
  spoilt[200]! ^= 0xff
  await file().setInputFiles({ name: "spoilt.pack", mimeType: "application/zip", buffer: spoilt })
  await page.getByRole("alert").first().waitFor()
  await file().setInputFiles({ name: "again.pack", mimeType: "application/zip", buffer: bytes })
  await page.getByText("The intelligence pack is installed.").last().waitFor()
  expect(await page.getByRole("alert").count()).toBe(0)
})

test("it is taken out again after one more question", async () => {
  await page.getByRole("button", { name: "Take it out" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Take it out" }).click()
  await page.getByText("No pack is installed.").waitFor()
  expect(faults).toEqual([])
})
