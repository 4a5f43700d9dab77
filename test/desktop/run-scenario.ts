/** Runs the bundled main process on the stand-in and walks through the application: `node run-scenario.ts MAIN FOLDER CAPTURE`. One line of JSON for each thing found. */
import { get } from "node:https"
import { networkInterfaces } from "node:os"
import { registerHooks } from "node:module"
import { basename, dirname } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { pathToFileURL } from "node:url"
import type Electron from "electron"
import type { Page } from "playwright-core"
import { BrowserWindow, app, seen, setFilesFolder } from "./electron-stand-in.ts"

const standIn = new URL("./electron-stand-in.ts", import.meta.url).href
registerHooks({
  resolve: (name, from, next) => (name === "electron" ? { url: standIn, shortCircuit: true } : next(name, from)),
})

const [main, folder, capture] = process.argv.slice(2) as [string, string, string]
const ownPassword = "Correct-horse-9"

const found = (name: string, value: unknown): void => void process.stdout.write(`${JSON.stringify({ name, value })}\n`)

async function until<Value>(what: string, look: () => Value | Promise<Value>): Promise<NonNullable<Value>> {
  for (let tries = 0; tries < 600; tries++) {
    const value = await look()
    if (value) return value
    await wait(50)
  }
  throw new Error(`${what} did not happen; the page said: ${seen.console.slice(-5).join(" | ")}`)
}

type Bridge = {
  send: (request: { method: string; input: unknown }) => Promise<{ ok: boolean; value: any; message?: string }>
  listen: (heard: (event: string, payload: unknown) => void) => () => void
  pathForFile: (file: File) => string
}

/** The headings of the first sign-in, in order; each step is left for later. */
const steps = ["Sensor network settings", "Activate this sensor", "SSL/TLS certificates", "Choose what to monitor"]

async function leaveWizard(page: Page): Promise<void> {
  for (const step of steps) {
    await page.getByRole("heading", { name: step, level: 1 }).waitFor()
    await page.getByRole("button", { name: "Do this later" }).click()
  }
  await page.getByLabel("Create a personal Admin account").uncheck()
  await page.getByRole("button", { name: "Open the console" }).click()
}

async function signIn(page: Page): Promise<void> {
  const password = await until("the first password", () => /Password: (\S+)/.exec(seen.dialogs.join("\n"))?.[1])
  await page.locator("input:not([type=password])").first().fill("admin")
  await page.locator("input[type=password]").first().fill(password)
  await page.locator("button[type=submit]").click()
  await page.getByLabel("Current password").fill(password)
  await page.getByLabel("New password", { exact: true }).fill(ownPassword)
  await page.getByLabel("New password again").fill(ownPassword)
  await page.getByRole("button", { name: "Change password" }).click()
  await leaveWizard(page)
  await page.getByRole("link", { name: "Device map" }).first().waitFor()
  found("signed in", true)
}

async function importCapture(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /import/i })
    .first()
    .click()
  await page.locator("input[type=file]").first().setInputFiles(capture)
  const done = await until("the import", () =>
    page.evaluate(async () => {
      const { sensor } = window as unknown as { sensor: Bridge }
      const { value } = await sensor.send({ method: "captures.list", input: {} })
      return value.captures.find((one: { state: string }) => ["done", "failed"].includes(one.state)) ?? null
    }),
  )
  found("imported", {
    file: (done as { file: string }).file,
    state: (done as { state: string }).state,
    sum: (done as { accounting: { read: number } }).accounting.read,
  })
}

async function showMap(page: Page): Promise<void> {
  await page.keyboard.press("Escape")
  await page.getByRole("link", { name: "Device map" }).first().click()
  await page.locator("canvas").first().waitFor()
  found("map", await page.locator("canvas").count())
}

async function probePage(page: Page): Promise<void> {
  found(
    "page world",
    await page.evaluate(() => {
      const bridge = (window as unknown as { sensor: object }).sensor
      const kinds = ["require", "process", "module", "Buffer", "__electron", "__toMain"].filter(
        (name) => name in globalThis,
      )
      return { bridge: Object.keys(bridge).sort(), frozen: Object.isFrozen(bridge), node: kinds }
    }),
  )
  found(
    "inline script ran",
    await page.evaluate(async () => {
      const script = document.createElement("script")
      script.textContent = "window.__inline = true"
      document.head.append(script)
      const away = await fetch("https://example.com/").then(
        () => "reached",
        () => "blocked",
      )
      return { inline: "__inline" in window, away }
    }),
  )
  await page.evaluate(() => {
    window.open("https://example.com/")
  })
  await until("the window's refusal", () => seen.windowsOpened.length > 0)
  found("windows opened", seen.windowsOpened)
  await page.evaluate(() => {
    location.href = "https://example.com/elsewhere"
  })
  await until("the navigation's refusal", () => seen.navigations.length > 0)
  found("navigations", seen.navigations)
  // A page of the browser's own would come a moment later.
  await page.waitForTimeout(500)
  found("still there", page.url().includes("console"))
}

async function probeMain(): Promise<void> {
  const [options] = seen.windowOptions
  found("window", {
    ...options?.webPreferences,
    preload: basename(options?.webPreferences?.preload ?? ""),
    minWidth: options?.minWidth,
    minHeight: options?.minHeight,
  })
  found("scheme", seen.privileges)
  found("sandbox", seen.sandboxEnabled)
  const asked = (name: string, url: string) =>
    new Promise((resolve) =>
      seen.permissionRequest?.(
        { getURL: () => url } as Electron.WebContents,
        name as "geolocation",
        resolve,
        {} as Electron.PermissionRequest,
      ),
    )
  const names = [
    "geolocation",
    "media",
    "notifications",
    "usb",
    "clipboard-read",
    "openExternal",
    "clipboard-sanitized-write",
  ]
  const granted: string[] = []
  for (const name of names) if (await asked(name, "app://console/")) granted.push(name)
  found("permissions", {
    granted,
    stranger: await asked("clipboard-sanitized-write", "https://example.com/"),
    device: seen.devicePermission?.({} as Electron.DevicePermissionHandlerHandlerDetails),
  })
  const handler = seen.handlers.get("sensor:ask")!
  const strangers = [
    { url: "https://example.com/", parent: null },
    { url: "app://console/", parent: {} },
    { url: "app://other/", parent: null },
    null,
  ]
  const answers = await Promise.all(
    strangers.map(async (senderFrame) => {
      const event = {
        sender: BrowserWindow.getAllWindows()[0]!.webContents,
        senderFrame,
      } as unknown as Electron.IpcMainInvokeEvent
      return Promise.resolve()
        .then(() => handler(event, { method: "session.state", input: {} }))
        .then(
          () => "answered",
          (error: Error) => error.name,
        )
    }),
  )
  found("strangers", answers)
}

async function killCore(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { sensor } = window as unknown as { sensor: Bridge }
    const heard: string[] = ((window as unknown as { __heard: string[] }).__heard = [])
    sensor.listen((event) => heard.push(event))
  })
  seen.children.at(-1)!.kill("SIGKILL")
  await until("the core's return", () =>
    page.evaluate(() => (window as unknown as { __heard: string[] }).__heard.includes("back")),
  )
  const state = await page.evaluate(async () => {
    const { sensor } = window as unknown as { sensor: Bridge }
    const person = (await sensor.send({ method: "session.state", input: {} })).value.person
    const { total } = (await sensor.send({ method: "devices.list", input: { after: "", limit: 1 } })).value
    return {
      heard: (window as unknown as { __heard: string[] }).__heard.filter(
        (event) => event === "lost" || event === "back",
      ),
      name: person?.name,
      devices: total > 0,
    }
  })
  found("core restarted", state)
}

/** "Let other computers open this console" governs the window's core too: closed at first, then open, then closed again. */
async function serveOthers(page: Page): Promise<void> {
  const address = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find((one) => one.family === "IPv4" && !one.internal)
  if (!address) return found("served to others", "no network address")
  const served = (serve: boolean): Promise<string[]> =>
    page.evaluate(
      async ([own, mask, on]) => {
        const { sensor } = window as unknown as { sensor: Bridge }
        const settings = { address: own, mask, gateway: "", dns: [], hostName: "sensor", serve: on }
        const proxy = { on: false, host: "", port: 8080, user: "" }
        const answer = await sensor.send({ method: "network.set", input: { settings, proxy, proxyPassword: null } })
        return answer.value.served
      },
      [address.address, address.netmask, serve] as const,
    )
  const open = await served(true)
  const title = await new Promise<string>((resolve, reject) => {
    const asked = get(open[0] ?? "", { rejectUnauthorized: false }, (answer) => {
      let text = ""
      answer.on("data", (piece: Buffer) => (text += piece.toString()))
      answer.on("end", () => resolve(/<title>(.*)<.title>/.exec(text)?.[1] ?? ""))
    })
    asked.on("error", reject)
  })
  found("served to others", { count: open.length, title, closed: (await served(false)).length })
}

app.on("stand-in-exit", (code: number) => {
  found("exit", code)
  process.exit(0)
})
setFilesFolder(dirname(capture))
Object.defineProperty(process, "defaultApp", { value: true })
process.argv = [process.execPath, main, "--data", folder, "--port", "0"]
try {
  await import(pathToFileURL(main).href)
  const window = await until("the window", () => BrowserWindow.getAllWindows()[0])
  const page = await until("the page", () => window.page)
  await signIn(page)
  await importCapture(page)
  await showMap(page)
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT })
  await serveOthers(page)
  await probeMain()
  await killCore(page)
  await probePage(page)
  app.quit()
} catch (error) {
  found("scenario failed", String((error as Error).stack))
  app.exit(1)
}
