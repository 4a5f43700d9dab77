/** Which log of which capture is compared with which of our functions: the logs are those that the authors of Zeek's parsers expect. */

export type Counts = {
  readonly name?: string
  readonly requests?: number
  readonly responses?: number
  readonly exceptions?: number
  readonly count?: number
  readonly messages?: number
}
export type Counted = readonly [what: string, count: number]
/** A column by its name in "#fields", or by its place where the log has lost its head. */
export type Field = (column: string | number) => string

export type Line = {
  readonly captures: readonly string[]
  /** The log's name without ".log". */
  readonly log: string
  readonly protocol: string
  /** What a row counts; nothing where it is not compared. */
  readonly row: (field: Field) => readonly Counted[]
  /** What a function of ours counts, in the same words. */
  readonly ours: (key: string, counts: Counts) => readonly Counted[]
}

const answered = ({ responses = 0, exceptions = 0 }: Counts): number => responses + exceptions
const single = ({ count = 0, messages = 0 }: Counts): number => count + messages
const all = (counts: Counts): number => (counts.requests ?? 0) + answered(counts) + single(counts)

/** Requests and answers by the function's key. */
const byKey = (key: string, counts: Counts): readonly Counted[] => [
  [`request ${key}`, counts.requests ?? 0],
  [`answer ${key}`, answered(counts)],
]
const letters = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, "")
/** The same by its name, whatever is between the words. */
const byName = (_key: string, counts: Counts): readonly Counted[] => byKey(letters(counts.name ?? ""), counts)

const c1222Services: Readonly<Record<string, string>> = {
  Ident: "32",
  Logon: "80",
  Security: "81",
  Trace: "38",
  Wait: "112",
}
const genisysHeaders: Readonly<Record<string, string>> = {
  Poll: "fb",
  "Acknowledge Indication And Poll": "fa",
  "Control Data": "fc",
  "Recall Header": "fd",
  "Execute Controls": "fe",
}
const dnp3Names: Readonly<Record<string, string>> = {
  DISABLE_UNSOLICITED: "disable unsolicited responses",
  ENABLE_UNSOLICITED: "enable unsolicited responses",
  STOP_APPL: "stop application",
  DELAY_MEASURE: "delay measurement",
}

/** PROFINET's answers from a port to a port that nothing is known of, before anything comes back between them: ports, and of one the call. */
const unnamed: ReadonlySet<string> = new Set([
  "65151 1025",
  "49216 49345",
  "1952 63031 5FCD642D-ED1D-1313-A7D1-001B1B836CE0 0",
])

export const lines: readonly Line[] = [
  {
    captures: ["rocplus-icsnpp-all-opcodes-tcp.pcap"],
    log: "roc_plus",
    protocol: "roc-plus",
    row: (field) => [[String(Number(/\((\d+)\)/.exec(field(10))?.[1])), 1]],
    // A refusal is an opcode of its own there, and an exception to what was asked here.
    ours: (key, counts) => [
      [key, all(counts) - (counts.exceptions ?? 0)],
      ["255", counts.exceptions ?? 0],
    ],
  },
  {
    captures: ["bsap-icsnpp-ip-example.pcap"],
    log: "bsap_ip_header",
    protocol: "bsap",
    row(field) {
      const kind = field("type_name")
      return kind === "POLL" ? [["poll", 1]] : [[kind === "REQUEST" ? "request" : "answer", Number(field("num_msg"))]]
    },
    ours: (_key, counts) => [
      ["poll", single(counts)],
      ["request", counts.requests ?? 0],
      ["answer", answered(counts)],
    ],
  },
  {
    captures: ["genisys-icsnpp-genisys.pcap"],
    log: "genisys",
    protocol: "genisys",
    row: (field) => [
      field("direction") === "request"
        ? [`request ${genisysHeaders[field("header")] ?? field("header")}`, 1]
        : ["answer", 1],
    ],
    ours: (key, counts) => [
      [`request ${key}`, counts.requests ?? 0],
      ["answer", answered(counts)],
    ],
  },
  {
    captures: ["ident", "logon", "security", "trace", "wait"]
      .map((service) => `c1222-icsnpp-${service}-service-tcp.pcap`)
      .concat("c1222-icsnpp-service-error-tcp.pcap"),
    log: "c1222",
    protocol: "c1222",
    row(field) {
      const [kind, service = ""] = field(7).split(":")
      if (kind === "REQ") return [[`request ${c1222Services[service] ?? service}`, 1]]
      return [[service === "OK" ? "answer" : "refusal", 1]]
    },
    ours: (key, counts) => [
      [`request ${key}`, counts.requests ?? 0],
      ["answer", counts.responses ?? 0],
      ["refusal", counts.exceptions ?? 0],
    ],
  },
  {
    captures: ["enip-icsnpp-cip-example.pcap"],
    log: "enip",
    protocol: "enip",
    row: (field) => [[`${field(6) === "T" ? "request" : "answer"} ${Number(field(11))}`, 1]],
    ours: byKey,
  },
  {
    captures: ["enip-icsnpp-cip-example.pcap"],
    log: "cip",
    protocol: "cip",
    row: (field) => [[`${field(12) === "request" ? "request" : "answer"} ${Number(field(13))}`, 1]],
    ours: (key, counts) => (/^\d+$/.test(key) ? byKey(key, counts) : []),
  },
  {
    captures: ["fins-icsnpp-omron.pcapng"],
    log: "omron_fins_general",
    protocol: "fins",
    // The parser's names of the program area's commands (main code 3) carry other numbers than are on the wire.
    row(field) {
      const command = Number(/\((0x[0-9A-F]+)\)/.exec(field(23))?.[1])
      if (command >> 8 === 3) return []
      return [[`${field(13).startsWith("Command") ? "request" : "answer"} ${command >> 8}:${command & 255}`, 1]]
    },
    ours: (key, counts) => (key.startsWith("3:") ? [] : byKey(key, counts)),
  },
  {
    captures: ["hartip-iti-hart-ip.pcapng"],
    log: "hart_ip_general",
    protocol: "hart-ip",
    row: (field) => [[field(10) === "Request" ? "request" : "answer", 1]],
    ours: (_key, counts) => [
      ["request", counts.requests ?? 0],
      ["answer", answered(counts)],
    ],
  },
  {
    captures: ["modbus-zeek-and-non-modbus-p502.pcap"],
    log: "modbus",
    protocol: "modbus",
    row: (field) => [[`${field("pdu_type") === "REQ" ? "request" : "answer"} ${letters(field("func"))}`, 1]],
    ours: byName,
  },
  {
    captures: ["modbus-icsnpp-example.pcap"],
    log: "modbus",
    protocol: "modbus",
    // One row for each answer, refusals with a name of their own.
    row: (field) => [["answer", 1], ...(field(6).endsWith("_EXCEPTION") ? ([["refusal", 1]] as const) : [])],
    ours: (_key, counts) => [
      ["answer", answered(counts)],
      ["refusal", counts.exceptions ?? 0],
    ],
  },
  {
    captures: ["s7comm-icsnpp-s7ident.pcap", "s7commplus-icsnpp-s7comm-plus.pcap"],
    log: "s7comm",
    protocol: "s7comm",
    row(field) {
      const code = Number(field("function_code"))
      const kind = field("rosctr_code")
      // User data: the upper half tells question or answer, the lower the group.
      if (kind === "7")
        return [
          [
            `${(code & 0x40) !== 0 ? "request" : "answer"} userdata:${code & 15}:${Number(field("subfunction_code"))}`,
            1,
          ],
        ]
      // A refusal names no function there.
      return kind === "1" ? [[`request ${code}`, 1]] : []
    },
    ours: (key, counts) => (key.startsWith("userdata") ? byKey(key, counts) : byKey(key, counts).slice(0, 1)),
  },
  {
    captures: [
      "dnp3-iti-del-measure.pcap",
      "dnp3-iti-file-del.pcap",
      "dnp3-iti-read.pcap",
      "dnp3-iti-rec-time.pcap",
      "dnp3-iti-write.pcap",
      "dnp3-zeek-udp-read.pcap",
      "dnp3-zeek-udp-write.pcap",
    ],
    log: "dnp3",
    protocol: "dnp3",
    row: (field) =>
      [field("fc_request"), field("fc_reply")]
        .filter((name) => name !== "-")
        .map((name): Counted => [letters(dnp3Names[name] ?? name), 1]),
    ours: (_key, counts) => [[letters(counts.name ?? ""), all(counts)]],
  },
  {
    captures: ["c37118-iti-c37-118-2pmusinsync-tcp.pcap", "c37118-iti-c37-118-4in1pmu-tcp.pcap"],
    log: "synchrophasor",
    protocol: "c37118",
    row: (field) => [["data", Number(field("data_frame_count"))]],
    ours: (key, counts) => (key === "0" ? [["data", all(counts)]] : []),
  },
  {
    captures: ["bacnet-icsnpp-error-reject-abort.pcap"],
    log: "bacnet",
    protocol: "bacnet",
    row: (field) => (/_REQUEST$/.test(field("pdu_type")) ? [[letters(field("pdu_service")), 1]] : []),
    ours: (_key, counts) => [[letters(counts.name ?? ""), (counts.requests ?? 0) + single(counts)]],
  },
  {
    captures: ["bacnet-icsnpp-services.pcap"],
    log: "bacnet_device_control",
    protocol: "bacnet",
    row(field) {
      const kind = field("is_orig") === "T" ? "request" : field("result") === "ERROR" ? "refusal" : "answer"
      return [[`${kind} ${letters(field("pdu_service"))}`, 1]]
    },
    ours(key, counts) {
      const name = letters(counts.name ?? "")
      if (key !== "confirmed:17" && key !== "confirmed:20") return []
      return [
        [`request ${name}`, counts.requests ?? 0],
        [`answer ${name}`, counts.responses ?? 0],
        [`refusal ${name}`, counts.exceptions ?? 0],
      ]
    },
  },
  {
    captures: ["s7commplus-icsnpp-s7comm-plus.pcap"],
    log: "s7comm_plus",
    protocol: "s7comm-plus",
    row(field) {
      const kind = field("opcode_name").toLowerCase()
      return kind === "notification" ? [[kind, 1]] : [[`${kind} ${Number(field("function_code"))}`, 1]]
    },
    ours(key, counts) {
      if (key === "notification") return [[key, all(counts)]]
      return [
        [`request ${key}`, counts.requests ?? 0],
        [`response ${key}`, (counts.responses ?? 0) + (counts.exceptions ?? 0)],
      ]
    },
  },
  {
    captures: ["profinet-icsnpp-io-cm.pcapng"],
    log: "profinet_io_cm",
    protocol: "profinet-cm",
    // The log has a row for each piece of a message, of which three come in two. Four answers stay unnamed here.
    row(field) {
      const kind = field(10)
      const isFirstPiece = field(13) === "T" && field(12) === "F"
      if ((kind !== "Request" && kind !== "Response") || isFirstPiece) return []
      const ports = `${field(5)} ${field(7)}`
      if (unnamed.has(ports) || unnamed.has(`${ports} ${field(26)} ${field(30)}`)) return []
      return [[`${kind === "Request" ? "request" : "answer"} ${letters(field(31))}`, 1]]
    },
    ours: byName,
  },
]
