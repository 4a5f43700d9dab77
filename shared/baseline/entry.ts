/** One thing that is normal at a site, as data: who does what to whom. */

/** The sorts of what is normal: how people call them, and which fields of an entry they fill, in the field's words. */
export const baselineSorts = {
  device: { title: "Devices", one: "Device", fields: { who: "Address" } },
  pair: {
    title: "Who talks to whom",
    one: "Talk",
    fields: { who: "Client", whom: "Server", protocol: "Protocol", where: "Port" },
  },
  function: {
    title: "Functions",
    one: "Function",
    fields: { who: "Client", whom: "Server", protocol: "Protocol", what: "Function" },
  },
  place: {
    title: "Addresses, tags and objects",
    one: "Address, tag or object",
    fields: { who: "Client", whom: "Server", protocol: "Protocol", what: "Function", where: "Address, tag or object" },
  },
  polling: {
    title: "Polling intervals",
    one: "Polling interval",
    fields: { who: "Client", whom: "Server", protocol: "Protocol", what: "Function" },
  },
  service: { title: "Services", one: "Service", fields: { who: "Server", protocol: "Protocol", where: "Port" } },
  group: {
    title: "Multicast and broadcast",
    one: "Talk to a group",
    fields: { who: "Sender", whom: "Group", protocol: "Protocol" },
  },
  part: { title: "Parts behind a device", one: "Part", fields: { who: "Device", protocol: "Protocol", what: "Part" } },
  firmware: {
    title: "Firmware versions",
    one: "Firmware version",
    fields: { who: "Device", what: "Version", where: "Part" },
  },
  file: {
    title: "File transfers",
    one: "File transfer",
    fields: { who: "Client", whom: "Server", protocol: "Protocol", what: "File", where: "Way" },
  },
  "sign-in": {
    title: "Sign-ins",
    one: "Sign-in",
    fields: { who: "Client", whom: "Server", protocol: "Protocol", what: "User" },
  },
  name: { title: "Names asked for", one: "Name asked for", fields: { who: "Device", what: "Name" } },
  "web-program": {
    title: "Programs on the web",
    one: "Program on the web",
    fields: { who: "Device", what: "User agent" },
  },
  "web-action": {
    title: "SOAP actions",
    one: "SOAP action",
    fields: { who: "Client", whom: "Server", what: "Action" },
  },
  internet: {
    title: "Talks with the internet",
    one: "Talk with the internet",
    fields: { who: "Device", whom: "Internet address" },
  },
  "address-server": { title: "DHCP servers", one: "DHCP server", fields: { who: "Server" } },
  programming: { title: "Programming devices", one: "Programming device", fields: { who: "Address" } },
} as const satisfies Record<
  string,
  { readonly title: string; readonly one: string; readonly fields: Partial<Record<Field, string>> }
>

export type BaselineSort = keyof typeof baselineSorts

export const fieldNames = ["who", "whom", "protocol", "what", "where"] as const
export type Field = (typeof fieldNames)[number]

export const sortNames = Object.keys(baselineSorts) as readonly BaselineSort[]

/** The words of a sort, of which each fills some fields. */
export const wordsOf = (
  sort: BaselineSort,
): { readonly title: string; readonly one: string; readonly fields: Partial<Record<Field, string>> } =>
  baselineSorts[sort]

/** Stands for every function, or every address, tag and object. */
export const any = "*"

/** Fields that the sort does not fill are "". Ends are IP addresses, or MACs where there is none. */
export type BaselineEntry = {
  readonly sort: BaselineSort
  readonly who: string
  readonly whom: string
  readonly protocol: string
  /** A function by its key in the protocol ("16"); for other sorts, what the sort's words say. */
  readonly what: string
  readonly where: string
  /** The specification's name of the function, where `what` is its key; else "". */
  readonly name: string
  /** Seconds between two requests, of a polling interval; else 0. */
  readonly low: number
  readonly high: number
  /** Minutes in which a polling interval was measured; else 0. */
  readonly minutes: number
}

const nothing = { who: "", whom: "", protocol: "", what: "", where: "", name: "", low: 0, high: 0, minutes: 0 }

export const entry = (sort: BaselineSort, fields: Partial<BaselineEntry>): BaselineEntry => ({
  ...nothing,
  ...fields,
  sort,
})

export type Told = Pick<BaselineEntry, "sort" | Field>

/** The same for the same thing, in every run and at every site. */
export const entryKey = ({ sort, who, whom, protocol, what, where }: Told): string =>
  [sort, who, whom, protocol, what, where].join("\u0001")

/** The entries that would allow this one: itself, and those that say “any”. */
export function keysThatAllow(one: Told): readonly string[] {
  if (one.sort === "function") return [entryKey(one), entryKey({ ...one, what: any })]
  if (one.sort !== "place") return [entryKey(one)]
  return [entryKey(one), entryKey({ ...one, where: any }), entryKey({ ...one, what: any, where: any })]
}

/** What a batch says of the baseline: met for the first time, or for the first time since it was removed. */
export type BaselineNews = {
  readonly entry: BaselineEntry
  readonly time: number
  /** It became normal: the sensor learned, or it was allowed. Else it departed from the baseline. */
  readonly normal: boolean
}

/**
 * What people change. forget: not normal any more, so it alerts when it happens again. allow: normal, whether or not it was seen.
 * disallow: what was allowed before it was seen is as unknown as before.
 */
export type BaselineEdit = {
  /** Counts up over the life of the site. */
  readonly number: number
  readonly change: "forget" | "allow" | "disallow"
  readonly entries: readonly BaselineEntry[]
}
