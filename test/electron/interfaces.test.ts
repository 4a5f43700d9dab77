/** The list of network interfaces, from a tree of files that stands in for sysfs, and from what capture programs list. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { linkOf, readCounters } from "../../electron/capture/interface-counters.ts"
import { listedInterfaces, networkInterfaces } from "../../electron/capture/network-interfaces.ts"
import { PacketRates } from "../../electron/capture/packet-rates.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const sysfs = freshFolder()
afterAll(() => removeFolder(sysfs))

function card(name: string, values: Readonly<Record<string, string | number>>): void {
  const usual = { flags: "0x1003", operstate: "up", type: 1, address: "00:1d:9c:00:00:01", "statistics/rx_packets": 0 }
  for (const [value, content] of Object.entries({ ...usual, ...values })) {
    const path = join(sysfs, name, value)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${content}\n`)
  }
}
card("eth0", { operstate: "down", "device/vendor": "0x8086" })
card("eth1", { speed: 1000, "device/vendor": "0x8086", "statistics/rx_packets": 120, "statistics/tx_packets": 3 })
card("wlan0", { uevent: "DEVTYPE=wlan", "device/vendor": "0x8086" })
card("veth7", { speed: 10_000 })
card("lo", { type: 772, operstate: "unknown", address: "00:00:00:00:00:00" })
card("tun0", { type: 65_534, operstate: "unknown" })
card("off0", { flags: "0x1002", "device/vendor": "0x8086" })

test("cards with a link come first, and each says what it is", () => {
  const addresses = { eth1: [{ address: "192.168.7.2", mac: "00:1d:9c:00:00:01" }] }
  const found = networkInterfaces({ sysfs, addresses, listed: new Map([["eth1", "Mirror"]]) })
  expect(found.map(({ name, kind, link }) => `${name} ${kind} ${link}`)).toEqual([
    "eth1 ethernet up",
    "eth0 ethernet down",
    "off0 ethernet down",
    "wlan0 wireless up",
    "veth7 virtual up",
    "tun0 other up",
    "lo loopback up",
  ])
  expect(found[0]).toEqual({
    name: "eth1",
    description: "Mirror",
    kind: "ethernet",
    mac: "00:1d:9c:00:00:01",
    addresses: ["192.168.7.2"],
    link: "up",
    speed: 1000,
    receivedPackets: 120,
    transmittedPackets: 3,
  })
})

test("an interface that is gone has no counters", () => {
  expect(readCounters(sysfs, "eth9")).toEqual({
    link: "gone",
    receivedPackets: null,
    receivedBytes: null,
    transmittedPackets: null,
  })
  expect(linkOf(sysfs, "off0")).toBe("down")
})

test("a system without sysfs says less, and nothing wrong", () => {
  const { link, receivedPackets } = readCounters("", "en0")
  expect([link, receivedPackets]).toEqual(["unknown", null])
  const listed = listedInterfaces(
    "1.\\Device\\NPF_{4D36} (Ethernet 2) [none]\n2.\\Device\\NPF_Loopback (Adapter for loopback traffic capture)\n",
  )
  const addresses = { "Ethernet 2": [{ address: "10.0.0.9", mac: "00:1d:9c:00:00:09" }] }
  expect(networkInterfaces({ sysfs: "", addresses, listed })).toMatchObject([
    {
      name: "\\Device\\NPF_{4D36}",
      description: "Ethernet 2",
      kind: "ethernet",
      addresses: ["10.0.0.9"],
      link: "unknown",
    },
    { kind: "loopback" },
  ])
})

test("both programs' lists are read, without the pseudo-devices", () => {
  const dumpcap =
    "1. eth0\t\t\t0\t10.0.0.2\tnetwork\t\n2. any\t\t\t0\t\tnetwork\t\n3. lo\t\tLoopback\t0\t\tloopback\t\n"
  const tcpdump =
    "1.eth0 [Up, Running, Connected]\n2.any (Pseudo-device that captures on all interfaces) [Up]\n3.lo [Loopback]\n"
  expect([...listedInterfaces(dumpcap)]).toEqual([
    ["eth0", ""],
    ["lo", "Loopback"],
  ])
  expect([...listedInterfaces(tcpdump).keys()]).toEqual(["eth0", "lo"])
})

test("a rate needs two looks, and a counter that began anew begins anew", () => {
  const rates = new PacketRates()
  expect(rates.note("eth1", 0, 1000, 0).packetsPerSecond).toBe(0)
  expect(rates.note("eth1", 1000, 1500, 50_000)).toEqual({ packetsPerSecond: 500, bitsPerSecond: 400_000 })
  expect(rates.note("eth1", 2000, 10, 0).packetsPerSecond).toBe(0)
  expect(rates.note("eth1", 3000, 20, 0).packetsPerSecond).toBe(10)
})
