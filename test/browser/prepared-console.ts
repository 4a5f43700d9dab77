/** A console on a site that a test wrote, over a core whose clock the test holds; signed in. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { chromium, type Browser, type Page } from "playwright-core"
import { partsBeside } from "../../electron/core/parts.ts"
import { startCore, type StartedCore } from "../../electron/core/start.ts"
import type { Database } from "../../electron/store/database.ts"
import { serveConsole } from "../../electron/web/console-server.ts"
import { openNoticed } from "../make/noticed-plant.ts"
import { freshFolder, removeFolder } from "../electron/site-in-a-folder.ts"
import { goTo, hearFaults, wide } from "./console.ts"

const dist = new URL("../../dist/web.js", import.meta.url)
const secret = "shown-once-to-the-person-at-the-laptop"

export class PreparedConsole {
  readonly folder = freshFolder()
  readonly faults: string[] = []
  /** Microseconds since 1970 UTC. */
  clock: number
  page!: Page
  #core: StartedCore | undefined
  #web: Awaited<ReturnType<typeof serveConsole>> | undefined
  #browser: Browser | undefined

  constructor(clock: number) {
    this.clock = clock
  }

  get #site(): string {
    return join(this.folder, "site")
  }

  /** The site anew, as the test writes it. */
  async write(how: (database: Database) => void): Promise<void> {
    removeFolder(this.#site)
    mkdirSync(this.#site)
    const database = await openNoticed(this.#site)
    how(database)
    database.close()
  }

  async open(): Promise<void> {
    const say = (line: string): void => void this.faults.push(line)
    this.#core = await startCore({
      ...{ folder: this.#site, parts: partsBeside(dist.href), driver: "best", version: "test", sample: true },
      ...{ once: secret, now: () => this.clock, log: say, broke: say },
    })
    const pages = fileURLToPath(new URL("./page", dist))
    const core = this.#core
    this.#web = await serveConsole({ core, console: core.console, pages, port: 0, log: say, serves: () => true })
    this.#browser ??= await chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    })
    this.page = await this.#browser.newPage({ ignoreHTTPSErrors: true, viewport: wide })
    this.page.setDefaultTimeout(15_000)
    hearFaults(this.page, this.faults)
    await this.page.goto(`${this.#web.address()}/#once=${secret}`)
    await this.page.getByRole("navigation", { name: "Tools" }).waitFor()
  }

  async close(): Promise<void> {
    await this.page.close()
    await this.#web?.stop()
    await this.#core?.stop()
  }

  async end(): Promise<void> {
    await this.close()
    await this.#browser?.close()
    removeFolder(this.folder)
  }

  go(path: string): Promise<void> {
    return goTo(this.page, path)
  }
}
