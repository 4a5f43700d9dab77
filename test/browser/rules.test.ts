/** A rule is written with its faults told beside each field, tried on the past, saved, meets a capture, raises an alert, counts, and is switched off. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { bytes, ethernet, ipv4, pcap, tcp, u16 } from "../make/frames.ts"
import { findingsInAllLooks } from "./axe.ts"
import {
  firstSignIn,
  goTo,
  hearFaults,
  importFiles,
  small,
  startConsole,
  wide,
  type StartedConsole,
} from "./console.ts"

let started: StartedConsole
let page: Page
let own: string
const faults: string[] = []
beforeAll(async () => {
  // By its path: what is sent up through a browser is not kept.
  own = await mkdtemp(join(tmpdir(), "plantwarden-rules-"))
  const past = join(own, "past.pcap")
  await writeFile(past, pcap(writes(noon, [50, 81, 20, 500, 19])))
  started = await startConsole("--import", past)
  page = await started.open()
  page.setDefaultTimeout(15_000)
  hearFaults(page, faults)
  await firstSignIn(page, started.initialPassword)
}, 120_000)
afterAll(async () => {
  await started.stop()
  await rm(own, { recursive: true, force: true })
})
beforeEach(() => faults.splice(0))

const go = (path: string) => goTo(page, path)
/** Monday, 2 March 2026, 12:00 UTC. */
const noon = Date.UTC(2026, 2, 2, 12) * 1000

/** An operator's station writes register 7, once a second. */
const writes = (time: number, values: readonly number[]) =>
  values.map((value, n) => {
    const data = bytes(u16(n), u16(0), u16(6), 1, 6, u16(7), u16(value))
    const segment = tcp({ from: 40_000, to: 502, seq: 1 + n * data.length, ack: 1, data })
    const packet = ipv4({ from: "10.0.0.2", to: "10.0.0.1" }, segment)
    return { time: time + n * 1e6, frame: ethernet({ from: "00:50:56:00:00:02", to: "00:80:f4:00:00:01" }, packet) }
  })
const read = async (name: string, time: number, values: readonly number[]) => {
  const path = join(started.folder, name)
  await writeFile(path, pcap(writes(time, values)))
  await go("overview")
  await importFiles(page, [path])
  await go("captures")
  const line = page.getByRole("listitem").filter({ hasText: name }).first()
  await line.getByText("all accounted for").waitFor({ timeout: 60_000 })
}
const condition = (n: number, part = "Value") => page.getByLabel(`${part} of condition ${n}`, { exact: true })
const pane = () => page.getByRole("complementary", { name: "Back-test" })
const row = () => page.getByRole("row").filter({ hasText: "Level of tank 2" })

test("without rules the page says what they are for", async () => {
  await go("rules")
  await page.getByRole("heading", { name: "No rules of your own yet" }).waitFor()
  await page.getByRole("button", { name: "Write the first rule" }).click()
  await page.getByRole("heading", { name: "New rule", level: 1 }).waitFor()
})

test("what is wrong is said in words beside the field, as it is typed", { timeout: 60_000 }, async () => {
  await page.getByLabel("Begin with").selectOption("A register goes out of range")
  await condition(2).fill("12a")
  await page.getByText("“12a” is no number. Write it with digits, such as 120 or 4.5.").waitFor()
  expect(await condition(2).getAttribute("aria-invalid")).toBe("true")
  await condition(2).fill("7")
  await page.getByText("“12a” is no number.").waitFor({ state: "detached" })
  await condition(3, "From").fill("80")
  await condition(3, "To").fill("20")
  await page.getByText("The range ends before it begins. Swap 80 and 20.").waitFor()
  await page.getByLabel("Name", { exact: true }).fill("")
  await page.getByRole("button", { name: "Save rule" }).click()
  await page.getByText("The rule has no name.").waitFor()
  expect(new URL(page.url()).hash).toBe("#/rules/new")
  await page.getByLabel("Name", { exact: true }).fill("Level of tank 2")
  await condition(3, "From").fill("20")
  await condition(3, "To").fill("80")
  await page.getByText("The range ends before it begins.").waitFor({ state: "detached" })
  await page
    .getByText(
      "Raise a major alert at any time for each command, request or message in Modbus/TCP where the place contains “holding register” and the address number is 7 and the value is outside 20 to 80.",
    )
    .waitFor()
  expect(await findingsInAllLooks(page)).toEqual([])
})

test(
  "it is tried on the past before it is saved, and says where it would have fired",
  { timeout: 90_000 },
  async () => {
    await pane().getByRole("button", { name: "Test rule" }).click()
    await pane()
      .getByText(/Would have fired 3 times/)
      .waitFor()
    await pane().getByText("Tested from packets").waitFor()
    expect(await pane().getByRole("listitem").filter({ hasText: "packet 4 of past.pcap" }).count()).toBe(1)
    await pane().getByText("Address 7 of 10.0.0.1 is 500, which is out of range").waitFor()
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      pane().getByRole("button", { name: "Save these packets" }).click(),
    ])
    const file = await readFile(await saved.path())
    expect(file.includes(Buffer.from(bytes(1, 6, u16(7), u16(500))))).toBe(true)
    await condition(3, "To").fill("600")
    await pane().getByText("The rule was changed since. Test it again.").waitFor()
    await condition(3, "To").fill("80")
    expect(await findingsInAllLooks(page)).toEqual([])
    await page.setViewportSize(small)
    await pane().getByRole("button", { name: "Test rule" }).click()
    await pane()
      .getByText(/Would have fired 3 times/)
      .waitFor()
    await page.setViewportSize(wide)
    await page.getByRole("button", { name: "Save rule" }).click()
    await page.getByText("“Level of tank 2” was saved, for what is read from now on.").waitFor()
    await row().getByText("never").waitFor()
    expect(faults).toEqual([])
  },
)

test("what is read next raises an alert with the rule's name, and is counted", { timeout: 90_000 }, async () => {
  await read("next.pcap", noon + 3600e6, [50, 99, 10])
  await go("alerts")
  await page.getByRole("searchbox").fill("Level of tank 2")
  const alert = page.getByRole("grid", { name: "Alerts" }).locator("[role=row][aria-selected]").first()
  await alert.click()
  const details = page.getByRole("complementary", { name: /^Details of/ })
  await details
    .getByText(/User Defined Rule: Level of tank 2/)
    .first()
    .waitFor()
  await details
    .getByText(/Address 7 of .* is 99/)
    .first()
    .waitFor()
  await go("rules")
  await expect.poll(() => row().getByRole("cell").nth(5).textContent()).toContain("2")
  await row().getByRole("link", { name: "Level of tank 2" }).click()
  await pane().getByRole("button", { name: "Test rule" }).click()
  await pane().getByText("Can't be told: ").first().waitFor()
  await pane().getByText("The capture next.pcap came through a browser, and its packets were not kept").waitFor()
  await go("rules")
  expect(await findingsInAllLooks(page)).toEqual([])
})

test("it is switched off, changed and deleted", { timeout: 90_000 }, async () => {
  await page.getByRole("switch", { name: "Level of tank 2 is on" }).click()
  await page.getByText("1 rule turned off").waitFor()
  await read("later.pcap", noon + 7200e6, [99, 99])
  await go("rules")
  await expect.poll(() => row().getByRole("cell").nth(5).textContent()).toContain("2")
  await page.getByRole("button", { name: "Working hours" }).click()
  await page.getByRole("dialog", { name: "Working hours" }).getByRole("button", { name: "Save hours" }).click()
  await page.getByText("The working hours were saved").waitFor()
  await page.getByRole("checkbox", { name: "Tick Level of tank 2" }).check()
  const bulk = page.getByRole("toolbar", { name: "Actions for the ticked rules" })
  await bulk.getByRole("button", { name: "Enable" }).click()
  await expect.poll(() => page.getByRole("switch", { name: "Level of tank 2 is on" }).isChecked()).toBe(true)
  await bulk.getByRole("button", { name: "Delete" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click()
  await page.getByRole("heading", { name: "No rules of your own yet" }).waitFor()
  expect(faults).toEqual([])
})
