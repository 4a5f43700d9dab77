/** What a dissector found inside a message: a frame of its own, in a tunnel. The engine walks it like any other. */

/** What stands at the beginning of the inner frame, where it is not told by an EtherType. */
export const inside = { nothing: 0, ethernet: 1, wireless: 2, ip: 3 } as const

/** Kinds of tunnels: how people call them, and what their number is called. Saved by name; the order is this version's own. */
export const tunnelKinds = [
  { name: "vxlan", title: "VXLAN", number: "network" },
  { name: "geneve", title: "GENEVE", number: "network" },
  { name: "nvgre", title: "NVGRE", number: "network" },
  { name: "gre", title: "GRE", number: "key" },
  { name: "pptp", title: "PPTP", number: "" },
  { name: "erspan", title: "ERSPAN", number: "session" },
  { name: "ip-in-ip", title: "IP in IP", number: "" },
  { name: "ipv6-in-ip", title: "IPv6 in IP", number: "" },
  { name: "6to4", title: "6to4", number: "" },
  { name: "teredo", title: "Teredo", number: "" },
  { name: "pppoe", title: "PPPoE", number: "session" },
  { name: "l2tp", title: "L2TP", number: "" },
  { name: "mpls", title: "MPLS pseudowire", number: "" },
  { name: "capwap", title: "CAPWAP", number: "" },
  { name: "gtp", title: "GTP-U", number: "" },
] as const

export type TunnelKind = (typeof tunnelKinds)[number]["name"]

const indexOf = new Map<TunnelKind, number>(tunnelKinds.map(({ name }, index) => [name, index]))

export class Opening {
  /** An EtherType, or one of `inside`. */
  as: number = inside.nothing
  from = 0
  to = 0
  /** Index in `tunnelKinds`. */
  kind = 0
  /** 32 bits, as a signed integer. */
  number = 0
  isNumbered = false
  /** Its two ends are part of what it is: its number (or the lack of one) is theirs alone. */
  isOfEnds = true

  /** Which tunnel the message belongs to; `frame` says what it carries, here or in a dissector further in. */
  within(kind: TunnelKind, isOfEnds: boolean, number = -1, isNumbered = number !== -1): void {
    this.kind = indexOf.get(kind)!
    this.isOfEnds = isOfEnds
    this.isNumbered = isNumbered
    this.number = isNumbered ? number | 0 : 0
  }

  /** The inner frame lies in the bytes of the message, `from`..`to`. */
  frame(as: number, from: number, to: number): void {
    this.as = as
    this.from = from
    this.to = to
  }

  /** What was said was taken; the next message begins anew. */
  shut(): void {
    this.as = inside.nothing
  }
}
