/** The inventory's number of open alerts follows what people do with alerts, in another window too. */
import type { Page } from "playwright-core"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { writeSampleDay } from "../../build/sample-plant/index.ts"
import { firstSignIn, importFiles, startConsole, type StartedConsole, goTo } from "./console.ts"

let started: StartedConsole
let page: Page
beforeAll(async () => {
  started = await startConsole()
  page = await started.open()
  page.setDefaultTimeout(15_000)
  await firstSignIn(page, started.initialPassword)
}, 120_000)
afterAll(() => started.stop())

test(
  "an alert that comes and one that is closed change the number, without a reload",
  { timeout: 120_000 },
  async () => {
    const path = join(started.folder, "tuesday.pcapng")
    writeSampleDay(path, 1, true)
    await importFiles(page, [path])
    const other = await page.context().newPage()
    await other.goto(new URL(page.url()).origin)
    await goTo(other, "inventory")
    await other.getByRole("searchbox").fill("DESKTOP-7Q2KLM")
    const column = async (): Promise<string> => {
      const titles = await other.getByRole("columnheader").allInnerTexts()
      const at = titles.findIndex((title) => /alerts/i.test(title))
      const row = other.getByRole("row").filter({ hasText: "DESKTOP-7Q2KLM" }).first()
      return (await row.getByRole("gridcell").nth(at).textContent()) ?? ""
    }
    await expect.poll(column, { timeout: 60_000 }).toMatch(/[1-9]/)
    const before = Number((await column()).replaceAll(/\D/g, ""))
    await goTo(page, "alerts")
    const stop = page.getByRole("grid", { name: "Alerts" }).getByRole("row").filter({ hasText: "S7 Stop" }).first()
    await stop.click()
    await page.getByRole("button", { name: "Close alert" }).click()
    await expect.poll(async () => Number((await column()).replaceAll(/\D/g, "")), { timeout: 15_000 }).toBe(before - 1)
  },
)
