/** What rules may be about, and which fields each has: data, from which the page, the validator and the evaluation are made. */
import { categoriesOfCommand, outcomeChoices } from "./choices.ts"

export type FieldType = "text" | "number" | "port" | "ip" | "mac" | "choice"

export type Field = {
  readonly id: string
  /** As it stands in a sentence: "the user name". */
  readonly label: string
  readonly type: FieldType
  readonly choices?: Readonly<Record<string, string>>
  /** What a technician must know to fill it in. */
  readonly hint?: string
  /** One hit is then one place that a request reached, instead of one request. */
  readonly ofPlace?: true
  /** Of the two ends: measured series know them too. */
  readonly ofEnd?: true
}

export type Topic = {
  readonly title: string
  /** In the sentence of a rule. */
  readonly phrase: string
  /** What one hit is, in words. */
  readonly hit: string
  /** The kinds of facts that it is made of; "minute" stands for what is measured. */
  readonly from: string
  /** It has two ends, of which one asks. */
  readonly hasTarget: boolean
  readonly hasProtocol: boolean
  readonly fields: readonly Field[]
}

const text = (id: string, label: string, hint = ""): Field => ({ id, label, type: "text", ...(hint ? { hint } : {}) })
const number = (id: string, label: string, hint = ""): Field => ({
  ...{ id, label, type: "number" },
  ...(hint ? { hint } : {}),
})
const choice = (id: string, label: string, choices: Readonly<Record<string, string>>): Field => ({
  ...{ id, label, type: "choice", choices },
})
const port: Field = { id: "port", label: "Server's port", type: "port", ofEnd: true }
const yesNo = { yes: "yes", no: "no" } as const
const ofPlace = (field: Field): Field => ({ ...field, ofPlace: true })

const endFields = (id: "source" | "target", whose: string): readonly Field[] => [
  { id: `${id}Ip`, label: `${whose} IP address`, type: "ip", ofEnd: true },
  { id: `${id}Mac`, label: `${whose} MAC address`, type: "mac" },
  text(`${id}Name`, `${whose} name`, "As the device names itself; names that people gave it are not seen by rules."),
  text(`${id}Type`, `${whose} type`),
  text(`${id}Vendor`, `${whose} vendor`),
  text(`${id}Model`, `${whose} model`),
  text(`${id}Firmware`, `${whose} firmware`),
  number(`${id}Vlan`, `${whose} VLAN`, "Without a tag it has none, and no condition on it is met."),
  text(
    `${id}Tunnel`,
    `${whose} tunnel`,
    "As in “vxlan 42”. Outside of tunnels it has none, and no condition on it is met.",
  ),
]
export const sourceFields = endFields("source", "Source")
export const targetFields = endFields("target", "Destination")

const both = { hasTarget: true, hasProtocol: true } as const
const onePart = "the first time since the sensor knows of it"

export const topics = {
  operation: {
    title: "A command, request or message of a protocol",
    phrase: "each command, request or message",
    hit: "One hit is one request or announcement. With a condition on a place or a value it is one place that was reached, or one value that was written or read. With a condition on the outcome it is one answer. Details of a request count as told.",
    from: "operation refusal place",
    ...both,
    fields: [
      text("function", "Function", "The specification's name, such as “write single register”, or its number."),
      choice("act", "Effect on the device", categoriesOfCommand),
      text("does", "Effect in words", "Such as “Stop the controller”; the console tells it beside each function."),
      text("technique", "ATT&CK technique", "Such as T0843, a program download."),
      choice("outcome", "Outcome", outcomeChoices),
      ofPlace(text("where", "Place", "In the words of the protocol: “unit 1, holding register 107”, a tag, a file.")),
      ofPlace(text("name", "Name of tag, object or file")),
      ofPlace(
        number(
          "address",
          "Address number",
          "Registers, coils and the like, one by one: 107 is met within “100 to 120” too.",
        ),
      ),
      ofPlace(number("count", "Count of addresses")),
      ofPlace(number("area", "Memory area number")),
      ofPlace(
        number("value", "Value", "As a number; on and off are 1 and 0. Of an address within a block, its own value."),
      ),
      ofPlace(text("valueText", "Value in words")),
      ofPlace(number("valueBefore", "Value before", "What was written or read there the last time.")),
      ofPlace(number("step", "Change of the value", "From the last value there to this one; 0: unchanged.")),
      choice("isDetail", "Detail of a request", yesNo),
      port,
    ],
  },
  functionMinute: {
    title: "Requests, answers or errors of a function per minute",
    phrase: "each minute of a function between two devices",
    hit: "One hit is one minute of one function between two devices.",
    from: "minute",
    ...both,
    fields: [
      text("function", "Function"),
      choice("act", "Effect on the device", categoriesOfCommand),
      number("requests", "Requests in the minute"),
      number("answers", "Answers in the minute"),
      number("errors", "Errors in the minute"),
      number("messages", "Messages in the minute", "What is told without being asked."),
      port,
    ],
  },
  trafficMinute: {
    title: "Traffic between two devices per minute",
    phrase: "each minute of traffic between two devices",
    hit: "One hit is one minute of one conversation.",
    from: "minute",
    ...both,
    fields: [number("packets", "Packets in the minute"), number("bytes", "Bytes in the minute"), port],
  },
  file: {
    title: "A file is opened or carried",
    phrase: "each message that opens or carries a file",
    hit: "One hit is one message that names a file.",
    from: "file",
    ...both,
    fields: [
      text("name", "File name"),
      choice("way", "Way of the file", {
        opened: "it was opened",
        toServer: "it went to the server",
        toClient: "it came from the server",
      }),
      port,
    ],
  },
  carried: {
    title: "The bytes of a file have passed",
    phrase: "each file whose bytes passed",
    hit: "One hit is one file that was carried, when its last byte passed or nothing more came.",
    from: "carried",
    ...both,
    fields: [
      text("name", "File name"),
      choice("way", "Way of the file", { toServer: "it went to the server", toClient: "it came from the server" }),
      number("size", "Bytes"),
      text("sha256", "SHA-256"),
      choice("state", "What was seen of it", {
        whole: "all of it",
        incomplete: "not all of it",
        compressed: "it was sent compressed",
        partly: "a part was asked for",
        large: "all, too long to be hashed",
      }),
      text("program", "Kind of program or script"),
      number("began", "First byte, in microseconds since 1970 UTC"),
      port,
    ],
  },
  signIn: {
    title: "Somebody signs in",
    phrase: "each attempt to sign in",
    hit: "One hit is one attempt to sign in.",
    from: "signIn",
    ...both,
    fields: [
      text("user", "User name"),
      choice("succeeded", "Success", yesNo),
      choice("isClear", "Password readable on the way", yesNo),
      text("secret", "Password, masked", "Its first letter and its length; only where it could be read."),
      choice("isDefault", "A maker's default password", yesNo),
      port,
    ],
  },
  presented: {
    title: "Somebody proves who he is, and no answer shows how it went",
    phrase: "each proof of who somebody is",
    hit: "One hit is one user and proof of a connection.",
    from: "presented",
    ...both,
    fields: [
      text("user", "User name"),
      choice("isClear", "Password readable on the way", yesNo),
      text("secret", "Password or community, masked", "Its first letter and its length; only where it could be read."),
      choice("isDefault", "A maker's default password", yesNo),
      port,
    ],
  },
  web: {
    title: "A web request",
    phrase: "each web request",
    hit: "One hit is one request.",
    from: "web",
    ...both,
    fields: [
      text("method", "Method", "GET, POST …"),
      text("host", "Host name"),
      text("path", "Path", "With what stands behind the question mark."),
      text("userAgent", "User agent"),
      text("soapAction", "SOAP action"),
      text("cookie", "Cookie"),
      number("headers", "Headers"),
      number("longestHeader", "Longest header, in bytes"),
      text("fault", "Fault of the request"),
      port,
    ],
  },
  asked: {
    title: "A name is looked up (DNS and its relatives)",
    phrase: "each name that is looked up",
    hit: "One hit is one question for a name.",
    from: "asked",
    ...both,
    fields: [text("name", "Name asked for"), text("type", "Type of record", "A, AAAA, PTR, TXT …"), port],
  },
  resolved: {
    title: "A server of names answers (DNS)",
    phrase: "each answer of a server of names",
    hit: "One hit is one answer.",
    from: "resolved",
    ...both,
    fields: [
      text("name", "Name asked for"),
      text("type", "Type of record", "A, AAAA, PTR, TXT …"),
      text("answers", "Answers"),
      text("fault", "Error", "no such name, refused …"),
      port,
    ],
  },
  lease: {
    title: "An address is given or refused (DHCP)",
    phrase: "each address that DHCP gives or refuses",
    hit: "One hit is one answer of a DHCP server.",
    from: "lease",
    ...both,
    fields: [
      choice("outcome", "Outcome", { given: "given", refused: "refused" }),
      { id: "by", label: "Server's own address", type: "ip" },
      { id: "clientMac", label: "MAC address of who asked", type: "mac" },
      port,
    ],
  },
  marker: {
    title: "The mark of a known malware passes",
    phrase: "each mark of a known malware",
    hit: "One hit is one conversation in which the bytes passed.",
    from: "marker",
    ...both,
    fields: [number("indicator", "Number of the indicator"), port],
  },
  statement: {
    title: "A statement is sent to a database",
    phrase: "each statement that is sent to a database",
    hit: "One hit is one statement.",
    from: "statement",
    ...both,
    fields: [text("text", "Statement", "DROP TABLE, UPDATE recipes …"), port],
  },
  longText: {
    title: "A text out of all proportion",
    phrase: "each text out of all proportion",
    hit: "One hit is one text of more than 32,768 bytes.",
    from: "longText",
    ...both,
    fields: [text("field", "Kind of text"), port],
  },
  malformed: {
    title: "A message breaks its specification",
    phrase: "each message that breaks its specification",
    hit: "One hit is one such message.",
    from: "malformed",
    ...both,
    fields: [choice("sender", "Sender", { source: "who asks", target: "who answers" }), port],
  },
  attempt: {
    title: "A TCP connection is asked for",
    phrase: "each TCP connection that is asked for",
    hit: "One hit is one attempt.",
    from: "attempt",
    hasTarget: true,
    hasProtocol: false,
    fields: [port],
  },
  speaks: {
    title: "Two devices speak a protocol for the first time",
    phrase: "each two devices that speak a protocol for the first time",
    hit: `One hit is two devices and a protocol, ${onePart}.`,
    from: "protocol",
    ...both,
    fields: [choice("ot", "Control protocol", yesNo), port],
  },
  claim: {
    title: "A device tells a property of itself",
    phrase: "each property that a device tells of itself",
    hit: "One hit is one value that was not told before, or (mode, firmware, key, project) is told again after another.",
    from: "claim",
    hasTarget: false,
    hasProtocol: false,
    fields: [
      text("property", "Property", "vendor, model, firmware, serial, hostname, mode, keySwitch, project …"),
      text("value", "Value"),
      text("rule", "Rule it is known by"),
      number("confidence", "Confidence", "From 0 to 1."),
      text("part", "Part behind the device"),
    ],
  },
  part: {
    title: "A part behind a device answers for the first time",
    phrase: "each part that answers for the first time",
    hit: `One hit is one unit, slot or module, ${onePart}.`,
    from: "part",
    hasTarget: false,
    hasProtocol: true,
    fields: [text("part", "Part", "Such as “unit 3” or “slot 4”.")],
  },
  appears: {
    title: "An address is seen for the first time",
    phrase: "each address that is seen for the first time",
    hit: `One hit is one address, ${onePart}.`,
    from: "endpoint",
    hasTarget: false,
    hasProtocol: false,
    fields: [],
  },
  distance: {
    title: "A device is seen sending from so far away",
    phrase: "each device that is seen sending from so far away",
    hit: "One hit is one address, each time that it turns out to be nearer than known.",
    from: "distance alive",
    hasTarget: false,
    hasProtocol: false,
    fields: [number("hops", "Routers in between", "200: it can't be told.")],
  },
  binding: {
    title: "A network card shows an IP address",
    phrase: "each network card that shows an IP address",
    hit: `One hit is one card and address, once in every run of the sensor.`,
    from: "binding",
    hasTarget: false,
    hasProtocol: false,
    fields: [
      choice("how", "Way it showed", {
        arp: "ARP",
        "arp-announcement": "ARP announcement",
        "neighbour-discovery": "IPv6 neighbour discovery",
        dhcp: "DHCP",
        announcement: "announcement",
      }),
    ],
  },
  resolve: {
    title: "An address is asked for by ARP",
    phrase: "each address that is asked for by ARP",
    hit: "One hit is one address that a device asks for, the first time in a run of the sensor.",
    from: "resolve",
    hasTarget: false,
    hasProtocol: false,
    fields: [{ id: "address", label: "Address asked for", type: "ip" }],
  },
} as const satisfies Record<string, Topic>

export type TopicId = keyof typeof topics

export const isTopic = (id: string): id is TopicId => Object.hasOwn(topics, id)

/** All that conditions may be on, those of the ends last. */
export function fieldsOf(about: TopicId): readonly Field[] {
  const { fields, hasTarget }: Topic = topics[about]
  return [...fields, ...sourceFields, ...(hasTarget ? targetFields : [])]
}

export const fieldOf = (about: TopicId, id: string): Field | undefined =>
  fieldsOf(about).find((field) => field.id === id)
