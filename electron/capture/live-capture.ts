/** One run of the capture program on one interface: a child process that writes ring files until it is told to stop, or ends by itself. */
import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { CaptureReport } from "./capture-report.ts"
import { ringArguments } from "./capture-tool.ts"
import type { CaptureTool, Wanted } from "./capture-tool.ts"
import { forgetChild, noteChild } from "./orphan.ts"
import { nextRun, runName } from "./ring-files.ts"

export type Ended = {
  /** It was told to. */
  readonly asked: boolean
  readonly report: CaptureReport
  /** In words; "" when asked. */
  readonly why: string
}

const patience = 3000

export class LiveCapture {
  readonly report: CaptureReport
  readonly ended: Promise<Ended>
  readonly #child: ChildProcess
  readonly #tool: CaptureTool
  #asked = false

  /** `folder`: of the interface's ring files; it is made. `counted`: the program has told a new count. */
  constructor(tool: CaptureTool, wanted: Wanted, folder: string, fileBytes: number, counted: () => void) {
    this.report = new CaptureReport(counted)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#tool = tool
    const path = join(folder, runName(nextRun(folder), tool.name === "dumpcap" ? "pcapng" : "pcap"))
    const args = ringArguments(tool, wanted, path, fileBytes)
    this.#child = spawn(tool.path, args, { stdio: ["ignore", "ignore", "pipe"], windowsHide: true })
    if (this.#child.pid !== undefined) noteChild(folder, this.#child.pid)
    this.#child.stderr!.on("data", (piece: Buffer) => this.report.hear(piece.toString()))
    this.ended = new Promise((resolve) => {
      const end = (why: string): void => {
        this.report.end()
        forgetChild(folder)
        resolve({ asked: this.#asked, report: this.report, why: this.#asked ? "" : this.report.complaint || why })
      }
      this.#child.on("error", (error) => end(`it could not be started (${error.message})`))
      this.#child.on("close", (code, signal) =>
        end(signal ? `it was ended by the signal ${signal}` : `it ended with code ${String(code)}`),
      )
    })
  }

  /** tcpdump tells its figures only when asked; dumpcap tells by itself. */
  askFigures(): void {
    if (this.#tool.name === "tcpdump" && this.report.listening) this.#child.kill("SIGUSR1")
  }

  async stop(): Promise<Ended> {
    this.#asked = true
    this.#child.kill("SIGTERM")
    const hard = setTimeout(() => this.#child.kill("SIGKILL"), patience)
    const ended = await this.ended
    clearTimeout(hard)
    return ended
  }
}
