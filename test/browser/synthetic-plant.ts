/** Lends a page a large invented plant by answering two of its questions instead of the sensor: for measuring, not for showing. */
import type { Page } from "playwright-core"
import type { DeviceRow } from "../../shared/api/contract/devices.ts"
import type { Input, Output } from "../../shared/api/contract/index.ts"
import { deviceRow } from "../renderer/device-row.ts"

type Kind = { readonly type: DeviceRow["type"]; readonly purdue: DeviceRow["purdue"]; readonly protocol: string }
const kinds: readonly Kind[] = [
  { type: "plc", purdue: 1, protocol: "s7comm" },
  { type: "drive", purdue: 0, protocol: "modbus" },
  { type: "drive", purdue: 0, protocol: "modbus" },
  { type: "io-adapter", purdue: 0, protocol: "enip" },
  { type: "hmi", purdue: 2, protocol: "s7comm" },
  { type: "historian", purdue: 3, protocol: "http" },
  { type: "workstation", purdue: 4, protocol: "smb" },
  { type: "unknown", purdue: -1, protocol: "arp" },
]
const perSubnet = 50
const now = 1_760_000_000_000_000

function devicesOf(count: number): DeviceRow[] {
  return Array.from({ length: count }, (_, at) => {
    const kind = kinds[at % kinds.length] ?? { type: "unknown", purdue: -1, protocol: "arp" }
    const subnet = Math.floor(at / perSubnet)
    const protocols = [{ name: kind.protocol, role: "server" as const }]
    return deviceRow({
      id: `device-${String(at).padStart(6, "0")}`,
      name: `${kind.type}-${at}`,
      type: kind.type,
      purdue: kind.purdue,
      protocols,
      addresses: [`10.${Math.floor(subnet / 250)}.${subnet % 250}.${(at % perSubnet) + 1}`],
      macs: [`00:1b:1b:${[16, 8, 0].map((shift) => ((at >> shift) & 255).toString(16).padStart(2, "0")).join(":")}`],
      vendor: "Siemens",
      firstSeen: now - at,
      lastSeen: now - at * 1000,
    })
  })
}

/** Nine of ten lines stay near, as in plants; the same numbers give the same lines. */
function linesOf(devices: readonly DeviceRow[], count: number): Output<"map.get">["lines"] {
  let seed = 1
  const random = (below: number) => (seed = (seed * 16_807) % 2_147_483_647) % below
  const found = new Map<string, Output<"map.get">["lines"][number]>()
  while (found.size < count) {
    const from = random(devices.length)
    const near = Math.min(devices.length - 1, Math.max(0, from + random(perSubnet) - perSubnet / 2))
    const to = random(10) > 0 ? near : random(devices.length)
    const [client, server] = [devices[from], devices[to]]
    if (!client || !server || client === server) continue
    const packets = random(100_000)
    found.set(`${from}|${to}`, {
      client: client.id,
      server: server.id,
      protocols: server.protocols.map(({ name }) => name),
      ports: [502],
      packets,
      bytes: packets * 80,
      lastSeen: now,
    })
  }
  return [...found.values()]
}

export async function lendPlant(page: Page, deviceCount: number, lineCount: number): Promise<void> {
  const devices = devicesOf(deviceCount)
  const map = { devices, lines: linesOf(devices, lineCount), pins: [] } satisfies Output<"map.get">
  const listed = ({ after, limit }: Input<"devices.list">): Output<"devices.list"> => {
    const from = after === "" ? 0 : devices.findIndex(({ id }) => id === after) + 1
    return { devices: devices.slice(from, from + limit), total: devices.length, more: from + limit < devices.length }
  }
  await page.unroute("**/api")
  await page.route("**/api", (route) => {
    const asked = route.request().postDataJSON() as { method: string; input: Input<"devices.list"> }
    if (asked.method === "map.get") return route.fulfill({ json: { ok: true, value: map } })
    if (asked.method === "devices.list") return route.fulfill({ json: { ok: true, value: listed(asked.input) } })
    return route.fallback()
  })
}
