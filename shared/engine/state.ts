/** The engine's whole state between captures as bytes: what a site knows, from which the next import goes on. */
import type { Judge } from "../detections/judge.ts"
import { restoreBacnetAddresses, saveBacnetAddresses } from "../protocols/bacnet/bacnet-addresses.ts"
import type { Engine } from "./engine.ts"
import type { Report } from "./report.ts"

/** Raised with every change of what is saved; an older state is read by the code that knows it, or refused in words. */
const format: number = 1

/** The state was written by another version of the engine. */
export class ForeignState extends Error {
  override readonly name = "ForeignState"
}

export const save = (engine: Engine, report: Report): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(whole(engine, report)))

export function restore(bytes: Uint8Array, engine: Engine, report: Report): void {
  const state = JSON.parse(new TextDecoder().decode(bytes)) as Omit<ReturnType<typeof whole>, "judge"> & {
    readonly judge?: ReturnType<Judge["save"]>
  }
  if (state.format !== format) {
    throw new ForeignState(`The saved state has format ${String(state.format)}; this version reads format ${format}.`)
  }
  engine.packet.addresses6.restore(state.addresses6)
  // Older states have none of these.
  const { tunnels, bacnet } = state as Partial<typeof state>
  if (tunnels !== undefined) engine.tunnels.restore(tunnels)
  if (bacnet !== undefined) restoreBacnetAddresses(bacnet)
  engine.endpoints.restore(state.endpoints)
  engine.pairs.restore(state.pairs)
  report.model.restore(state.model, {
    ...{ count: engine.endpoints.count, hops: engine.endpoints.hops },
    mac: (id) => engine.endpoints.mac(id),
    vlan: (id) => engine.endpoints.vlan(id),
    tunnel: (id) => engine.tunnels.scope(engine.endpoints.tunnel(id)),
    address: (id) => engine.endpoints.address(id),
    measure: (id) => engine.endpoints.measure(id),
  })
  report.settle()
  // States of before traffic was judged hold no judgement.
  if (state.judge !== undefined) report.judge.restore(state.judge)
  if ((state.judge as { normal?: object } | undefined)?.normal === undefined) report.recall()
}

const whole = (engine: Engine, report: Report) => ({
  format,
  addresses6: engine.packet.addresses6.save(),
  tunnels: engine.tunnels.save(),
  bacnet: saveBacnetAddresses(),
  endpoints: engine.endpoints.save(),
  pairs: engine.pairs.save(),
  model: report.model.save(),
  judge: report.judge.save(),
})
