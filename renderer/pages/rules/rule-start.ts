/** The rule that "Make a rule of this" begins with: of an alert, an event, a function or a place, with the addresses that the sensor knows. */
import type { Api } from "../../../shared/api/client.ts"
import type { DeviceRow, SpokenFunction, SpokenPlace, SpokenProtocol } from "../../../shared/api/contract/devices.ts"
import type { TimelineEvent } from "../../../shared/api/contract/timeline.ts"
import type { Rule } from "../../../shared/detections/custom/rule.ts"
import { ruleOf, ruleOfEvent, ruleOfFunction } from "../../../shared/detections/custom/rule-from.ts"
import type { WholeAlert } from "../../state/alert-file.svelte.ts"

type End = Pick<DeviceRow, "addresses" | "macs">
const addressOf = (device: End | undefined): string => device?.addresses[0] ?? device?.macs[0] ?? ""

export function ruleOfAlert({ alert, lines }: WholeAlert): Rule {
  const { kind, title, severity, protocol, source, target } = alert
  return ruleOf({ kind, title, severity, protocol, source: source.address, target: target.address, lines })
}

/** Addresses in the order of the ids; "" of who is gone. */
async function addressesOf(api: Api, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const { devices } = await api.ask("devices.some", { ids: [...ids] })
  return ids.map((id) => addressOf(devices.find((one) => one.id === id)))
}

/** An event that tells of an alert leads to the alert's own rule. */
export async function ruleOfTimeline(api: Api, event: TimelineEvent): Promise<Rule> {
  if (event.alert !== "") return ruleOfAlert(await api.ask("alerts.get", { id: event.alert }))
  const ids = event.devices.slice(0, 2).map(({ id }) => id)
  const [source = "", target = ""] = await addressesOf(api, ids)
  return ruleOfEvent({ kind: event.kind, title: event.title, protocol: event.protocol, source, target })
}

/** `peer`: "" where it is anybody. */
export async function ruleOfSpoken(
  api: Api,
  device: DeviceRow,
  protocol: SpokenProtocol,
  row: SpokenFunction | SpokenPlace,
): Promise<Rule> {
  const isPlace = "peer" in row
  const [other = ""] = await addressesOf(api, isPlace ? [row.peer] : [])
  const own = addressOf(device)
  const [source, target] = row.role === "asks" ? [own, other] : [other, own]
  return ruleOfFunction({
    ...{ protocol: protocol.name, title: protocol.title, function: row.name || row.key, source, target },
    where: isPlace ? row.where : "",
    value: isPlace ? row.value : "",
  })
}
