/** What this machine could listen to: the capture program, the interfaces, and what stands in the way. */
import type { NetworkInterface } from "../../shared/api/contract/monitoring.ts"
import { Refusal } from "../../shared/api/server.ts"
import { lacksRight, noRight, noTool } from "../capture/capture-obstacle.ts"
import type { Obstacle } from "../capture/capture-obstacle.ts"
import { findCaptureTool, isInterfaceName, openArguments } from "../capture/capture-tool.ts"
import { checkFilter } from "../capture/check-filter.ts"
import type { FilterVerdict } from "../capture/check-filter.ts"
import type { CaptureTool } from "../capture/capture-tool.ts"
import { listedInterfaces, networkInterfaces } from "../capture/network-interfaces.ts"
import type { FoundInterface } from "../capture/network-interfaces.ts"
import { PacketRates } from "../capture/packet-rates.ts"
import type { MonitoringWorld } from "./monitoring-world.ts"

export type Look = { readonly tool: CaptureTool | null; readonly obstacle: Obstacle | null }

/** Milliseconds for which a look at the tool is good: asking it costs processes, and pages ask every second. */
const freshFor = 4000

export class MonitoringLook {
  readonly #world: MonitoringWorld
  /** Milliseconds. */
  readonly #clock: () => number
  readonly #rates = new PacketRates()
  /** What the capture program lists, by name. */
  #listed: ReadonlyMap<string, string> = new Map()
  #last: { readonly at: number; readonly look: Promise<Look> } | null = null

  constructor(world: MonitoringWorld, clock: () => number) {
    this.#world = world
    this.#clock = clock
  }

  /** The capture program and whether it may capture; looked at anew every few seconds. */
  tool(): Promise<Look> {
    const at = this.#clock()
    if (this.#last === null || Math.abs(at - this.#last.at) > freshFor) this.#last = { at, look: this.#look() }
    return this.#last.look
  }

  /** A person has asked: they may have just installed it. */
  again(): Promise<Look> {
    this.#last = null
    return this.tool()
  }

  found(): FoundInterface[] {
    const { sysfs, addresses } = this.#world
    return networkInterfaces({ sysfs, addresses: addresses(), listed: this.#listed })
  }

  async interfaces(monitored: readonly string[]): Promise<Look & { interfaces: NetworkInterface[] }> {
    const { tool, obstacle } = await this.tool()
    const interfaces = this.found().map((one) => ({
      ...one,
      addresses: [...one.addresses],
      packetsPerSecond: this.#rates.note(one.name, this.#clock(), one.receivedPackets ?? 0, 0).packetsPerSecond,
      monitored: monitored.includes(one.name),
    }))
    return { tool, obstacle, interfaces }
  }

  /** Only what this machine has is handed to the capture program. */
  mustKnow(names: readonly string[]): void {
    const known = this.found().map((one) => one.name)
    const unknown = names.find((name) => !known.includes(name) || !isInterfaceName(name))
    if (unknown !== undefined)
      throw new Refusal("refused", `This computer has no interface ${unknown}. Look again and choose one of the list.`)
  }

  /** The capture program can check a filter only on an interface that is switched on: one of the preferred, or any. */
  async judge({ tool }: Look, preferred: readonly string[], filter: string): Promise<FilterVerdict> {
    const found = this.found().filter(({ link }) => link !== "down")
    const one = found.find(({ name }) => preferred.includes(name)) ?? found[0]
    if (tool === null || one === undefined)
      return { valid: false, sentence: "The filter can't be checked: no interface of this computer is switched on." }
    return checkFilter(tool, one.name, filter, this.#world.run)
  }

  async #look(): Promise<Look> {
    const { system, run } = this.#world
    const tool = await findCaptureTool(this.#world)
    if (tool === null) return { tool, obstacle: noTool(system) }
    const listing = await run(tool.path, tool.name === "dumpcap" ? ["-D", "-M"] : ["-D"])
    this.#listed = listedInterfaces(listing.out)
    const [first] = this.found()
    const opened = first && (await run(tool.path, openArguments(first.name)))
    const refused = opened !== undefined && opened.code !== 0 && lacksRight(opened.error)
    return { tool, obstacle: refused ? noRight(system, tool) : null }
  }
}
