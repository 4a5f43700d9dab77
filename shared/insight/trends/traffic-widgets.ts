/** Widgets about traffic as such: how much, where, between whom. */
import type { Widget } from "./widget.ts"

const wide = { theme: "Traffic", kind: "Traffic", w: 6, h: 3, most: 5 } as const
const everyPart = ["devices", "subnet", "vlan", "protocol", "port"] as const

export const trafficWidgets: readonly Widget[] = [
  {
    ...wide,
    key: "traffic-by-port",
    title: "Traffic by port",
    description: "How the bytes are shared out among the ports of servers. A port that nobody expects shows at once.",
    shape: "shares",
    unit: "bytes",
    asks: { ask: "traffic-by", by: "port" },
    honours: [...everyPart, "most"],
    w: 4,
    most: 8,
  },
  {
    ...wide,
    key: "top-traffic-by-port",
    title: "Top traffic by port",
    description: "Bandwidth over time of the busiest server ports.",
    shape: "lines",
    unit: "bits-per-second",
    asks: { ask: "traffic-over-time", by: "port" },
    honours: [...everyPart, "most"],
  },
  {
    ...wide,
    key: "channels-bandwidth",
    title: "Channels bandwidth",
    description: "Bandwidth over time of the busiest channels: a client, a server and the protocol between them.",
    shape: "lines",
    unit: "bits-per-second",
    asks: { ask: "traffic-over-time", by: "channel" },
    honours: [...everyPart, "most"],
    w: 8,
  },
  {
    ...wide,
    key: "total-bandwidth",
    title: "Total bandwidth",
    description:
      "All traffic over time. A plant that runs evenly draws an even line: steps and peaks are worth a question.",
    shape: "lines",
    unit: "bits-per-second",
    asks: { ask: "traffic-over-time", by: "nothing" },
    honours: everyPart,
    w: 8,
    most: 1,
  },
  {
    ...wide,
    key: "bandwidth-by-vlan",
    title: "Top bandwidth by VLAN",
    description: "Bandwidth over time of the busiest VLANs, and of what carries no tag.",
    shape: "lines",
    unit: "bits-per-second",
    asks: { ask: "traffic-over-time", by: "vlan" },
    honours: [...everyPart, "most"],
  },
  {
    ...wide,
    key: "active-tcp-connections",
    title: "Active TCP connections",
    description: "How many TCP connections between a client and a port of a server carried packets in each step.",
    shape: "lines",
    unit: "connections",
    asks: { ask: "active-tcp" },
    honours: everyPart,
    most: 1,
  },
  {
    ...wide,
    key: "broadcast-share",
    title: "Broadcast and multicast share",
    description:
      "Which part of all packets went to everybody or to a group. A rise tells of a loop, a storm or a chatty device.",
    shape: "lines",
    unit: "percent",
    asks: { ask: "broadcast-share" },
    honours: ["vlan"],
    most: 2,
  },
]
