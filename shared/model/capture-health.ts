/** What was measured of a capture itself: what it can show and what it can't. Whole numbers of frames where nothing else is said. */

export type HeardProtocol = {
  readonly name: string
  readonly frames: number
  /** Messages that it counts: requests and what is sent unasked. */
  readonly messages: number
  readonly commands: number
}

/** Traffic that no dissector recognised, by how it is carried and the server's port. */
export type UnnamedTraffic = {
  readonly carrier: string
  readonly port: number
  readonly frames: number
  readonly bytes: number
}

export type CaptureHealth = {
  readonly frames: number
  readonly bytes: number
  /** Frames that a mirror port showed once more, and how many of them with another VLAN tag or other MAC addresses. */
  readonly copies: number
  readonly copiesElsewhere: number
  /** Frames that carry the trailer of a redundant network (IEC 62439-3). */
  readonly redundant: number
  readonly cut: number
  /** Most bytes that were kept of a cut frame; 0: none was cut. */
  readonly cutAt: number
  /** TCP conversations: heard from both sides; from one while the other answers unheard; asked for in vain. */
  readonly bothWays: number
  readonly oneWay: number
  readonly unanswered: number
  readonly segments: number
  /** Places where a receiver had bytes that never passed here, and segments that were sent again. */
  readonly gaps: number
  readonly sentAgain: number
  readonly questions: number
  readonly answers: number
  /** To one receiver, and to groups. */
  readonly toOne: number
  readonly toMany: number
  readonly tagged: number
  readonly withoutMac: number
  /** Senders, and addresses that were only spoken to. */
  readonly heard: number
  readonly addressedOnly: number
  /** The first of those that were only spoken to. */
  readonly unheard: readonly string[]
  /** Network cards that sent, addresses of IP that sent, and the card behind which most addresses stand. */
  readonly cards: number
  readonly addresses: number
  readonly router: string
  readonly routerAddresses: number
  /** The one card that all traffic between two belongs to; "": there are more. */
  readonly onlyCard: string
  readonly timeBack: number
  /** Of the time stamps looked at, how many tell more than milliseconds, and more than seconds. */
  readonly stamps: number
  readonly finerThanMilli: number
  readonly finerThanSecond: number
  readonly first: number
  readonly last: number
  readonly encryptedBytes: number
  readonly unnamedBytes: number
  readonly unnamed: readonly UnnamedTraffic[]
  readonly protocols: readonly HeardProtocol[]
  /** Properties of devices that this capture proved for the first time, by field. */
  readonly proved: Readonly<Record<string, number>>
}

/** Two stretches of the same live capture as one. Conversations, cards and addresses that both know count in both; of cards and addresses the larger number holds. */
export function joinHealth(a: CaptureHealth, b: CaptureHealth): CaptureHealth {
  const sum = { ...b } as Record<string, unknown>
  for (const key of added) sum[key] = a[key] + b[key]
  for (const key of largest) sum[key] = Math.max(a[key], b[key])
  return {
    ...(sum as CaptureHealth),
    router: a.routerAddresses > b.routerAddresses ? a.router : b.router,
    onlyCard: a.onlyCard === b.onlyCard ? a.onlyCard : a.toOne === 0 ? b.onlyCard : b.toOne === 0 ? a.onlyCard : "",
    first: a.first === 0 ? b.first : a.first,
    last: Math.max(a.last, b.last),
    unnamed: joined([...a.unnamed, ...b.unnamed], ({ carrier, port }) => `${carrier} ${port}`, bySize).slice(
      0,
      mostUnnamed,
    ),
    protocols: joined([...a.protocols, ...b.protocols], ({ name }) => name, byName),
    proved: provedBoth(a.proved, b.proved),
  }
}

export const mostUnnamed = 8

const added = [
  "frames",
  "bytes",
  "copies",
  "copiesElsewhere",
  "redundant",
  "cut",
  "bothWays",
  "oneWay",
  "unanswered",
  "segments",
  "gaps",
  "sentAgain",
  "questions",
  "answers",
  "toOne",
  "toMany",
  "tagged",
  "withoutMac",
  "timeBack",
  "stamps",
  "finerThanMilli",
  "finerThanSecond",
  "encryptedBytes",
  "unnamedBytes",
] as const satisfies readonly (keyof CaptureHealth)[]
const largest = ["cutAt", "heard", "addressedOnly", "cards", "addresses", "routerAddresses"] as const

type Counted = {
  readonly frames: number
  readonly bytes?: number
  readonly messages?: number
  readonly commands?: number
}

function joined<Row extends Counted>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  order: (a: Row, b: Row) => number,
): readonly Row[] {
  const found = new Map<string, Row>()
  for (const row of rows) {
    const known = found.get(keyOf(row))
    found.set(keyOf(row), known === undefined ? row : plus(known, row))
  }
  return [...found.values()].sort(order)
}

function plus<Row extends Counted>(a: Row, b: Row): Row {
  const sum: Record<string, unknown> = { ...a }
  for (const [key, value] of Object.entries(b))
    if (typeof value === "number" && key !== "port") sum[key] = Number(sum[key]) + value
  return sum as Row
}

const bySize = (a: UnnamedTraffic, b: UnnamedTraffic): number =>
  b.bytes - a.bytes || (a.carrier + String(a.port) < b.carrier + String(b.port) ? -1 : 1)
const byName = (a: HeardProtocol, b: HeardProtocol): number => (a.name < b.name ? -1 : 1)

function provedBoth(a: CaptureHealth["proved"], b: CaptureHealth["proved"]): CaptureHealth["proved"] {
  const sum: Record<string, number> = { ...a }
  for (const [field, count] of Object.entries(b)) sum[field] = (sum[field] ?? 0) + count
  return sum
}
