/** Device notifications as data: what a person may be told of a device that is no alert, and how it can be answered. */

export const responses = [
  "additional",
  "replace",
  "delete",
  "ics",
  "subnets",
  "os",
  "type",
  "learn",
  "dismiss",
] as const
export type Response = (typeof responses)[number]

type Kind = {
  readonly title: string
  /** In the order of their buttons. */
  readonly responses: readonly Response[]
  /** What Accept all answers; null: a person has to choose. */
  readonly accept: Response | null
  /** Dismissed by itself when nobody answers for 14 days. */
  readonly lapses: boolean
}

const address = { title: "New IP detected", responses: ["additional", "replace", "dismiss"], lapses: true } as const

export const notificationKinds = {
  /** Another address on a known MAC. */
  "new-address": { ...address, accept: "additional" },
  /** A device at another address gives the host name of a known one. */
  "same-name": { ...address, accept: "additional" },
  /** The address of a group of routers. */
  "virtual-address": { ...address, responses: ["additional", "dismiss"], accept: "additional" },
  inactive: { title: "Inactive device", responses: ["delete", "dismiss"], accept: "delete", lapses: false },
  "ot-in-office": {
    title: "New OT devices in a subnet that is not ICS",
    responses: ["ics", "dismiss"],
    accept: "ics",
    lapses: false,
  },
  "no-subnets": { title: "No subnets configured", responses: ["subnets", "dismiss"], accept: null, lapses: true },
  "os-change": { title: "Operating system changed", responses: ["os", "dismiss"], accept: null, lapses: false },
  "new-subnet": { title: "New subnet", responses: ["learn", "subnets", "dismiss"], accept: "learn", lapses: true },
  "type-change": { title: "Device type changed", responses: ["type", "dismiss"], accept: "type", lapses: false },
} as const satisfies Record<string, Kind>

export type NotificationKind = keyof typeof notificationKinds
export const kindOfNotice = (kind: NotificationKind): Kind => notificationKinds[kind]

/** One thing to tell. The same thing keeps its id. */
export type Notice = {
  readonly id: string
  readonly kind: NotificationKind
  /** Ids of the devices it is about. same-name: the known one, then the new one. virtual-address: the group's, then the routers it may belong to. */
  readonly devices: readonly string[]
  /** "": it is about none. */
  readonly subnet: string
  /** What is there now, and what was there before: an address, a type, an operating system, a host name. */
  readonly value: string
  readonly before: string
  /** When it was seen, first and last; microseconds since 1970 UTC, in the time of the traffic. */
  readonly first: number
  readonly last: number
}

/** Operating systems to choose from; what was heard stands before them. */
export const operatingSystems = [
  ...["Windows NT", "Windows 2000", "Windows XP", "Windows Vista", "Windows 7", "Windows 8", "Windows 8.1"],
  ...["Windows 10", "Windows 11", "Windows Server 2003", "Windows Server 2008", "Windows Server 2012"],
  ...["Windows Server 2016", "Windows Server 2019", "Windows Server 2022", "macOS", "Linux", "HP-UX", "VxWorks", "QNX"],
] as const
