/** Subnets of the plant: the list, and what an Admin changes of it. */
import type { Api } from "../../shared/api/client.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"
import type { SubnetRow } from "../../shared/api/contract/subnets.ts"
import { Answer } from "./answer.svelte.ts"
import { Attempt } from "./attempt.svelte.ts"

export type SubnetEntry = Input<"subnets.save">["subnet"]
export type Imported = Output<"subnets.importCsv">

export class Subnets extends Answer<Output<"subnets.list">> {
  readonly changing = new Attempt()
  readonly #api: Api
  constructor(api: Api) {
    super(() => api.ask("subnets.list", {}))
    this.#api = api
  }

  save(before: string, subnet: SubnetEntry): Promise<boolean> {
    return this.#change(() => this.#api.ask("subnets.save", { before, subnet }))
  }
  /** Found in traffic, or configured: as it is, but configured. */
  keep({ cidr, name, ics, segregated }: SubnetRow): Promise<boolean> {
    return this.save("", { cidr, name, ics, segregated })
  }
  remove(cidrs: readonly string[]): Promise<boolean> {
    return this.#change(() => this.#api.ask("subnets.remove", { cidrs: [...cidrs] }))
  }
  setLearning(learns: boolean): Promise<boolean> {
    return this.#change(() => this.#api.ask("subnets.setLearning", { learns }))
  }
  /** null: it did not get there. */
  async importCsv(csv: string): Promise<Imported | null> {
    let taken: Imported | null = null
    await this.#change(async () => (taken = await this.#api.ask("subnets.importCsv", { csv })))
    return taken
  }
  exportCsv(): Promise<Output<"subnets.exportCsv">> {
    return this.#api.ask("subnets.exportCsv", {})
  }

  #change(act: () => Promise<unknown>): Promise<boolean> {
    return this.changing.run(async () => {
      await act()
      await this.load()
    })
  }
}
