/** Starts the real console on a folder of its own and opens a browser on it, for the tests that look at pages. */
import { spawn, type ChildProcess } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core"

export type StartedConsole = {
  readonly address: string
  /** The one printed at the first start. */
  readonly initialPassword: string
  readonly browser: Browser
  readonly folder: string
  /** A page of a new browser session: signed out. */
  readonly open: (size?: { width: number; height: number }) => Promise<Page>
  readonly stop: () => Promise<void>
}

export const ownPassword = "Bottles-And-Caps-77"
export const wide = { width: 1440, height: 900 }
export const small = { width: 1024, height: 700 }

const run = fileURLToPath(new URL("../../build/run.mjs", import.meta.url))
const flags = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]
const patience = 60_000

export async function startConsole(...options: readonly string[]): Promise<StartedConsole> {
  const folder = await mkdtemp(join(tmpdir(), "plantwarden-browser-"))
  const child = spawn(process.execPath, [run, "console", "--port", "0", "--data", join(folder, "site"), ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  })
  const printed = await firstLines(child)
  const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: flags })
  const contexts: BrowserContext[] = []
  return {
    ...printed,
    browser,
    folder,
    open: async (size = wide) => {
      const context = await browser.newContext({ viewport: size, ignoreHTTPSErrors: true, acceptDownloads: true })
      contexts.push(context)
      const page = await context.newPage()
      await page.goto(printed.address)
      return page
    },
    stop: async () => {
      await browser.close()
      if (child.exitCode !== null)
        throw new Error(`the console ended by itself with ${child.exitCode}: ${printed.said()}`)
      const ended = new Promise((resolve) => child.once("exit", resolve))
      child.kill("SIGTERM")
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type FirstLines = { readonly address: string; readonly initialPassword: string; readonly said: () => string }

function firstLines(child: ChildProcess): Promise<FirstLines> {
  return new Promise((resolve, reject) => {
    let said = ""
    const wait = setTimeout(() => reject(new Error(`the console did not start: ${said}`)), patience)
    const take = (text: Buffer) => {
      said += text.toString()
      const address = /^Console: (https:\/\/\S+)$/m.exec(said)?.[1]
      if (!address) return
      clearTimeout(wait)
      const initialPassword = /^Initial password for admin: (\S+)$/m.exec(said)?.[1] ?? ""
      resolve({ address, initialPassword, said: () => said })
    }
    child.stdout?.on("data", take)
    child.stderr?.on("data", take)
    child.once("exit", (code) => reject(new Error(`the console ended with ${code}: ${said}`)))
  })
}

/** Gathers what goes wrong in the page itself; an answer that was refused is told by the page, not a fault of it. */
export function hearFaults(page: Page, faults: string[]): void {
  page.on("pageerror", (fault) => faults.push(fault.message))
  page.on("console", (said) => {
    if (said.type() === "error" && !said.text().includes("Failed to load resource")) faults.push(said.text())
  })
}

/** To a page by its path. The page before stays on screen until the next one is there: this waits for the next. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(
    (hash) =>
      new Promise<void>((moved) => {
        if (location.hash === hash) return moved()
        addEventListener("hashchange", () => setTimeout(moved), { once: true })
        location.hash = hash
      }),
    `#/${path}`,
  )
  await page.locator("main[aria-busy=false] h1").first().waitFor()
}

/** First sign-in with the printed password, and the change that it forces; the wizard's questions are left for later. */
export async function firstSignIn(page: Page, initialPassword: string): Promise<void> {
  await changeFirstPassword(page, initialPassword)
  for (const step of steps) {
    await page.getByRole("heading", { name: step, level: 1 }).waitFor()
    await page.getByRole("button", { name: "Do this later" }).click()
  }
  await page.getByLabel("Create a personal Admin account").uncheck()
  await page.getByRole("button", { name: "Open the console" }).click()
  await page.getByRole("navigation", { name: "Tools" }).waitFor()
}
/** The headings of the wizard's steps, in order. */
const steps = ["Sensor network settings", "Activate this sensor", "SSL/TLS certificates", "Choose what to monitor"]

export async function changeFirstPassword(page: Page, initialPassword: string): Promise<void> {
  await signIn(page, initialPassword)
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor()
  await page.getByLabel("Current password").fill(initialPassword)
  await page.getByLabel("New password", { exact: true }).fill(ownPassword)
  await page.getByLabel("New password again").fill(ownPassword)
  await page.getByRole("button", { name: "Change password" }).click()
}

export async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel("User name").fill("admin")
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
}

/** Imports through the file chooser and waits until everything is read. */
export async function importFiles(page: Page, paths: readonly string[]): Promise<void> {
  await page.getByRole("button", { name: "Import captures" }).click()
  await page.locator("dialog input[type=file]").setInputFiles([...paths])
  await page.getByText("all accounted for").first().waitFor({ timeout: patience })
  await page.locator("dialog").getByRole("button", { name: "Close", exact: true }).last().click()
}
