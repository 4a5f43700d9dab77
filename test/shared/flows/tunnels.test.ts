/** Every tunnel opened through the whole engine: inner addresses apart from outer ones, the inner dissector reached, frames counted once. */
import { describe, expect, test } from "vitest"
import { explain } from "../../../shared/engine/explain.ts"
import { analyseBytes, type Outcome } from "../../make/analyse-bytes.ts"
import { bytes, ethernet, ipv4, pcap, tcp, u16, modbusRequest, udp } from "../../make/frames.ts"
import { hex } from "../../make/hex.ts"
import * as make from "../../make/tunnel-frames.ts"

const run = (frames: readonly Uint8Array[], state: Uint8Array | null = null): Outcome =>
  analyseBytes(pcap(frames.map((frame, n) => ({ time: 1_700_000_000e6 + n * 1e6, frame }))), { state })

type Document = {
  readonly addresses: { readonly mac: object; readonly ipv4: object; readonly ipv6: object }
  readonly protocols: Readonly<Record<string, { readonly packets: number; readonly bytes: number }>>
  readonly functions: { readonly modbus?: Readonly<Record<string, { readonly requests: number }>> }
  readonly tunnels?: {
    readonly conversations: { readonly tcp: number; readonly udp: number }
    readonly opened: readonly {
      readonly title: string
      readonly ends: readonly string[]
      readonly addresses: readonly string[]
    }[]
  }
  readonly devices: readonly { readonly addresses: readonly string[]; readonly tunnel?: string }[]
}
const documentOf = ({ document }: Outcome): Document => document as Document
const asked = (outcome: Outcome): number => documentOf(outcome).functions.modbus?.["3"]?.requests ?? 0
const tunnelOf = (outcome: Outcome, address: string): readonly (string | undefined)[] =>
  outcome.devices.filter(({ addresses }) => addresses.includes(address)).map(({ tunnel }) => tunnel)

const between = "between 10.0.0.1 and 10.0.0.2"
type Case = {
  readonly name: string
  readonly frame: Uint8Array
  readonly protocol: string
  readonly tunnel: string
  readonly address?: string
}
const cases: readonly Case[] = [
  {
    name: "VXLAN",
    frame: make.inUdp(4789, make.vxlan(42, make.modbusFrame())),
    protocol: "vxlan",
    tunnel: `VXLAN network 42 ${between}`,
  },
  {
    name: "VXLAN on Linux' old port",
    frame: make.inUdp(8472, make.vxlan(42, make.modbusFrame())),
    protocol: "vxlan",
    tunnel: `VXLAN network 42 ${between}`,
  },
  {
    name: "VXLAN with group policy",
    frame: make.inUdp(4789, bytes(hex("88 00 0010 00002a 00"), make.modbusFrame())),
    protocol: "vxlan",
    tunnel: `VXLAN network 42 ${between}`,
  },
  {
    name: "VXLAN-GPE",
    frame: make.inUdp(4790, bytes(hex("0c 00 00 01 00002a 00"), make.modbusPacket())),
    protocol: "vxlan",
    tunnel: `VXLAN network 42 ${between}`,
  },
  {
    name: "GENEVE",
    frame: make.inUdp(6081, make.geneve(42, make.modbusFrame())),
    protocol: "geneve",
    tunnel: `GENEVE network 42 ${between}`,
  },
  {
    name: "GENEVE with IP inside",
    frame: make.inUdp(6081, make.geneve(42, make.modbusPacket(), 0x0800)),
    protocol: "geneve",
    tunnel: `GENEVE network 42 ${between}`,
  },
  {
    name: "GRE",
    frame: make.inIp(47, make.gre(0x0800, make.modbusPacket())),
    protocol: "gre",
    tunnel: `GRE ${between}`,
  },
  {
    name: "GRE with a key",
    frame: make.inIp(47, make.gre(0x0800, make.modbusPacket(), 7)),
    protocol: "gre",
    tunnel: `GRE key 7 ${between}`,
  },
  {
    name: "GRE with checksum, key and sequence number",
    frame: make.inIp(47, bytes(hex("b000 0800 1234 0000 00000007 00000001"), make.modbusPacket())),
    protocol: "gre",
    tunnel: `GRE key 7 ${between}`,
  },
  {
    name: "GRE with Ethernet inside",
    frame: make.inIp(47, make.gre(0x6558, make.modbusFrame(), 7)),
    protocol: "gre",
    tunnel: `GRE key 7 ${between}`,
  },
  {
    name: "NVGRE",
    frame: make.inIp(47, make.gre(0x6558, make.modbusFrame(), 0x00123401)),
    protocol: "gre",
    tunnel: `NVGRE network 4660 ${between}`,
  },
  {
    name: "a mirror of VMware's switch",
    frame: make.inIp(47, make.gre(0x6558, make.modbusFrame(), 0x02000000)),
    protocol: "gre",
    tunnel: `GRE ${between}`,
  },
  {
    name: "GRE with MPLS inside",
    frame: make.inIp(47, make.gre(0x8847, bytes(make.label(16), make.modbusPacket()))),
    protocol: "mpls",
    tunnel: `GRE ${between}`,
  },
  {
    name: "PPTP",
    frame: make.inIp(
      47,
      bytes(
        hex("3001 880b"),
        u16(make.ppp(make.modbusPacket()).length),
        u16(3),
        hex("00000001"),
        make.ppp(make.modbusPacket()),
      ),
    ),
    protocol: "gre",
    tunnel: `PPTP ${between}`,
  },
  {
    name: "ERSPAN type I",
    frame: make.inIp(47, make.gre(0x88be, make.modbusFrame())),
    protocol: "erspan",
    tunnel: `ERSPAN ${between}`,
  },
  {
    name: "ERSPAN type II",
    frame: make.inIp(47, make.erspan2(3, make.modbusFrame())),
    protocol: "erspan",
    tunnel: `ERSPAN session 3 ${between}`,
  },
  {
    name: "ERSPAN type III",
    frame: make.inIp(47, make.erspan3(3, make.modbusFrame())),
    protocol: "erspan",
    tunnel: `ERSPAN session 3 ${between}`,
  },
  { name: "IP in IP", frame: make.inIp(4, make.modbusPacket()), protocol: "ip-in-ip", tunnel: `IP in IP ${between}` },
  {
    name: "IPv6 in IPv4",
    frame: make.inIp(41, make.modbusOver6()),
    protocol: "ipv6-in-ip",
    tunnel: `IPv6 in IP ${between}`,
    address: "fd00::10",
  },
  {
    name: "6to4",
    frame: make.inIp(41, make.modbusOver6("2002 0a00")),
    protocol: "6to4",
    tunnel: `6to4 ${between}`,
    address: "2002:a00::10",
  },
  {
    name: "Teredo",
    frame: make.inUdp(3544, make.teredo(make.modbusOver6("2001 0000"))),
    protocol: "teredo",
    tunnel: `Teredo ${between}`,
    address: "2001::10",
  },
  {
    name: "L2TP",
    frame: make.inUdp(1701, make.l2tp(make.modbusPacket())),
    protocol: "l2tp",
    tunnel: `L2TP ${between}`,
  },
  {
    name: "L2TPv3 over IP",
    frame: make.inIp(115, bytes(hex("00000007 01020304"), make.modbusFrame())),
    protocol: "l2tp",
    tunnel: `L2TP ${between}`,
  },
  {
    name: "L2TPv3 over UDP",
    frame: make.inUdp(1701, bytes(hex("0003 0000 00000007"), make.modbusFrame())),
    protocol: "l2tp",
    tunnel: `L2TP ${between}`,
  },
  {
    name: "MPLS in IP",
    frame: make.inIp(137, bytes(make.label(16), make.modbusPacket())),
    protocol: "mpls",
    tunnel: `MPLS pseudowire ${between}`,
  },
  {
    name: "CAPWAP with 802.3",
    frame: make.inUdp(5247, make.capwap(make.modbusFrame())),
    protocol: "capwap",
    tunnel: `CAPWAP ${between}`,
  },
  {
    name: "CAPWAP with 802.11",
    frame: make.inUdp(5247, make.capwapWireless(make.modbusPacket())),
    protocol: "capwap",
    tunnel: `CAPWAP ${between}`,
  },
  {
    name: "CAPWAP with 802.11, bytes swapped",
    frame: make.inUdp(5247, make.capwapWireless(make.modbusPacket(), true)),
    protocol: "capwap",
    tunnel: `CAPWAP ${between}`,
  },
  {
    name: "GTP-U",
    frame: make.inUdp(2152, make.gtp(make.modbusPacket())),
    protocol: "gtp",
    tunnel: `GTP-U ${between}`,
  },
]

describe("each tunnel", () => {
  for (const { name, frame, protocol, tunnel, address = "192.168.1.10" } of cases) {
    test(`${name}: inner addresses, the inner dissector, one frame`, () => {
      const outcome = run([frame])
      expect(asked(outcome)).toBe(1)
      expect(tunnelOf(outcome, address)).toEqual([tunnel])
      expect(tunnelOf(outcome, "10.0.0.1")).toEqual([undefined])
      expect(outcome.accounting).toMatchObject({ read: 1, decoded: 1 })
      const { addresses, protocols, tunnels } = documentOf(outcome)
      expect(Object.keys(addresses.ipv4)).toEqual(["10.0.0.1", "10.0.0.2"])
      expect(addresses.ipv6).toEqual({})
      expect(Object.keys(addresses.mac)).toEqual([make.macs.from, make.macs.to])
      expect(protocols[protocol]).toEqual({ packets: 1, bytes: frame.length })
      expect(protocols["ipv4"]).toEqual({ packets: 1, bytes: frame.length })
      expect(tunnels?.conversations.tcp).toBe(1)
      expect(tunnels?.opened.flatMap(({ addresses: inner }) => inner)).toContain(address)
      const [sender] = outcome.devices.filter(({ addresses: own }) => own.includes(address))
      expect(sender!.sentBytes).toBeLessThan(frame.length)
      expect(sender!.name).toBe(`${address} in ${tunnel.replace(` ${between}`, "")}`)
    })

    test(`${name}: cut or changed, it is counted and never throws`, () => {
      const cut = Array.from(frame, (_, length) => frame.slice(0, length))
      const changed = Array.from(frame, (_, at) => frame.with(at, frame[at]! ^ 0xff))
      const outcome = run([...cut, ...changed])
      const { read, ...classes } = outcome.accounting
      expect(read).toBe(cut.length + changed.length)
      expect(Object.values(classes).reduce((sum, one) => sum + one, 0)).toBe(read)
      expect(outcome.analysis.engine.dissection.bench.lastBug).toBe("")
    })
  }
})

const pppoeFrame = (session: number, packet = make.modbusPacket(), link = make.macs): Uint8Array =>
  ethernet({ ...link, type: 0x8864 }, make.pppoe(session, packet))
const mplsFrame = (payload: Uint8Array): Uint8Array => ethernet({ ...make.macs, type: 0x8847 }, payload)

describe("directly over Ethernet", () => {
  test("PPPoE: the addresses are the outermost of the frame, and belong to the session", () => {
    const frame = pppoeFrame(17)
    const outcome = run([frame])
    expect(asked(outcome)).toBe(1)
    expect(tunnelOf(outcome, "192.168.1.10")).toEqual([
      "PPPoE session 17 between 02:00:00:00:00:01 and 02:00:00:00:00:02",
    ])
    expect(documentOf(outcome).addresses.ipv4).toMatchObject({
      "192.168.1.10": { txPackets: 1, txBytes: frame.length },
    })
    expect(Object.keys(documentOf(outcome).addresses.mac)).toEqual([make.macs.from, make.macs.to])
    const answered = run([frame, pppoeFrame(17, make.modbusPacket(), { from: make.macs.to, to: make.macs.from })])
    expect(answered.connections.map(({ protocol, packets }) => [protocol, packets])).toContainEqual(["pppoe", 2])
  })

  test("IP behind MPLS labels is read as behind a VLAN tag: labels differ by direction", () => {
    const outcome = run([mplsFrame(bytes(make.label(16, false), make.label(17), make.modbusPacket()))])
    expect(asked(outcome)).toBe(1)
    expect(tunnelOf(outcome, "192.168.1.10")).toEqual([undefined])
    expect(documentOf(outcome).protocols["mpls"]?.packets).toBe(1)
  })

  test.each([
    ["with a control word", bytes(make.label(16), hex("00000000"), make.modbusFrame())],
    ["without one", bytes(make.label(16), make.modbusFrame())],
  ])("a pseudowire of MPLS, %s", (_name, payload) => {
    const outcome = run([mplsFrame(payload)])
    expect(asked(outcome)).toBe(1)
    expect(tunnelOf(outcome, "192.168.1.10")).toEqual([
      "MPLS pseudowire between 02:00:00:00:00:01 and 02:00:00:00:00:02",
    ])
    expect(Object.keys(documentOf(outcome).addresses.mac)).toEqual([make.macs.from, make.macs.to])
  })
})

describe("addresses in different tunnels", () => {
  const other = { from: "10.0.0.1", to: "10.0.0.3" }
  const twins: readonly (readonly [string, Uint8Array, Uint8Array])[] = [
    [
      "two networks of VXLAN",
      make.inUdp(4789, make.vxlan(1, make.modbusFrame())),
      make.inUdp(4789, make.vxlan(2, make.modbusFrame())),
    ],
    [
      "two networks of GENEVE",
      make.inUdp(6081, make.geneve(1, make.modbusFrame())),
      make.inUdp(6081, make.geneve(2, make.modbusFrame())),
    ],
    [
      "two keys of GRE",
      make.inIp(47, make.gre(0x0800, make.modbusPacket(), 1)),
      make.inIp(47, make.gre(0x0800, make.modbusPacket(), 2)),
    ],
    [
      "two sessions of ERSPAN",
      make.inIp(47, make.erspan2(1, make.modbusFrame())),
      make.inIp(47, make.erspan2(2, make.modbusFrame())),
    ],
    ["two sessions of PPPoE", pppoeFrame(1), pppoeFrame(2)],
    ["two ends of IP in IP", make.inIp(4, make.modbusPacket()), make.inIp(4, make.modbusPacket(), other)],
    [
      "two ends of L2TP",
      make.inUdp(1701, make.l2tp(make.modbusPacket())),
      make.inUdp(1701, make.l2tp(make.modbusPacket()), other),
    ],
    [
      "two ends of CAPWAP",
      make.inUdp(5247, make.capwap(make.modbusFrame())),
      make.inUdp(5247, make.capwap(make.modbusFrame()), other),
    ],
    [
      "GRE and VXLAN",
      make.inIp(47, make.gre(0x0800, make.modbusPacket())),
      make.inUdp(4789, make.vxlan(2, make.modbusFrame())),
    ],
    ["inside and outside", make.modbusFrame(), make.inUdp(4789, make.vxlan(2, make.modbusFrame()))],
    [
      "one deep and two deep",
      make.inUdp(4789, make.vxlan(2, make.modbusFrame())),
      make.inUdp(6081, make.geneve(9, make.inUdp(4789, make.vxlan(2, make.modbusFrame())))),
    ],
  ]
  test.each(twins)("%s are not mixed up", (_name, one, two) => {
    const outcome = run([one, two])
    expect(asked(outcome)).toBe(2)
    expect(new Set(tunnelOf(outcome, "192.168.1.10")).size).toBe(2)
    expect(tunnelOf(outcome, "192.168.1.10").length).toBe(2)
    const { conversations } = documentOf(outcome) as unknown as { conversations: { tcp: number } }
    expect(conversations.tcp + (documentOf(outcome).tunnels?.conversations.tcp ?? 0)).toBe(2)
  })

  test("one network between several ends is one, and names them", () => {
    const outcome = run([
      make.inUdp(4789, make.vxlan(1, make.modbusFrame())),
      make.inUdp(4789, make.vxlan(1, make.modbusFrame(make.innerNet, 1)), other),
    ])
    expect(tunnelOf(outcome, "192.168.1.10")).toEqual(["VXLAN network 1 between 10.0.0.1 and 10.0.0.2 and 1 more"])
  })

  test("both directions are one connection of the outer ends, with the bytes of the outer frames", () => {
    const there = make.inUdp(4789, make.vxlan(1, make.modbusFrame()))
    const back = make
      .inUdp(4789, make.vxlan(1, make.modbusFrame({ from: "192.168.1.20", to: "192.168.1.10" })), {
        from: "10.0.0.2",
        to: "10.0.0.1",
      })
      .with(5, 1)
      .with(11, 2)
    const tunnels = run([there, back]).connections.filter(({ protocol }) => protocol === "vxlan")
    expect(tunnels.map(({ packets, bytes: size, port }) => [packets, size, port])).toEqual([
      [2, there.length + back.length, 4789],
    ])
  })

  test("after a restart they are who they were", () => {
    const frame = make.inUdp(4789, make.vxlan(1, make.modbusFrame()))
    const first = run([frame, pppoeFrame(17)])
    const again = run([frame, pppoeFrame(17)], first.state)
    expect(again.devices.map(({ id, tunnel }) => `${id} ${tunnel}`).sort()).toEqual(
      first.devices.map(({ id, tunnel }) => `${id} ${tunnel}`).sort(),
    )
  })
})

describe("within one another", () => {
  const nested = (depth: number): Uint8Array => {
    let packet = make.modbusPacket()
    for (let n = 0; n < depth; n++)
      packet = ipv4({ from: `10.1.${n}.1`, to: `10.1.${n}.2`, protocol: 4, id: n + 1 }, packet)
    return ethernet(make.macs, packet)
  }
  test("up to four are opened, a fifth is named and stays closed", () => {
    expect(asked(run([nested(4)]))).toBe(1)
    const closed = run([nested(5)])
    expect(asked(closed)).toBe(0)
    expect(closed.accounting).toMatchObject({ recognised: 1 })
  })
  test("what is around is said", () => {
    const outcome = run([make.inUdp(6081, make.geneve(9, make.inUdp(4789, make.vxlan(2, make.modbusFrame()))))])
    expect(tunnelOf(outcome, "192.168.1.10")).toEqual([`VXLAN network 2, inside GENEVE network 9 ${between}`])
  })
})

describe("put together", () => {
  const parts = (
    payload: Uint8Array,
    at: number,
    protocol: number,
    id: number,
    net = make.outer,
  ): readonly Uint8Array[] => [
    ipv4({ ...net, protocol, id, fragment: 0x2000 }, payload.slice(0, at)),
    ipv4({ ...net, protocol, id, fragment: at / 8 }, payload.slice(at)),
  ]
  test("fragments of the outer datagram", () => {
    const whole = udp(50_000, 4789, make.vxlan(1, make.modbusFrame()))
    const outcome = run(parts(whole, 48, 17, 900).map((packet) => ethernet(make.macs, packet)))
    expect(asked(outcome)).toBe(1)
    expect(tunnelOf(outcome, "192.168.1.10")).toEqual([`VXLAN network 1 ${between}`])
  })
  test("fragments of GRE", () => {
    const whole = make.gre(0x0800, make.modbusPacket())
    expect(asked(run(parts(whole, 24, 47, 901).map((packet) => ethernet(make.macs, packet))))).toBe(1)
  })
  const segment = tcp({ from: 40_000, to: 502, seq: 1, ack: 1, data: modbusRequest(1) })
  test("fragments inside of the tunnel, and not across two of them", () => {
    const [one, two] = parts(segment, 24, 6, 902, make.innerNet)
    const inNetwork = (network: number, packet: Uint8Array): Uint8Array =>
      make.inUdp(4789, make.vxlan(network, ethernet(make.macs, packet)))
    expect(asked(run([inNetwork(1, one!), inNetwork(1, two!)]))).toBe(1)
    expect(asked(run([inNetwork(1, one!), inNetwork(2, two!)]))).toBe(0)
  })
  test("segments of a stream inside of the tunnel", () => {
    const data = modbusRequest(1)
    const piece = (from: number, to: number): Uint8Array =>
      make.inIp(
        4,
        ipv4(make.innerNet, tcp({ from: 40_000, to: 502, seq: 1 + from, ack: 1, data: data.slice(from, to) })),
      )
    expect(asked(run([piece(0, 7), piece(7, 12)]))).toBe(1)
    expect(asked(run([piece(0, 5), piece(9, 12), piece(5, 9)]))).toBe(1)
  })
})

describe("what is no tunnel, or a broken one", () => {
  const question = hex("1234 0100 0001 0000 0000 0000 03777777 07657861 6d706c65 03636f6d 00 0001 0001")
  test.each([4789, 8472, 6081, 3544, 1701, 5247, 2152])("a question of DNS on port %i is not torn open", (port) => {
    const outcome = run([
      make.inUdp(port, question),
      ethernet(make.macs, ipv4({ ...make.outer, protocol: 17 }, udp(port, 53, question))),
    ])
    expect(documentOf(outcome).tunnels).toBeUndefined()
  })
  test.each([
    ["VXLAN without its mark", make.inUdp(4789, bytes(hex("00 000000 00002a 00"), make.modbusFrame()))],
    ["GENEVE of another version", make.inUdp(6081, bytes(hex("42 00 6558 00002a 00 00000000"), make.modbusFrame()))],
    [
      "GENEVE with options longer than the message",
      make.inUdp(6081, bytes(hex("3f 00 6558 00002a 00"), make.modbusFrame())),
    ],
    ["GRE of version 5", make.inIp(47, bytes(hex("0005 0800"), make.modbusPacket()))],
    ["GRE with something unknown", make.inIp(47, make.gre(0x1234, make.modbusPacket()))],
    ["L2TP with reserved bits", make.inUdp(1701, bytes(hex("0402 0007 0009"), make.ppp(make.modbusPacket())))],
    ["CAPWAP control", make.inUdp(5246, make.capwap(make.modbusFrame()))],
    ["a fragment of CAPWAP", make.inUdp(5247, bytes(hex("00 10 42 80 0001 0000"), make.modbusFrame()))],
    ["encrypted CAPWAP", make.inUdp(5247, bytes(hex("01 000000 17 feff 0000 000000000001 0010"), new Uint8Array(16)))],
    ["Teredo with foreign addresses", make.inUdp(3544, make.modbusOver6())],
    [
      "802.11 that is encrypted",
      make.inUdp(
        5247,
        bytes(hex("00 10 43 00 0000 0000 08 41 0000 020000000201 020000000101 020000000102 0000"), new Uint8Array(40)),
      ),
    ],
  ])("%s stays closed", (_name, frame) => {
    const outcome = run([frame])
    expect(asked(outcome)).toBe(0)
    expect(outcome.accounting).toMatchObject({ read: 1, recognised: 1 })
    expect(tunnelOf(outcome, "192.168.1.10")).toEqual([])
  })
  test.each([
    ["an inner header that ends", make.inIp(4, make.modbusPacket().slice(0, 12)), "IPv4 header is incomplete"],
    [
      "an inner length that lies",
      make.inIp(4, make.modbusPacket().with(3, 200)),
      "IP length beyond the end of the frame",
    ],
    ["another version than announced", make.inIp(4, make.modbusOver6()), "IPv4 version 6"],
    ["a frame of three bytes", make.inUdp(4789, make.vxlan(1, hex("010203"))), "Ethernet header is incomplete"],
    ["an ERSPAN header that ends", make.inIp(47, make.erspan2(1, new Uint8Array(0))), ""],
  ])("%s is malformed", (_name, frame, why) => {
    const outcome = run([frame])
    expect(outcome.accounting).toMatchObject({ read: 1, malformed: 1 })
    const notes = explain(frame, 1, frame.length).flatMap(({ fields }) => fields.map((field) => field.name))
    if (why !== "") expect(notes).toContain(`Damaged: ${why}`)
  })
  test("what the capture cut off is truncated", () => {
    const frame = make.inUdp(4789, make.vxlan(1, make.modbusFrame()))
    const short = { time: 1e6, frame: frame.slice(0, 70), wireLength: frame.length }
    expect(analyseBytes(pcap([short])).accounting).toMatchObject({ truncated: 1 })
  })
})

test("a proof points at the bytes of the outer frame", () => {
  // A name that a station tells of itself in DHCP, inside VXLAN: option 12 in a request.
  const name = "pump-7"
  const fixed = bytes(
    hex("01 01 06 00 12345678 0000 0000 00*4 00*4 00*4 00*4 02000000 0101 00*10 00*64 00*128 63825363"),
  )
  const options = bytes(hex("35 01 03 0c 06"), new TextEncoder().encode(name), 0xff)
  const request = ipv4({ from: "0.0.0.0", to: "255.255.255.255", protocol: 17 }, udp(68, 67, bytes(fixed, options)))
  const station = ethernet({ from: "02:00:00:00:01:01", to: "ff:ff:ff:ff:ff:ff" }, request)
  const frame = make.inUdp(4789, make.vxlan(42, station))
  const outcome = run([frame])
  const claim = [...outcome.claims.values()].flat().find(({ value }) => value === name)
  const [span] = claim!.spans
  expect(new TextDecoder().decode(frame.slice(span!.offset, span!.offset + span!.length))).toContain(name)
  expect(outcome.devices.find(({ name: shown }) => shown === name)?.tunnel).toBe(`VXLAN network 42 ${between}`)
})

test("how far a sender is away is told by its own header, not by the tunnel's", () => {
  const near = make.inIp(4, ipv4({ ...make.innerNet, ttl: 64 }, tcp({ from: 40_000, to: 502, seq: 1 })))
  const { endpoints } = run([near, make.inIp(4, make.modbusPacket())]).analysis.engine
  const hops = Array.from({ length: endpoints.count }, (_, id) => [endpoints.address(id), endpoints.hops[id]])
  expect(hops).toContainEqual(["192.168.1.10", 0])
  const { endpoints: far } = run([make.inIp(4, make.modbusPacket())]).analysis.engine
  const farHops = Array.from({ length: far.count }, (_, id) => [far.address(id), far.hops[id]])
  expect(farHops).toContainEqual(["192.168.1.10", 3])
  expect(farHops).toContainEqual(["10.0.0.1", 0])
})

test("the packet is shown layer by layer, with true places", () => {
  const frame = make.inUdp(4789, make.vxlan(42, make.modbusFrame()))
  const layers = explain(frame, 1, frame.length)
  expect(layers.map(({ wireshark, offset }) => `${wireshark} ${offset}`)).toEqual([
    "eth 0",
    "ip 14",
    "udp 34",
    "vxlan 42",
    "eth 50",
    "ip 64",
    "tcp 84",
    "modbus 104",
  ])
  expect(layers[3]!.fields.find(({ name }) => name === "Network identifier (VNI)")).toMatchObject({
    value: "42 (0x2a)",
    offset: 46,
    length: 3,
  })
})
