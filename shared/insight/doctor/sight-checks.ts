/** What of the traffic can be told apart and read: VLANs, network cards, encryption, tunnels, unknown protocols. */
import { figureText } from "../report/figure-text.ts"
import type { UnnamedTraffic } from "../../model/capture-health.ts"
import { good, type Examine } from "./check.ts"
import { count, framesAre, ofFrames, share, some } from "./words.ts"

export const hasVlans: Examine = ({ health: h }) => {
  const [id, title] = ["vlans", "VLAN tags"]
  const figures = [{ name: "With a VLAN tag", value: `${ofFrames(h.tagged, h.frames)}, ${share(h.tagged, h.frames)}` }]
  if (h.withoutMac * 2 > h.frames) return good(id, title, "This kind of capture carries no tags.", figures)
  const finding =
    h.tagged === 0
      ? "No frame has a VLAN tag: either only one VLAN is mirrored, or the switch takes the tags off. Then devices of different VLANs with the same address can't be told apart."
      : "Tags are there, so VLANs are told apart."
  return good(id, title, finding, figures)
}

export const hasCards: Examine = ({ health: h }) => {
  const [id, title] = ["cards", "Network cards"]
  const figures = [
    {
      name: "Frames without MAC addresses",
      value: `${count(h.withoutMac, "frame")}, ${share(h.withoutMac, h.frames)}`,
    },
    { name: "Network cards", value: count(h.cards, "card") },
    { name: "IP addresses of senders", value: count(h.addresses, "address", "addresses") },
    {
      name: "Most addresses behind one card",
      value: h.router === "" ? "–" : `${count(h.routerAddresses, "address", "addresses")}: ${h.router}`,
    },
  ]
  if (h.withoutMac * 2 > h.frames)
    return {
      ...{ id, title, verdict: "limits", figures },
      finding: "The frames carry no Ethernet addresses (raw IP, a cooked or a loopback capture).",
      why: "Makers can't be told by the network card, devices that have no IP are not seen, and a device that changes its address looks like another.",
      advice: ["Capture on the Ethernet interface itself, not on “any”, a VPN or a tunnel interface."],
    }
  if (h.addresses >= 5 && h.routerAddresses * 5 >= h.addresses * 4)
    return {
      ...{ id, title, verdict: "limits", figures },
      finding: `${h.routerAddresses.toLocaleString("en")} of ${count(h.addresses, "address", "addresses")} stand behind one network card, ${h.router}: that is a router.`,
      why: "Behind a router the devices' own cards are not seen: no maker from the card, and no traffic that stays in their own network (discovery, PROFINET, GOOSE).",
      advice: [
        "Mirror a switch inside the plant's network, before the router, as near to the controllers as possible.",
      ],
    }
  return good(id, title, "Devices show their own network cards.", figures)
}

export const isReadable: Examine = ({ health: h }) => {
  const [id, title] = ["encrypted", "Encrypted traffic"]
  const figures = [
    {
      name: "Encrypted",
      value: `${figureText(h.encryptedBytes, "bytes")}, ${share(h.encryptedBytes, h.bytes)} of all bytes`,
    },
  ]
  if (h.encryptedBytes === 0) return good(id, title, "None was seen.", figures)
  if (h.encryptedBytes * 4 < h.bytes)
    return good(
      id,
      title,
      `${share(h.encryptedBytes, h.bytes)} of the traffic is encrypted. Who talks with whom, certificates and versions are still read.`,
      figures,
    )
  return {
    ...{ id, title, verdict: "limits", figures },
    finding: `${share(h.encryptedBytes, h.bytes)} of the traffic is encrypted (TLS, SSH, RDP, VPN).`,
    why: "Who talks with whom, how much, names of servers, certificates and versions are read. What is said is not: no commands, no values, no sign-ins.",
    advice: [
      "That is as it should be for remote access and offices. For what matters inside, rely on the logs of the devices.",
    ],
  }
}

const tunnels: Readonly<Record<string, string>> = {
  ...{
    gre: "GRE",
    nvgre: "NVGRE",
    vxlan: "VXLAN",
    geneve: "GENEVE",
    erspan: "ERSPAN",
    "ip-in-ip": "IP in IP",
    "ipv6-in-ip": "IPv6 in IP",
  },
  ...{
    "6to4": "6to4",
    teredo: "Teredo",
    pppoe: "PPPoE",
    pptp: "PPTP",
    l2tp: "L2TP",
    mpls: "MPLS",
    capwap: "CAPWAP",
    gtp: "GTP-U",
  },
}
const sealed: Readonly<Record<string, string>> = {
  ...{ isakmp: "IPsec", openvpn: "OpenVPN", wireguard: "WireGuard" },
}

export const hasTunnels: Examine = ({ health: h }) => {
  const [id, title] = ["tunnels", "Tunnels"]
  const open = h.protocols.filter(({ name }) => name in tunnels)
  const shut = h.protocols.filter(({ name }) => name in sealed)
  const figures = [...open, ...shut].map(({ name, frames }) => ({
    name: tunnels[name] ?? sealed[name]!,
    value: count(frames, "frame"),
  }))
  if (shut.length > 0)
    return {
      ...{ id, title, verdict: "limits", figures },
      finding: `Encrypted tunnels pass here: ${some(
        shut.map(({ name }) => sealed[name]!),
        shut.length,
      )}.`,
      why: "Which devices talk inside, and what they say, can't be seen.",
      advice: ["To see inside, capture behind the end of the tunnel, where the traffic comes out."],
    }
  if (open.length === 0) return good(id, title, "None was seen.", figures)
  return good(
    id,
    title,
    `Opened: ${some(
      open.map(({ name }) => tunnels[name]!),
      open.length,
    )}. What is inside is read, too.`,
    figures,
  )
}

const said = ({ carrier, port, frames, bytes }: UnnamedTraffic) => ({
  name: port === 0 ? carrier.replace(/^ethertype-/, "EtherType 0x") : `${carrier.toUpperCase()} port ${port}`,
  value: `${count(frames, "frame")}, ${figureText(bytes, "bytes")}`,
})

export const isRecognised: Examine = ({ health: h, counted }) => {
  const [id, title] = ["unnamed", "Protocols that are not recognised"]
  const all = `${figureText(h.unnamedBytes, "bytes")}, ${share(h.unnamedBytes, h.bytes)} of all bytes`
  const figures = [{ name: "Not recognised", value: all }, ...h.unnamed.map(said)]
  if (counted.unsupportedLink * 2 > counted.read)
    return {
      ...{ id, title, verdict: "prevents", figures },
      finding: `${framesAre(counted.unsupportedLink, counted.read)} of a link type that is not read.`,
      why: "Of these frames nothing but their number is known.",
      advice: ["Capture on an Ethernet interface."],
    }
  if (h.unnamed.length === 0 || h.unnamedBytes * 5 < h.bytes)
    return good(id, title, h.unnamedBytes === 0 ? "Every talk has a name." : "Nearly every talk has a name.", figures)
  return {
    ...{ id, title, verdict: "limits", figures },
    finding: `${share(h.unnamedBytes, h.bytes)} of the traffic is of protocols that are not recognised. The largest is ${said(h.unnamed[0]!).name}.`,
    why: "Who talks with whom and how much is known, and not what is said.",
    advice: ["Ask the maker of the devices which protocol that is, and tell support: a protocol can be added."],
  }
}
