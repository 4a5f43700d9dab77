import { expect, test } from "vitest"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import { arpReply, ethernet, ipv4, pcap, udp } from "../../make/frames.ts"

const plc = "00:1d:9c:00:00:01"
const hmi = "00:50:56:00:00:02"
const router = "00:00:0c:00:00:09"

const says = (
  from: string,
  to: string,
  source: string,
  target: string,
  ttl = 64,
  vlans?: readonly number[],
): Uint8Array =>
  ethernet(
    { from, to, ...(vlans === undefined ? {} : { vlans }) },
    ipv4({ from: source, to: target, ttl, protocol: 17 }, udp(5000, 5001, new Uint8Array(4))),
  )
const arp = (mac: string, ip: string, other: string, otherIp: string): Uint8Array =>
  ethernet({ from: mac, to: other, type: 0x0806 }, arpReply(mac, ip, other, otherIp))

const run = (frames: readonly Uint8Array[], state: Uint8Array | null = null) =>
  analyseBytes(pcap(frames.map((frame, n) => ({ time: 1e6 + n, frame }))), { state })

/** "mac address,address" of each device. */
const inventory = (frames: readonly Uint8Array[]): readonly string[] =>
  run(frames)
    .devices.map(
      (d) =>
        `${d.macs.join(",") || "-"} ${d.addresses.join(",") || "-"}${d.internet ? " internet" : ""}${d.router ? " router" : ""}`,
    )
    .sort()

test("two machines on one segment", () => {
  expect(inventory([says(hmi, plc, "10.0.0.2", "10.0.0.1"), says(plc, hmi, "10.0.0.1", "10.0.0.2")])).toEqual([
    `${plc} 10.0.0.1`,
    `${hmi} 10.0.0.2`,
  ])
})

test("what comes through a router is a device of its own, and the router is one", () => {
  const frames = [
    arp(router, "10.0.0.254", plc, "10.0.0.1"),
    says(router, plc, "192.168.5.7", "10.0.0.1", 63),
    says(router, plc, "192.168.6.8", "10.0.0.1", 126),
    says(plc, router, "10.0.0.1", "192.168.5.7"),
  ]
  expect(inventory(frames)).toEqual([
    "- 192.168.5.7",
    "- 192.168.6.8",
    `${router} 10.0.0.254 router`,
    `${plc} 10.0.0.1`,
  ])
})

test("internet addresses behind the router are no plant devices", () => {
  const frames = [
    says(plc, router, "10.0.0.1", "8.8.8.8"),
    says(router, plc, "8.8.8.8", "10.0.0.1", 57),
    says(router, plc, "1.1.1.1", "10.0.0.1", 55),
  ]
  expect(inventory(frames)).toEqual([
    "- 1.1.1.1 internet",
    "- 8.8.8.8 internet",
    `${router} - router`,
    `${plc} 10.0.0.1`,
  ])
})

test("both sides of a router captured: one device, not two", () => {
  const frames = [
    arp(hmi, "192.168.5.7", router, "192.168.5.254"),
    says(hmi, router, "192.168.5.7", "10.0.0.1", 64),
    says(router, plc, "192.168.5.7", "10.0.0.1", 63),
    arp(router, "192.168.5.254", hmi, "192.168.5.7"),
    says(plc, router, "10.0.0.1", "192.168.5.7"),
  ]
  expect(inventory(frames)).toEqual([`${router} 192.168.5.254 router`, `${plc} 10.0.0.1`, `${hmi} 192.168.5.7`])
})

test("a machine with several addresses on one card is one device", () => {
  const frames = [
    arp(plc, "10.0.0.1", hmi, "10.0.0.2"),
    arp(plc, "10.0.0.11", hmi, "10.0.0.2"),
    says(plc, hmi, "10.0.0.1", "10.0.0.2"),
    says(plc, hmi, "10.0.0.11", "10.0.0.2"),
    says(hmi, plc, "10.0.0.2", "10.0.0.1"),
  ]
  expect(inventory(frames)).toEqual([`${plc} 10.0.0.1,10.0.0.11`, `${hmi} 10.0.0.2`])
})

test("proxy ARP: whoever answers for addresses that are routers away does not own them", () => {
  const far = ["192.168.7.1", "192.168.7.2", "192.168.7.3", "192.168.7.4"]
  const frames = [
    arp(router, "10.0.0.254", plc, "10.0.0.1"),
    ...far.flatMap((ip) => [arp(router, ip, plc, "10.0.0.1"), says(router, plc, ip, "10.0.0.1", 63)]),
  ]
  const found = inventory(frames)
  for (const ip of far) expect(found).toContain(`- ${ip}`)
  expect(found).toContain(`${router} 10.0.0.254 router`)
})

test("the same address in two VLANs with two cards: two devices", () => {
  const frames = [
    says(plc, hmi, "10.0.0.1", "10.0.0.2", 64, [10]),
    says("00:1d:9c:00:00:77", hmi, "10.0.0.1", "10.0.0.2", 64, [20]),
  ]
  const devices = run(frames).devices.filter((d) => d.addresses.includes("10.0.0.1"))
  expect(devices.map((d) => d.vlans)).toEqual([[10], [20]])
})

test("a network card without IP is a device", () => {
  expect(inventory([ethernet({ from: plc, to: hmi, type: 0x9999 }, new Uint8Array(50))])).toEqual([`${plc} -`])
})

test("groups, broadcasts and addresses that never answer are no devices", () => {
  const frames = [
    says(hmi, "01:00:5e:00:00:01", "10.0.0.2", "224.0.0.1"),
    says(hmi, "ff:ff:ff:ff:ff:ff", "10.0.0.2", "10.0.0.255"),
    says(hmi, "00:1d:9c:00:00:99", "10.0.0.2", "10.0.0.99"),
  ]
  expect(inventory(frames)).toEqual([`${hmi} 10.0.0.2`])
})

test("the shared address of a group of routers stays apart from the real ones", () => {
  const shared = "00:00:5e:00:01:05"
  const frames = [
    arp(router, "10.0.0.253", plc, "10.0.0.1"),
    arp(shared, "10.0.0.254", plc, "10.0.0.1"),
    says(plc, shared, "10.0.0.1", "192.168.5.7"),
    says(shared, plc, "192.168.5.7", "10.0.0.1", 63),
  ]
  const found = inventory(frames)
  expect(found).toContain(`${router} 10.0.0.253`)
  expect(found).toContain("- 192.168.5.7")
})

test("raw IP captures have devices by address", () => {
  const frames = [says(hmi, plc, "10.0.0.2", "10.0.0.1"), says(plc, hmi, "10.0.0.1", "10.0.0.2")].map((frame) =>
    frame.subarray(14),
  )
  const { devices } = analyseBytes(
    pcap(
      frames.map((frame, n) => ({ time: 1e6 + n, frame })),
      101,
    ),
  )
  expect(devices.map((d) => d.addresses)).toEqual([["10.0.0.2"], ["10.0.0.1"]])
})

test("ids stay the same from capture to capture, and through the saved state", () => {
  const frames = [says(hmi, plc, "10.0.0.2", "10.0.0.1"), says(plc, hmi, "10.0.0.1", "10.0.0.2")]
  const first = run(frames)
  const again = run(frames, first.state)
  const ids = (outcome: typeof first) => outcome.devices.map((d) => d.id).sort()
  expect(ids(again)).toEqual(ids(first))
  expect(ids(run(frames))).toEqual(ids(first))
  const [device] = again.devices.filter((d) => d.macs.includes(plc))
  expect(device).toMatchObject({ sentPackets: 2, receivedPackets: 2 })
})

test("a device that turns out to be another keeps its older id as an alias", () => {
  const behind = says(router, plc, "192.168.5.7", "10.0.0.1", 63)
  const second = says(router, plc, "192.168.5.8", "10.0.0.1", 63)
  const first = run([behind, second])
  const id = first.devices.find((d) => d.addresses.includes("192.168.5.7"))!.id
  const later = run(
    [arp(hmi, "192.168.5.7", router, "192.168.5.254"), says(hmi, router, "192.168.5.7", "10.0.0.1")],
    first.state,
  )
  const joined = later.devices.find((d) => d.macs.includes(hmi))!
  expect(joined.aliases).toContain(id)
  expect(later.merged).toContainEqual({ id, into: joined.id })
})

test("a card of zeros has no maker", () => {
  const zero = "00:00:00:00:00:00"
  const frames = [says(zero, hmi, "10.0.0.2", "10.0.0.1"), says(hmi, zero, "10.0.0.1", "10.0.0.2")]
  const capture = pcap(frames.map((frame, n) => ({ time: 1e6 + n, frame })))
  const { devices } = analyseBytes(capture, { vendorOf: (mac) => `maker of ${mac}` })
  expect(devices.map((device) => device.vendor).filter((vendor) => vendor !== "")).toEqual([`maker of ${hmi}`])
})

test("a controller whose frames begin with a time to live of 30 is no internet address behind a router", () => {
  const frames = [says(plc, hmi, "140.80.0.1", "140.80.0.2", 30), says(hmi, plc, "140.80.0.2", "140.80.0.1", 128)]
  expect(inventory(frames)).toEqual([`${plc} 140.80.0.1`, `${hmi} 140.80.0.2`])
})

test("an older capture that is read later moves the first sight back, and only that", () => {
  const exchange = (time: number) =>
    pcap(
      [says(hmi, plc, "10.0.0.2", "10.0.0.1"), says(plc, hmi, "10.0.0.1", "10.0.0.2")].map((frame, n) => ({
        time: time + n,
        frame,
      })),
    )
  const seen = (first: number, second: number) => {
    const { devices } = analyseBytes(exchange(second), { state: analyseBytes(exchange(first)).state })
    return devices
      .map(({ id, firstSeen, lastSeen }) => ({ id, firstSeen, lastSeen }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }
  expect(seen(2e12, 1e12)).toEqual(seen(1e12, 2e12))
})

test("a router is seen as long as traffic passes through it", () => {
  const frames = [
    says(router, plc, "192.168.5.7", "10.0.0.1", 63),
    says(router, plc, "192.168.6.8", "10.0.0.1", 63),
    says(router, plc, "192.168.5.7", "10.0.0.1", 63),
  ]
  const { devices } = run(frames)
  expect(devices.find((d) => d.macs.includes(router))!.lastSeen).toBe(1e6 + 2)
})
