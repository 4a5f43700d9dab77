/** The whole first sign-in as a technician meets it: checklist, recovery, every step with its refusals, an account of one's own, and the console. */
import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { findingsInAllLooks } from "./axe.ts"
import { changeFirstPassword, ownPassword, signIn, startConsole, type StartedConsole } from "./console.ts"

const run = fileURLToPath(new URL("../../build/run.mjs", import.meta.url))
const patience = { timeout: 180_000 }
const mine = { name: "h.meyer", password: "Tulips-And-Gravel-9" }
let folder: string
let usb: string
let started: StartedConsole
let page: Page
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plantwarden-first-"))
  usb = join(folder, "SERVICE")
  mkdirSync(usb)
  process.env["PLANTWARDEN_DRIVES"] = usb
  started = await startConsole()
  page = await started.open()
})
afterAll(async () => {
  await started.stop()
  await rm(folder, { recursive: true, force: true })
})

/** What the office does: signs for this sensor and puts it on the stick. */
function office(...words: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [run, "authority", "demo", "--usb", usb, ...words], {
    encoding: "utf8",
  })
  if (status !== 0) throw new Error(`the authority ended with ${status}: ${stderr}`)
}
const heading = (name: string) => page.getByRole("heading", { name, level: 1 })
const press = (name: string) => page.getByRole("button", { name, exact: true }).click()
const refusal = (words: RegExp) => page.getByRole("alert").getByText(words).first().waitFor()
const fileFor = (label: string) => page.locator(`input[type=file][aria-label="${label}"]`)
const document = (name: string, text: string) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) })
const looksRight = async () => expect(await findingsInAllLooks(page)).toEqual([])

test("the checklist is there before sign-in, and prints", patience, async () => {
  await page.getByRole("link", { name: "What you need for the first sign-in" }).click()
  await heading("What you need for the first sign-in").waitFor()
  await page.getByRole("main").getByRole("listitem").nth(4).waitFor()
  await page.getByRole("button", { name: "Print" }).waitFor()
  await looksRight()
  await page.emulateMedia({ media: "print" })
  expect(await page.getByRole("button", { name: "Print" }).isVisible()).toBe(false)
  await page.emulateMedia({ media: "screen" })
  await page.getByRole("link", { name: "Back to sign-in" }).click()
})

test("a lost password comes back by a challenge and a file", patience, async () => {
  await page.getByRole("link", { name: "Password recovery" }).click()
  await page.getByLabel("User name").fill("admin")
  await press("Make the challenge")
  const challenge = await page.locator(".challenge code").innerText()
  await page.getByRole("img", { name: "QR code of the challenge" }).waitFor()
  await fileFor("Recovery file").setInputFiles(document("notes.recovery", "no signed file"))
  await refusal(/signed/i)
  await looksRight()
  office("--challenge", challenge, "--account", "admin")
  const answer = readdirSync(usb).find((name) => name.endsWith(".recovery")) ?? "none"
  await fileFor("Recovery file").setInputFiles(join(usb, answer))
  await page.getByText("New password for admin").waitFor()
  const given = await page.locator("code").innerText()
  await looksRight()
  await page.getByRole("link", { name: "Password recovery" }).waitFor({ state: "detached" })
  await press("Sign in with it")
  await heading("Choose a new password").waitFor()
  await page.getByRole("button", { name: "Sign out" }).click()
  // A recovery file works once.
  await page.getByRole("link", { name: "Password recovery" }).click()
  await press("I already have the recovery file")
  await fileFor("Recovery file").setInputFiles(join(usb, answer))
  await refusal(/used|once|already/i)
  await page.getByRole("link", { name: "Back to sign-in" }).click()
  await changeFirstPassword(page, given)
})

test("network settings: a wrong field is named, the right ones are kept", patience, async () => {
  await heading("Sensor network settings").waitFor()
  await page.getByRole("complementary", { name: "This computer" }).waitFor()
  await looksRight()
  const address = page.getByLabel("IP address")
  const right = await address.inputValue()
  await address.fill("10.0.0.444")
  await press("Next")
  await expect.poll(() => address.getAttribute("aria-invalid")).toBe("true")
  await address.fill(right === "" ? "10.0.0.4" : right)
  await press("Next")
  await heading("Activate this sensor").waitFor()
})

test("a page that is loaded again goes on where it was", patience, async () => {
  await page.reload()
  await heading("Activate this sensor").waitFor()
  await press("Back")
  await heading("Sensor network settings").waitFor()
  await press("Next")
  await heading("Activate this sensor").waitFor()
})

test("activation: the stick's files by name, refusals in words, terms, and what it turns on", patience, async () => {
  const id = await page.locator(".line .mono").first().innerText()
  office("--sensor", id)
  await fileFor("Upload").setInputFiles(document("letter.activation", "Dear sensor"))
  await refusal(/signed/i)
  const good = page.getByRole("region", { name: "demo.activation" })
  await good.waitFor({ timeout: 15_000 })
  await page.getByRole("region", { name: "refused-other-sensor.activation" }).getByText("Does not fit").waitFor()
  await looksRight()
  for (const name of readdirSync(usb).filter((one) => one.startsWith("refused-"))) {
    await fileFor("Upload").setInputFiles(join(usb, name))
    await page.getByRole("region", { name: "What the file says" }).getByRole("heading", { name }).waitFor()
    await page.getByRole("region", { name: "What the file says" }).getByRole("alert").first().waitFor()
    expect(await page.getByRole("button", { name: "Activate", exact: true }).isDisabled()).toBe(true)
  }
  await good.getByRole("button").click()
  await page.getByText("Fits this sensor").waitFor()
  expect(await page.getByRole("button", { name: "Activate", exact: true }).isDisabled()).toBe(true)
  await press("terms and conditions")
  await page.getByRole("dialog", { name: "Terms and conditions" }).waitFor()
  await press("Accept")
  await looksRight()
  await press("Activate")
  await heading("This sensor is activated").waitFor()
  await page.getByRole("heading", { name: "What it turns on" }).waitFor()
  await looksRight()
  await press("Next")
})

test("certificates: refusals with their remedy, then the console shows the new one", patience, async () => {
  await heading("SSL/TLS certificates").waitFor()
  await looksRight()
  const certificate = join(usb, "demo-certificate")
  await page.getByLabel("Certificate name").fill("Line 2")
  await fileFor("KEY file").setInputFiles(join(certificate, "server.crt"))
  await fileFor("CRT file").setInputFiles(join(certificate, "server.crt"))
  await press("Import")
  await refusal(/key/i)
  await looksRight()
  await page.getByRole("group", { name: "KEY file" }).getByRole("button", { name: "Put server.crt away" }).click()
  await fileFor("KEY file").setInputFiles(join(certificate, "server.key"))
  await fileFor("PEM file (optional)").setInputFiles(join(certificate, "authority.pem"))
  await press("Import")
  await page.getByText("The console shows another certificate from now on.").waitFor()
  await looksRight()
  await press("Load again")
  await heading("SSL/TLS certificates").waitFor()
  await page.getByText("Imported").waitFor()
  await press("Next")
})

test("monitoring: what can be heard, a filter that is no filter, and the start", patience, async () => {
  await heading("Choose what to monitor").waitFor()
  await page.getByRole("heading", { name: "Interfaces to listen to" }).waitFor()
  await looksRight()
  const mayCapture = (await page.getByRole("button", { name: "Look again" }).count()) === 0
  if (!mayCapture) return await press("Do this later")
  const more = page.getByRole("button", { name: /^Show \d+ more/ })
  if (await more.isVisible()) await more.click()
  await page.getByLabel("Monitor lo").check()
  await page.getByLabel("Capture filter").selectOption("own")
  await page.getByLabel("Filter expression").fill("tcp prt 502")
  await expect.poll(() => page.getByLabel("Filter expression").getAttribute("aria-invalid")).toBe("true")
  await page.getByLabel("Capture filter").selectOption("everything")
  await expect.poll(() => page.getByRole("button", { name: "Finish" }).isEnabled()).toBe(true)
  await press("Finish")
})

test("an account of one's own instead of the first one, and then the console", patience, async () => {
  await heading("The sensor is ready").waitFor()
  await looksRight()
  await page.getByLabel("User name").fill(mine.name)
  await page.getByLabel("New password", { exact: true }).fill(mine.password)
  await page.getByLabel("New password again").fill(mine.password)
  await press("Create and open the console")
  await page.getByText(`Sign in as ${mine.name} from now on`).waitFor({ timeout: 20_000 })
  await signIn(page, ownPassword)
  await refusal(/./)
  await page.getByLabel("User name").fill(mine.name)
  await page.getByLabel("Password").fill(mine.password)
  await press("Sign in")
  await heading("Overview").waitFor()
  await page.reload()
  await heading("Overview").waitFor()
})

test("everybody but an Admin is told who can, and what is managed stays closed to them", patience, async () => {
  await page.evaluate(() => (location.hash = "/users"))
  await press("Create user")
  const dialog = page.getByRole("dialog", { name: "Create user" })
  await dialog.getByLabel("User name").fill("viewer")
  await dialog.getByLabel("Role").selectOption("Read only")
  await dialog.getByLabel("New password", { exact: true }).fill(ownPassword)
  await dialog.getByLabel("New password again").fill(ownPassword)
  await dialog.getByLabel(/^The person must choose/).uncheck()
  await dialog.getByRole("button", { name: "Create", exact: true }).click()
  await page.getByRole("complementary", { name: "Details of viewer" }).waitFor()
  await page.getByRole("tab", { name: "Who may do what" }).click()
  await page.getByRole("cell", { name: "Activate the sensor and accept the terms" }).waitFor()
  await page.getByRole("tab", { name: "Recent events" }).click()
  await page.getByText("viewer").first().waitFor()
  const other = await started.open()
  await other.getByLabel("User name").fill("viewer")
  await other.getByLabel("Password").fill(ownPassword)
  await other.getByRole("button", { name: "Sign in" }).click()
  await other.getByRole("navigation", { name: "Tools" }).waitFor()
  for (const section of ["network", "activation", "certificates", "monitoring"]) {
    await other.evaluate((hash) => (location.hash = hash), `/settings/${section}`)
    await other.getByText(/Admin/).first().waitFor()
  }
})
