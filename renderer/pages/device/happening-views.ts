/** What happened between a device and others, as tables: their columns, and the words of each row. */
import type { Output } from "../../../shared/api/contract/index.ts"
import { formatBytes, formatNumber } from "../../parts/format/numbers.ts"
import { formatExactTime, formatMinute, formatSpan } from "../../parts/format/times.ts"
import { leastOf } from "../../parts/fit-columns.ts"
import type { TableColumn } from "../../parts/table-column.ts"
import { titleOfProtocol } from "../../state/protocol-words.ts"

export type Happenings = Output<"happenings.list">
type Of<Key extends keyof Happenings> = Happenings[Key][number]
type Row = Of<keyof Happenings>
type Fact = { readonly name: string; readonly value: string; readonly mono?: boolean }

/** A row in words: by the keys of the columns. `isBad` names columns that deserve a look. */
export type Shown = {
  readonly id: string
  /** The device at the other end; "" where it is none. */
  readonly peer: string
  readonly title: string
  readonly cells: Readonly<Record<string, string>>
  readonly isBad: readonly string[]
  readonly facts: readonly Fact[]
  readonly hasPacket: boolean
}
/** `spare`: what is left out first where room is short, the highest before; the row's dialog tells it. */
type Column = TableColumn & { readonly spare?: number }
export type View = {
  readonly key: string
  readonly title: string
  /** Of the button that chooses it. */
  readonly short: string
  readonly about: string
  readonly columns: readonly Column[]
  readonly rows: readonly Shown[]
}

const last: Column = { key: "last", title: "Last seen", width: 146, least: 142, right: true, spare: 2 }
const withWhom: Column = { key: "peer", title: "With", width: 172, least: 154 }
const times: Column = { key: "count", title: "Times", width: 66, right: true, spare: 3 }
const column = (key: string, title: string, width: number, more: Partial<Column> = {}): Column => ({
  ...{ key, title, width, ...more },
})

type Talked = Exclude<Row, Of<"internet">>
const common = (row: Talked): Pick<Shown, "id" | "peer" | "hasPacket"> => ({
  ...{ id: row.id, peer: row.peer, hasPacket: row.hasPacket },
})
const cells = (row: Talked): Record<string, string> => ({
  peer: `${row.role === "asks" ? "to" : "from"} ${row.peerName}`,
  protocol: titleOfProtocol(row.protocol),
  count: formatNumber(row.count),
  last: formatMinute(row.lastSeen),
})
const seen = (row: Talked): Fact[] => [
  { name: row.role === "asks" ? "Asked of" : "Asked by", value: row.peerName },
  { name: "Protocol", value: titleOfProtocol(row.protocol) },
  { name: "Times", value: formatNumber(row.count) },
  { name: "First seen", value: formatExactTime(row.firstSeen) },
  { name: "Last seen", value: formatExactTime(row.lastSeen) },
]

const outcomes = { succeeded: "let in", refused: "refused", presented: "unanswered" } as const

function signIn(row: Of<"signIns">): Shown {
  const user = row.user === "" ? (row.protocol === "snmp" ? "(community)" : "(no name)") : row.user
  const clear = row.isDefault ? "default" : row.mask === "" ? "readable" : row.mask.replace(/ characters\)$/, ")")
  const password = row.isClear ? clear : row.mask || "not readable"
  return {
    ...common(row),
    title: `Sign-in of ${user}`,
    cells: { ...cells(row), user, outcome: outcomes[row.outcome], password },
    isBad: [...(row.outcome === "refused" ? ["outcome"] : []), ...(row.isClear ? ["password"] : [])],
    facts: [
      { name: "User", value: user },
      { name: "Outcome", value: outcomes[row.outcome] },
      {
        name: "Password",
        value: row.isClear
          ? `could be read on the way${row.mask === "" ? "" : `: ${row.mask}`}`
          : row.mask || "could not be read on the way",
      },
      ...seen(row),
    ],
  }
}

const states = {
  whole: "",
  incomplete: "incomplete",
  compressed: "sent compressed",
  partly: "only a part",
  large: "too long to hash",
} as const
const whyNoHash = {
  whole: "",
  incomplete: "None: not all bytes were seen.",
  compressed: "None: it was sent compressed, so its own bytes did not pass.",
  partly: "None: only a part of the file was carried.",
  large: "None: files of more than 64 MB are not hashed.",
} as const

function file(row: Of<"files">): Shown {
  const name = row.name === "" ? "(no name)" : row.name
  const hash = row.sha256 === "" ? states[row.state] : row.sha256
  return {
    ...common(row),
    title: name,
    cells: {
      ...cells(row),
      peer: `${row.way === "gave" ? "to" : "from"} ${row.peerName}`,
      ...{ name, hash, size: formatBytes(row.size) },
      program: row.program === "" ? "–" : row.program,
    },
    isBad: row.program === "" ? [] : ["program"],
    facts: [
      { name: "File", value: name },
      { name: row.way === "gave" ? "Given to" : "Taken from", value: row.peerName },
      { name: "Size", value: `${formatNumber(row.size)} bytes` },
      ...(row.program === "" ? [] : [{ name: "What it is", value: row.program }]),
      row.sha256 === ""
        ? { name: "SHA-256", value: whyNoHash[row.state] }
        : { name: "SHA-256", value: row.sha256, mono: true },
      ...seen(row).slice(1),
    ],
  }
}

function session(row: Of<"sessions">): Shown {
  const span = formatSpan((row.lastSeen - row.firstSeen) / 1e6)
  return {
    ...common(row),
    title: `${row.title} session`,
    cells: {
      ...cells(row),
      ...{ title: row.title, begin: formatMinute(row.firstSeen), span: row.isOpen ? `${span}, still open` : span },
      ...{ sent: formatBytes(row.sent), received: formatBytes(row.received) },
      ...(row.isFromInternet ? { peer: `from the internet: ${row.peerName}` } : {}),
    },
    isBad: row.isFromInternet ? ["peer"] : [],
    facts: [
      { name: "Kind", value: `${row.title}, port ${row.port}` },
      { name: row.role === "asks" ? "Opened to" : "Opened by", value: row.peerName },
      { name: "Began", value: formatExactTime(row.firstSeen) },
      { name: row.isOpen ? "Still open at" : "Ended", value: formatExactTime(row.lastSeen) },
      { name: "From the client", value: formatBytes(row.sent) },
      { name: "To the client", value: formatBytes(row.received) },
    ],
  }
}

function asked(row: Of<"names">): Shown {
  const asks = Math.max(row.count, row.answered)
  const answer = row.fault !== "" ? row.fault : row.answers.length > 0 ? row.answers.join(", ") : "no answer seen"
  return {
    ...common(row),
    title: row.name,
    cells: { ...cells(row), name: row.name, type: row.type, answer, count: formatNumber(asks) },
    isBad: row.fault === "" ? [] : ["answer"],
    // Where only the answers passed here, those are counted.
    facts: [
      { name: "Name", value: row.name },
      { name: "Type of record", value: row.type },
      { name: "Answer", value: answer },
      ...seen({ ...row, count: asks }),
    ],
  }
}

function abroad(row: Of<"internet">): Shown {
  const protocol = titleOfProtocol(row.protocol)
  const names = row.names.length === 0 ? "–" : row.names.join(", ")
  const port = row.port === 0 ? "–" : String(row.port)
  const direction = row.role === "asks" ? "this device" : "the internet"
  return {
    ...{ id: row.id, peer: row.peer, hasPacket: false, title: row.address },
    cells: {
      ...{ address: row.address, names, protocol, port, direction },
      ...{ bytes: formatBytes(row.bytes), first: formatMinute(row.firstSeen), last: formatMinute(row.lastSeen) },
    },
    isBad: row.role === "answers" ? ["direction"] : [],
    facts: [
      { name: "Address", value: row.address, mono: true },
      { name: "Asked for as", value: names },
      { name: "Protocol", value: port === "–" ? protocol : `${protocol}, port ${port}` },
      { name: "Asks", value: direction },
      { name: "Size", value: `${formatBytes(row.bytes)} in ${formatNumber(row.packets)} packets` },
      { name: "First seen", value: formatExactTime(row.firstSeen) },
      { name: "Last seen", value: formatExactTime(row.lastSeen) },
    ],
  }
}

const fileColumns = [
  column("name", "File", 220, { least: 124, stretch: true }),
  withWhom,
  column("size", "Size", 88, { least: 78, right: true }),
  column("hash", "SHA-256", 150, { least: 104, mono: true, spare: 1 }),
  last,
]

/** Those that have rows. */
export function viewsOf({ signIns, files, sessions, internet, names }: Happenings): readonly View[] {
  const programs = files.filter(({ program }) => program !== "")
  const views: readonly View[] = [
    {
      ...{ key: "signIns", title: "Sign-ins", short: "Sign-ins" },
      about: "Who signed in, and whether it worked. Passwords are shown masked: the first letter and the length.",
      columns: [
        column("user", "User", 150, { least: 90, stretch: true }),
        column("outcome", "Outcome", 108, { least: 104, rich: true }),
        column("password", "Password", 126, { least: 116, rich: true }),
        ...[withWhom, column("protocol", "Protocol", 96, { least: 92, spare: 1 }), times, last],
      ],
      rows: signIns.map(signIn),
    },
    {
      ...{
        key: "files",
        title: "Files",
        short: "Files",
        about: "Files whose bytes passed. A hash is told only where all bytes were seen.",
      },
      columns: fileColumns,
      rows: files.map(file),
    },
    {
      ...{ key: "programs", title: "Programs and scripts", short: "Programs" },
      about: "Files that run or are loaded into a device, known by how they begin or by their name.",
      columns: [
        fileColumns[0]!,
        column("program", "What it is", 160, { least: 142, rich: true }),
        ...fileColumns.slice(1),
      ],
      rows: programs.map(file),
    },
    {
      ...{
        key: "sessions",
        title: "Remote sessions",
        short: "Sessions",
        about: "Sessions by which somebody works on a device from afar.",
      },
      columns: [
        column("title", "Kind", 150, { least: 110, stretch: true }),
        { ...withWhom, rich: true },
        ...[column("begin", "Began", 146, { right: true }), column("span", "Lasted", 116, { right: true })],
        column("sent", "Sent", 84, { right: true, spare: 1 }),
        column("received", "Received", 88, { right: true, spare: 2 }),
      ],
      rows: sessions.map(session),
    },
    {
      ...{ key: "internet", title: "Internet", short: "Internet" },
      about: "Addresses of the public internet that this device talks with.",
      columns: [
        column("address", "Address", 150, { least: 116, mono: true }),
        column("names", "Asked for as", 190, { least: 174, stretch: true }),
        column("protocol", "Protocol", 100, { least: 92 }),
        column("port", "Port", 62, { right: true, spare: 3 }),
        column("direction", "Who asks", 112, { least: 112, rich: true }),
        ...[column("bytes", "Size", 84, { least: 78, right: true }), last],
      ],
      rows: internet.map(abroad),
    },
    {
      ...{ key: "names", title: "Names", short: "Names" },
      about: "Names that were looked up by DNS, and what the server said.",
      columns: [
        column("name", "Name", 220, { least: 160, stretch: true }),
        column("type", "Type", 76, { least: 64 }),
        column("answer", "Answer", 200, { least: 130, rich: true }),
        ...[withWhom, times, last],
      ],
      rows: names.map(asked),
    },
  ]
  return views.filter(({ rows }) => rows.length > 0)
}

/** The columns that have room beside each other. */
export function columnsFor(columns: readonly Column[], room: number): readonly Column[] {
  const needed = columns.reduce((sum, each) => sum + leastOf(each), 0)
  const spare = Math.max(...columns.map((each) => each.spare ?? 0))
  return needed <= room || spare === 0
    ? columns
    : columnsFor(
        columns.filter((each) => each.spare !== spare),
        room,
      )
}
