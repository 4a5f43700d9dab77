/** Sensor network settings: what this console serves, certifies and uses. The operating system's own are only shown. */
import { Refusal } from "../../shared/api/server.ts"
import { judgeNetwork } from "../../shared/setup/network-rules.ts"
import type { Condition } from "../../shared/setup/system-messages.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { fromMachine, loadNetwork, keepNetwork, proxyOf, sealProxyPassword } from "./console-network.ts"
import type { Proxy, StoredNetwork } from "./console-network.ts"
import type { DeskTools, Watch } from "./desks.ts"
import { machineNetwork } from "./machine-network.ts"
import { turns } from "./turns.ts"

type Wanted = Parameters<Desk<"network">["set"]>[0]

export class NetworkDesk implements Desk<"network">, Watch {
  readonly #tools: DeskTools
  readonly #listeners: (() => Promise<void>)[] = []
  readonly #fixedBy: string
  #served: readonly string[] = []
  readonly #inTurn = turns()
  #network: StoredNetwork | null
  /** Why the settings could not be read at the start; "" when all is well, or new ones were saved. */
  #damaged = ""

  /** `fixedBy`: how the command line governs the address; "" where the settings do. */
  constructor(tools: DeskTools, fixedBy: string) {
    this.#tools = tools
    this.#fixedBy = fixedBy
    const { value, damaged } = loadNetwork(tools.folder, tools.now() / 1000)
    this.#network = value
    if (!damaged) return
    this.#damaged = damaged.reason
    tools.log(`${damaged.reason} It was kept as ${damaged.place}; enter the network settings again.`)
  }

  readonly conditions = (): readonly Condition[] =>
    this.#damaged === "" ? [] : [{ name: "network-damaged", values: { reason: this.#damaged } }]

  /** What was saved, or null. */
  get saved(): StoredNetwork | null {
    return this.#network
  }
  get proxy(): Proxy {
    return proxyOf(this.#network, this.#tools.sealer)
  }
  /** Where the host serves the console now. */
  get served(): readonly string[] {
    return this.#served
  }
  set served(addresses: readonly string[]) {
    this.#served = addresses
  }
  /** Called, and waited for, after every change. */
  onChange(heard: () => Promise<void>): void {
    this.#listeners.push(heard)
  }

  readonly get: Desk<"network">["get"] = () => {
    const machine = machineNetwork()
    const { proxy, proxyPassword, dns, ...rest } = this.#network ?? fromMachine(machine)
    return {
      settings: { ...rest, dns: [...dns], proxy: { ...proxy, hasPassword: proxyPassword !== "" } },
      saved: this.#network !== null,
      machine,
      served: [...this.#served],
      fixedBy: this.#fixedBy,
    }
  }

  readonly set: Desk<"network">["set"] = (input, context) => this.#inTurn(() => this.#set(input, context))

  async #set({ settings, proxy, proxyPassword }: Wanted, context: Context): Promise<{ served: string[] }> {
    const wanted = { ...settings, hostName: settings.hostName.trim(), proxy }
    const fault = judgeNetwork(wanted)
    if (fault) throw new Refusal("refused", fault.sentence, { reason: fault.field, remedy: fault.remedy })
    const before = this.#network
    const kept = before?.proxyPassword ?? ""
    const sealed = proxyPassword === null ? kept : sealProxyPassword(this.#tools.sealer, proxyPassword)
    this.#network = { ...wanted, proxyPassword: proxy.on ? sealed : "" }
    keepNetwork(this.#tools.folder, this.#network)
    try {
      for (const heard of this.#listeners) await heard()
    } catch (error) {
      keepNetwork(this.#tools.folder, before)
      this.#network = before
      for (const heard of this.#listeners) await heard()
      throw new Refusal("refused", `The console can't be served there: ${(error as Error).message}`, {
        reason: "address",
        remedy: "Give an address that this computer has now, or leave serving to other computers off.",
      })
    }
    this.#damaged = ""
    await this.#tools.journal({
      kind: "network",
      title: "Network settings changed",
      text: `Address ${settings.address}, host name ${wanted.hostName}, ${settings.serve ? "served to the network" : "served to this computer only"}, proxy ${proxy.on ? `${proxy.host}:${proxy.port}` : "off"}.`,
      who: by(context),
      origin: context.caller.origin,
    })
    this.#tools.changed()
    return { served: [...this.#served] }
  }
}
