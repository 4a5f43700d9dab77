/** What is measured over time: who talks to whom over what, and with which functions. Ids are small integers. */

export type Cast = "unicast" | "multicast" | "broadcast"

/** The key that traffic is measured by. */
export type Talk = {
  readonly id: number
  /** Device ids; "" for a group address, and for what is no device. */
  readonly client: string
  readonly server: string
  /** IP addresses, or MAC addresses where there is no IP. */
  readonly clientAddress: string
  readonly serverAddress: string
  /** -1 without a tag. */
  readonly vlan: number
  readonly transport: "ethernet" | "ip" | "tcp" | "udp"
  /** The server's; 0 without ports. */
  readonly port: number
  /** The highest protocol recognised, "modbus"; else "tcp", "icmp", "ethertype-88cc" … */
  readonly protocol: string
  readonly cast: Cast
}

/** A function that a talk used. */
export type TalkFunction = {
  readonly id: number
  readonly talk: number
  readonly protocol: string
  /** The function's key in the result document; "class:6" and the like for details of a request, which are counted as messages. */
  readonly key: string
  /** The specification's name, or "". */
  readonly name: string
}
