/** Two network namespaces with a cable between them, and a sensor that listens at one end. Needs root and Linux. */
import { execFileSync, spawn, spawnSync } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { Input, MethodName, Output } from "../../shared/api/contract/index.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const victim = fileURLToPath(new URL("./monitoring-victim.ts", import.meta.url))
const needed = ["ip", "tcpreplay", "dumpcap"]

/** Why the tests on a wire can't run here; "" when they can. */
export function whyNoWire(): string {
  if (process.platform !== "linux") return "only Linux has network namespaces"
  if (process.getuid?.() !== 0) return "making a network namespace needs root"
  const missing = needed.filter((name) => spawnSync(name, ["-V"]).error !== undefined)
  if (missing.length > 0) return `${missing.join(" and ")} not installed`
  const name = `pwtry${process.pid}`
  const make = [
    ["netns", "add", name],
    ["-n", name, "link", "add", "try0", "type", "veth", "peer", "name", "try1"],
    ["-n", name, "link", "set", "try0", "up"],
    ["netns", "exec", name, "dumpcap", "-L", "-i", "try0"],
  ]
  const allowed = make.every((args) => spawnSync("ip", args).status === 0)
  spawnSync("ip", ["netns", "del", name])
  return allowed ? "" : "this machine does not allow network namespaces with a cable between them"
}

export class Wire {
  readonly #ear = `pwear${process.pid}`
  readonly #mouth = `pwmouth${process.pid}`
  /** The interface that is listened to. */
  readonly name = "mirror0"

  constructor() {
    for (const space of [this.#ear, this.#mouth]) {
      this.#ip("netns", "add", space)
    }
    this.plug()
  }

  plug(): void {
    this.#ip("-n", this.#ear, "link", "add", this.name, "type", "veth", "peer", "name", "plant0", "netns", this.#mouth)
    for (const [space, name] of [
      [this.#mouth, "plant0"],
      [this.#ear, this.name],
    ] as const) {
      // The system's own announcements would be packets that nobody sent.
      this.#ip("-n", space, "link", "set", name, "addrgenmode", "none")
      this.#ip("-n", space, "link", "set", name, "up")
    }
  }

  unplug(): void {
    this.#ip("-n", this.#ear, "link", "del", this.name)
  }

  set(state: "up" | "down"): void {
    this.#ip("-n", this.#ear, "link", "set", this.name, state)
  }

  /** Packets that tcpreplay got onto the wire. */
  send(capture: string, perSecond: number, loops: number): Promise<number> {
    const args = ["-i", "plant0", "-q", "--preload-pcap", `--pps=${perSecond}`, `--loop=${loops}`, capture]
    const child = spawn("ip", ["netns", "exec", this.#mouth, "tcpreplay", ...args], {
      stdio: ["ignore", "pipe", "ignore"],
    })
    let said = ""
    child.stdout.on("data", (piece: Buffer) => (said += piece.toString()))
    return new Promise((resolve) =>
      child.on("close", () => resolve(Number(/Successful packets:\s+(\d+)/.exec(said)?.[1] ?? 0))),
    )
  }

  sensor(folder: string): Promise<Sensor> {
    const parts = pathToFileURL(join(root, "dist/web.js")).href
    const args = ["netns", "exec", this.#ear, process.execPath, victim, folder, parts]
    return Sensor.start(spawn("ip", args, { stdio: ["pipe", "pipe", "inherit"] }))
  }

  remove(): void {
    for (const space of [this.#ear, this.#mouth]) spawnSync("ip", ["netns", "del", space])
  }

  #ip(...args: string[]): void {
    execFileSync("ip", args, { stdio: ["ignore", "ignore", "inherit"] })
  }
}

/** A core in a process of its own. */
export class Sensor {
  readonly #child: ChildProcess
  readonly #answers: ((line: string) => void)[] = []
  readonly #ended: Promise<unknown>

  private constructor(child: ChildProcess) {
    this.#child = child
    this.#ended = new Promise((resolve) => child.on("close", resolve))
    createInterface({ input: child.stdout! }).on("line", (line) => this.#answers.shift()?.(line))
  }

  static async start(child: ChildProcess): Promise<Sensor> {
    const sensor = new Sensor(child)
    await new Promise<string>((resolve) => sensor.#answers.push(resolve))
    return sensor
  }

  async ask<Name extends MethodName>(method: Name, input: Input<Name>): Promise<Output<Name>> {
    this.#child.stdin!.write(`${JSON.stringify({ method, input })}\n`)
    const line = await new Promise<string>((resolve) => this.#answers.push(resolve))
    const answer = JSON.parse(line) as { ok: boolean; message?: string; value: Output<Name> }
    if (!answer.ok) throw new Error(answer.message)
    return answer.value
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL")
    await this.#ended
  }

  async end(): Promise<void> {
    this.#child.stdin!.end(`${JSON.stringify({ method: "end", input: {} })}\n`)
    await this.#ended
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The capture program that writes this ring folder now. */
export const captureProcess = (ring: string): number =>
  (JSON.parse(readFileSync(join(ring, "capture.pid"), "utf8")) as { pid: number }).pid
