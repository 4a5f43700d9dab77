/** ARP: somebody asks for one address after the other, or says that another's address is its own. */
import type { Detection, Judging, Minute, Spoken } from "../detection.ts"

const scan = "arp-address-scan-detected"
const spoofing = "arp-spoofing"

function asks(
  { client, address, time }: Spoken<"resolve">,
  { world, raise, tell, threshold, counting, mayScan }: Judging,
): void {
  if (mayScan(client)) return
  const limit = threshold(scan, client)
  if (!counting.reachesDistinct(`${scan}|${world.text(client)}`, address, time, limit)) return
  const message = `{source} asked by ARP for ${limit.count} addresses or more within ${Math.ceil(limit.seconds / 60)} minutes.`
  tell({ kind: "SCAN", source: client, target: -1, protocol: "arp", text: message, time })
  raise({
    kind: scan,
    source: client,
    target: -1,
    protocol: "arp",
    message,
    line: { what: `Asked for ${address}` },
    time,
  })
}

/** Who claims an address that another card claimed before is remembered; how often it says so is counted by the minute. */
function claims({ mac, vlan, address, how, tunnel = "" }: Spoken<"binding">, { swap }: Judging): void {
  if (how !== "arp" && how !== "arp-announcement") return
  const before = swap(`arp|${vlan}|${tunnel === "" ? "" : `${tunnel}|`}${address}`, mac)
  if (before === "" || before === mac) return
  swap(`arp-other|${mac}`, `${address}, which ${before} had`)
}

function judge(minute: Minute, { world, raise, threshold, swap }: Judging): void {
  for (const { client, protocol, packets } of minute.traffic) {
    if (protocol !== "arp") continue
    const limit = threshold(spoofing, client)
    if (packets < (limit.count * 60) / limit.seconds) continue
    const key = `arp-other|${world.text(client)}`
    const what = swap(key, "")
    if (what === "") continue
    swap(key, what)
    const message = `{source} said again and again by ARP that it has the address ${what}: traffic for it may pass through the wrong machine.`
    raise({
      kind: spoofing,
      source: client,
      target: -1,
      protocol: "arp",
      message,
      line: { what: "Address of another", where: what },
      time: minute.time,
    })
  }
}

const [mine, other] = ["00:11:22:33:44:55", "00:aa:bb:cc:dd:ee"]
const arp = (packets: number) =>
  ({ says: "minute", from: other, to: "ff:ff:ff:ff:ff:ff", protocol: "arp", packets, bytes: packets * 60 }) as const

export const addressResolution: Detection = {
  kinds: [scan, spoofing],
  facts: { resolve: asks, binding: claims },
  minute: judge,
  examples: [
    {
      name: "forty addresses within minutes",
      then: Array.from(
        { length: 40 },
        (_, n) => ({ says: "resolve", from: other, address: `10.0.0.${n + 1}`, at: n }) as const,
      ),
      raises: [scan],
    },
    {
      name: "the neighbours of a working day",
      then: Array.from(
        { length: 40 },
        (_, n) => ({ says: "resolve", from: other, address: `10.0.0.${n + 1}`, at: n * 600 }) as const,
      ),
      raises: [],
    },
    {
      name: "the address of the router, again and again",
      learned: [{ says: "binding", mac: mine, address: "10.0.0.1" }],
      then: [{ says: "binding", mac: other, address: "10.0.0.1" }, arp(80)],
      raises: [spoofing],
    },
    {
      name: "a device gets the address of one that was replaced",
      learned: [{ says: "binding", mac: mine, address: "10.0.0.1" }],
      then: [{ says: "binding", mac: other, address: "10.0.0.1" }, arp(3)],
      raises: [],
    },
  ],
}
