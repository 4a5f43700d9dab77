/**
 * Stands in for the `electron` module where its binary can't be had: each BrowserWindow is a tab of a real Chromium, the preload runs in
 * a real isolated world, app:// pages come from the protocol handler of the program under test, the utility process is a Node process.
 * Every name is checked against electron.d.ts by `satisfies`. Not covered: native dialogs, the sandbox itself, fuses, asar integrity.
 */
import { fork } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { EventEmitter } from "node:events"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type Electron from "electron"
import { chromium } from "playwright-core"
import type { Browser, BrowserContext, CDPSession, Page, Route } from "playwright-core"
import { isolatedWorld, pageWorld } from "./preload-world.ts"

type Has<Type> = Partial<Record<keyof Type, unknown>>

/** Chromium does not know app://, so its pages lie under this address there; the program never sees it. */
const webOrigin = "https://console.app.invalid"
const toWeb = (address: string): string => address.replace(/^app:\/\/console/, webOrigin)
const toApp = (address: string): string => address.replace(webOrigin, "app://console")

/** What the scenario looks at and steers. */
export const seen = {
  windowOptions: [] as Electron.BrowserWindowConstructorOptions[],
  navigations: [] as { url: string; allowed: boolean }[],
  windowsOpened: [] as { url: string; allowed: boolean }[],
  privileges: [] as Electron.CustomScheme[],
  sandboxEnabled: false,
  permissionRequest: null as Parameters<Electron.Session["setPermissionRequestHandler"]>[0],
  permissionCheck: null as Parameters<Electron.Session["setPermissionCheckHandler"]>[0],
  devicePermission: null as Parameters<Electron.Session["setDevicePermissionHandler"]>[0],
  handlers: new Map<string, (event: Electron.IpcMainInvokeEvent, ...values: unknown[]) => unknown>(),
  children: [] as ChildProcess[],
  dialogs: [] as string[],
  console: [] as string[],
  exitCode: null as number | null,
}

/** Folder of the files that the test hands to pages; set before the program starts. */
let filesFolder = ""
export const setFilesFolder = (folder: string): void => void (filesFolder = folder)

let browser: Browser | undefined
let context: BrowserContext
let appHandler: ((request: Request) => Response | Promise<Response>) | undefined

const flags = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

async function launch(): Promise<void> {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags })
  context = await browser.newContext({ viewport: null })
}

async function servePage(route: Route): Promise<void> {
  const request = route.request()
  if (!request.url().startsWith(webOrigin)) return route.abort()
  const answer = await appHandler!(new Request(toApp(request.url()), { method: request.method() }))
  await route.fulfill({
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: Buffer.from(await answer.arrayBuffer()),
  })
}

class WebContents extends EventEmitter {
  readonly id: number
  readonly window: BrowserWindow
  openHandler: Parameters<Electron.WebContents["setWindowOpenHandler"]>[0] = () => ({ action: "allow" })

  constructor(id: number, window: BrowserWindow) {
    super()
    this.id = id
    this.window = window
  }
  send(channel: string, ...values: unknown[]): void {
    void this.window.toPreload({ kind: "event", channel, values })
  }
  setWindowOpenHandler(handler: WebContents["openHandler"]): void {
    this.openHandler = handler
  }
  getURL(): string {
    return toApp(this.window.page?.url() ?? "")
  }
}
WebContents.prototype satisfies Has<Electron.WebContents> & { id: number; window: unknown; openHandler: unknown }

const windows = new Set<BrowserWindow>()

export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...windows]
  }
  readonly webContents: WebContents
  readonly #options: Electron.BrowserWindowConstructorOptions
  readonly #opened: Promise<void>
  page: Page | undefined
  #devtools: CDPSession | undefined
  #preloadWorld: number | undefined
  #loading = ""

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    this.#options = options
    seen.windowOptions.push(options)
    windows.add(this)
    this.webContents = new WebContents(windows.size, this)
    app.emit("web-contents-created", {}, this.webContents)
    this.#opened = this.#open()
  }

  async #open(): Promise<void> {
    const page = (this.page = await context.newPage())
    await page.setViewportSize({ width: this.#options.width ?? 800, height: this.#options.height ?? 600 })
    page.on("console", (message) => seen.console.push(`${message.type()}: ${message.text()}`))
    page.on("pageerror", (error) => seen.console.push(`error: ${error.message}`))
    page.on("popup", (popup) => void this.#judgePopup(popup))
    page.on("close", () => this.#closed())
    await page.route("**/*", (route) => this.#judgeRequest(route))
    await this.#installPreload(page)
  }

  async #installPreload(page: Page): Promise<void> {
    const devtools = (this.#devtools = await context.newCDPSession(page))
    await devtools.send("Page.enable")
    await devtools.send("Runtime.enable")
    devtools.on("Runtime.executionContextCreated", ({ context: made }) => {
      if (made.name === "preload") this.#preloadWorld = made.id
    })
    devtools.on("Runtime.bindingCalled", ({ payload }) => void this.#invoked(payload))
    await devtools.send("Runtime.addBinding", { name: "__toMain", executionContextName: "preload" })
    await devtools.send("Page.addScriptToEvaluateOnNewDocument", { source: pageWorld })
    const preload = this.#options.webPreferences?.preload
    if (preload === undefined) return
    const require = `(name) => { if (name === "electron") return __electron; throw new Error("module not found: " + name) }`
    const source = `${isolatedWorld(filesFolder)}((require, module, exports) => {${readFileSync(preload, "utf8")}\n})(${require}, { exports: {} }, {});`
    await devtools.send("Page.addScriptToEvaluateOnNewDocument", { worldName: "preload", source })
  }

  /** A navigation that the page itself begins goes through the program's will-navigate, as in Electron. */
  async #judgeRequest(route: Route): Promise<void> {
    const request = route.request()
    if (request.isNavigationRequest() && request.url() !== this.#loading) {
      let allowed = true
      const url = toApp(request.url())
      this.webContents.emit("will-navigate", { url, preventDefault: () => (allowed = false) })
      seen.navigations.push({ url, allowed })
      // As if it had never begun: of any other failure the browser shows a page of its own.
      if (!allowed) return route.abort("aborted")
    }
    return servePage(route)
  }

  async #judgePopup(popup: Page): Promise<void> {
    const url = toApp(popup.url())
    const { action } = this.webContents.openHandler({ url } as Electron.HandlerDetails)
    seen.windowsOpened.push({ url, allowed: action === "allow" })
    await popup.close()
  }

  async #invoked(payload: string): Promise<void> {
    const { id, channel, values } = JSON.parse(payload) as { id: number; channel: string; values: unknown[] }
    const event = {
      sender: this.webContents,
      senderFrame: { url: this.webContents.getURL(), parent: null },
    } as unknown as Electron.IpcMainInvokeEvent
    try {
      const handler = seen.handlers.get(channel)
      if (!handler) throw new Error(`No handler registered for '${channel}'`)
      await this.toPreload({ id, value: await handler(event, ...values) })
    } catch (error) {
      await this.toPreload({ id, error: `Error invoking remote method '${channel}': ${String(error)}` })
    }
  }

  async toPreload(message: unknown): Promise<void> {
    await this.#opened
    const expression = `__fromMain(${JSON.stringify(JSON.stringify(message))})`
    if (this.#preloadWorld === undefined || this.page?.isClosed()) return
    const sent = this.#devtools?.send("Runtime.evaluate", { expression, contextId: this.#preloadWorld })
    await sent?.catch((error: Error) => seen.console.push(`not sent: ${error.message}`)) // the page went away meanwhile
  }

  #closed(): void {
    windows.delete(this)
    this.webContents.emit("destroyed")
    this.emit("closed")
    if (windows.size === 0) app.emit("window-all-closed")
  }

  async loadURL(address: string): Promise<void> {
    await this.#opened
    this.#loading = toWeb(address).replace(/#.*/, "")
    await this.page!.goto(toWeb(address))
    this.emit("ready-to-show")
  }
  show(): void {
    seen.console.push("window shown")
  }
  focus(): void {
    void this.page?.bringToFront()
  }
}

let ready: Promise<void> | undefined

class App extends EventEmitter {
  whenReady(): Promise<void> {
    return (ready ??= launch())
  }
  requestSingleInstanceLock(): boolean {
    return true
  }
  enableSandbox(): void {
    seen.sandboxEnabled = true
  }
  quit(): void {
    let prevented = false
    this.emit("before-quit", { preventDefault: () => (prevented = true) })
    if (!prevented) this.exit(0)
  }
  exit(code = 0): void {
    seen.exitCode = code
    for (const child of seen.children) child.kill()
    void (browser?.close() ?? Promise.resolve()).finally(() => this.emit("stand-in-exit", code))
  }
}
export const app = new App()
App.prototype satisfies Has<Electron.App>

export const ipcMain = {
  handle: (channel: string, handler: (event: Electron.IpcMainInvokeEvent, ...values: unknown[]) => unknown): void => {
    if (seen.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    seen.handlers.set(channel, handler)
  },
} satisfies Has<Electron.IpcMain>

export const protocol = {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]): void => void seen.privileges.push(...schemes),
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>): void => {
    if (scheme === "app") appHandler = handler
  },
} satisfies Has<Electron.Protocol>

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: typeof seen.permissionRequest): void =>
      void (seen.permissionRequest = handler),
    setPermissionCheckHandler: (handler: typeof seen.permissionCheck): void => void (seen.permissionCheck = handler),
    setDevicePermissionHandler: (handler: typeof seen.devicePermission): void => void (seen.devicePermission = handler),
  } satisfies Has<Electron.Session>,
}

export const Menu = { setApplicationMenu: (_: Electron.Menu | null): void => undefined } satisfies Has<
  typeof Electron.Menu
>

export const dialog = {
  showMessageBox: (options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue> => {
    seen.dialogs.push(`${options.message} ${options.detail ?? ""}`)
    return Promise.resolve({ response: 0, checkboxChecked: false })
  },
  showErrorBox: (title: string, content: string): void => void seen.dialogs.push(`${title}: ${content}`),
} satisfies Has<Electron.Dialog>

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  constructor(path: string, words: readonly string[]) {
    super()
    const port = fileURLToPath(new URL("./utility-process.ts", import.meta.url))
    this.#child = fork(path, [...words], { execArgv: ["--import", port], serialization: "advanced" })
    seen.children.push(this.#child)
    this.#child.on("message", (message) => this.emit("message", message))
    this.#child.on("exit", (code) => this.emit("exit", code ?? 1))
  }
  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object)
  }
  kill(): boolean {
    return this.#child.kill()
  }
}
UtilityProcess.prototype satisfies Has<Electron.UtilityProcess>

export const utilityProcess = {
  fork: (path: string, words: readonly string[] = []): UtilityProcess => new UtilityProcess(path, words),
} satisfies Has<typeof Electron.utilityProcess>
