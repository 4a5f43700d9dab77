import { expect, test } from "vitest"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import { arpReply, ethernet, ipv4, pcap, udp } from "../../make/frames.ts"
import { hex } from "../../make/hex.ts"

const master = "00:01:05:00:00:01"
const marked = "02:01:05:00:00:01"
const all = "ff:ff:ff:ff:ff:ff"

/** One broadcast read of the slaves' state, as `count` slaves leave it. */
const datagram = (count: number): Uint8Array => hex(`0e10 07 00 0${count}00 3001 0200 0000 0800 0${count}00`)
const read = (from: string, count: number, vlan?: number): Uint8Array =>
  ethernet({ from, to: all, type: 0x88a4, ...(vlan === undefined ? {} : { vlans: [vlan] }) }, datagram(count))
const overUdp = (from: string, count: number): Uint8Array =>
  ethernet(
    { from, to: "00:01:05:00:00:02" },
    ipv4({ from: "10.0.0.1", to: "10.0.0.2", ttl: 64, protocol: 17 }, udp(34980, 34980, datagram(count))),
  )
const speaks = (from: string, address: string): Uint8Array =>
  ethernet(
    { from, to: "00:01:05:00:00:09" },
    ipv4({ from: address, to: "10.0.0.9", ttl: 64, protocol: 17 }, udp(5000, 5001, new Uint8Array(4))),
  )
const arp = (mac: string, address: string): Uint8Array =>
  ethernet({ from: mac, to: all, type: 0x0806 }, arpReply(mac, address, mac, address))

const run = (frames: readonly Uint8Array[], more: Parameters<typeof analyseBytes>[1] = {}) =>
  analyseBytes(pcap(frames.map((frame, n) => ({ time: 1e6 + n, frame }))), more)
/** "mac address sent" of each device. */
const inventory = ({ devices }: ReturnType<typeof run>): readonly string[] =>
  devices
    .filter(({ sentPackets }) => sentPackets > 0)
    .map((d) => [...d.macs, ...d.addresses, d.sentPackets].join(" "))
    .sort()

const cycle = [read(master, 0), read(marked, 5), read(master, 0), read(marked, 5)]

test("frames that come back from EtherCAT's slaves are their master's, in any order", () => {
  expect(inventory(run(cycle))).toEqual([`${master} 4`])
  expect(inventory(run(cycle.toReversed()))).toEqual([`${master} 4`])
  const inPieces = run(cycle, { chunk: 7 })
  expect(inventory(inPieces)).toEqual([`${master} 4`])
  const { document, accounting } = inPieces
  expect([accounting.read, accounting.decoded]).toEqual([4, 4])
  // What addresses sent is told as it was on the wire.
  expect(Object.keys((document["addresses"] as { mac: object }).mac)).toEqual([master, marked, all])
})

test("a state that was saved knows whose frames come back", () => {
  const before = run(cycle)
  const after = run([read(marked, 5)], { state: before.state })
  expect(inventory(after)).toEqual([`${master} 5`])
  // Seen under the other address alone at first.
  expect(inventory(run([read(master, 0)], { state: run([read(marked, 5)]).state }))).toEqual([`${master} 2`])
})

test("a master whose own address is locally administered stays itself", () => {
  expect(inventory(run([read(marked, 0), read(marked, 5)]))).toEqual([`${marked} 2`])
  // Another card with the other address that does not speak EtherCAT.
  expect(inventory(run([read(marked, 0), read(marked, 5), arp(master, "10.0.0.7")]))).toEqual([
    `${master} 10.0.0.7 1`,
    `${marked} 2`,
  ])
  // Another VLAN is another ring.
  expect(inventory(run([read(master, 0, 7), read(marked, 5, 8)]))).toEqual([`${master} 1`, `${marked} 1`])
  // Nothing came back.
  expect(inventory(run([read(master, 0), read(marked, 0)]))).toEqual([`${master} 1`, `${marked} 1`])
})

test("a card with an address of its own is no echo of another", () => {
  const frames = [...cycle, arp(master, "10.0.0.1"), speaks(marked, "10.0.0.2")]
  expect(inventory(run(frames))).toEqual([`${master} 10.0.0.1 3`, `${marked} 10.0.0.2 3`])
  expect(inventory(run(frames.toReversed()))).toEqual([`${master} 10.0.0.1 3`, `${marked} 10.0.0.2 3`])
  // Slaves let other frames pass as well, and mark them alike.
  expect(inventory(run([...cycle, arp(master, "10.0.0.1"), speaks(marked, "10.0.0.1")]))).toEqual([
    `${master} 10.0.0.1 6`,
  ])
})

test("over UDP the master keeps its address", () => {
  const frames = [overUdp(master, 0), overUdp(marked, 5)]
  expect(inventory(run(frames))).toEqual([`${master} 10.0.0.1 2`])
  expect(inventory(run(frames.toReversed()))).toEqual([`${master} 10.0.0.1 2`])
})

test("a pair of addresses that speak anything else is left alone", () => {
  const frames = [speaks(master, "10.0.0.1"), speaks(marked, "10.0.0.3"), speaks(marked, "10.0.0.3")]
  expect(inventory(run(frames))).toEqual([`${master} 10.0.0.1 1`, `${marked} 10.0.0.3 2`])
})
