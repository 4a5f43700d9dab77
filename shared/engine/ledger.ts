/**
 * Collects what happened since the last batch, from the facts: one row for what happens again and again. Rows are additive; the store adds them
 * to what it has, so that nothing need be remembered over a batch but which rows were told with a packet.
 */
import type { EndpointId, Fact, Said } from "../facts/fact.ts"
import type { Kept } from "../flows/segment.ts"
import { deviceId } from "../model/device-id.ts"
import { mergedHappening, type Happening } from "../model/happening.ts"
import type { Dissection } from "./dissection.ts"
import type { Endpoints } from "./endpoints.ts"
import { keep } from "./keep.ts"

/** Rows of one batch; more are counted. */
const mostRows = 20_000
/** Rows of which it is remembered that their first packet is kept. */
const mostProved = 100_000
const longestText = 400

type Row = {
  readonly client: EndpointId
  readonly server: EndpointId
  happening: Happening
  /** Questions and answers that came again in the same words, and when the last did. */
  asked: number
  answered: number
  last: number
}
type Ends = { readonly client: EndpointId; readonly server: EndpointId }
/** What makes a row: all but what the ledger knows by itself. */
type Made<One extends Happening = Happening> = One extends Happening
  ? Omit<One, "id" | "client" | "server" | "clientAddress" | "serverAddress" | "frame" | "capture">
  : never

/** Where what is told comes from. */
type Told = { readonly dissection: Dissection; readonly endpoints: Endpoints }

export class Ledger {
  /** Rows that found no place. */
  refused = 0
  private rows = new Map<string, Row>()
  /** What was said, in whose row it counts: equal messages share it. */
  private readonly said = new Map<Said, Row>()
  /** The row that was added to last; null: it found no place. */
  private latest: Row | null = null
  private readonly proved = new Set<string>()
  private readonly texts: string[] = []
  private readonly engine: Told
  private readonly keepFrames: (frames: readonly Kept[]) => void
  private readonly captureOf: () => string

  constructor(engine: Told, captureOf: () => string, keepFrames: (frames: readonly Kept[]) => void) {
    this.engine = engine
    this.captureOf = captureOf
    this.keepFrames = keepFrames
  }

  readonly fact = (fact: Fact): void => {
    const { kind } = fact
    if (kind === "signIn" || kind === "presented") this.signedIn(fact)
    else if (kind === "carried") this.carried(fact)
    else if ((kind === "asked" || kind === "resolved") && fact.protocol === "dns") this.named(fact)
  }

  /** The same message as one before. */
  again(fact: Fact, said: Said): void {
    this.fact(fact)
    if ((said.kind !== "asked" && said.kind !== "resolved") || this.latest === null) return
    this.said.set(said, this.latest)
  }

  /** True where this was all. Cyclic questions cost a look-up and a counter. */
  readonly recount = (said: Said, time: number): boolean => {
    const row = this.said.get(said)
    if (row === undefined) return false
    if (said.kind === "asked") row.asked++
    else row.answered++
    if (time > row.last) row.last = time
    return true
  }

  /** A row of what is measured and not told by a message: no packet proves it alone. */
  measured(ends: Ends, what: string, made: Made): void {
    this.add(ends, what, made, false)
  }

  take(deviceOf: (endpoint: EndpointId) => string): readonly Happening[] {
    const told = [...this.rows.values()].map((row) => ({
      ...withRepeats(row),
      client: deviceOf(row.client),
      server: deviceOf(row.server),
    }))
    this.pass()
    return told
  }

  /** Another capture begins: it proves anew, so that a replay after a crash keeps the same packets. */
  begin(): void {
    this.proved.clear()
    this.engine.dissection.channels.clear()
  }

  /** Nobody wants to know. */
  pass(): void {
    this.rows = new Map()
    this.said.clear()
    this.latest = null
  }

  /** The packet of what is only presented holds the password: it is not kept, nor shown. */
  private signedIn(fact: Fact & { kind: "signIn" | "presented" }): void {
    const { user, isClear, mask, protocol, time } = fact
    const outcome = fact.kind === "presented" ? fact.kind : fact.succeeded ? "succeeded" : "refused"
    const shown = mask?.shown ?? ""
    const made = {
      ...({ kind: "signIn", protocol, user: short(user), outcome, isClear, mask: shown } as const),
      ...{ isDefault: mask?.isDefault === true, count: 1, firstSeen: time, lastSeen: time },
    }
    const isShown = fact.kind === "signIn" || mask === undefined
    this.add(fact, `${protocol}|${outcome}|${shown}|${user}`, made, isShown)
  }

  private carried(fact: Fact & { kind: "carried" }): void {
    const { name, way, size, sha256, state, program, protocol, began, time } = fact
    this.add(fact, `${protocol}|${way}|${size}|${sha256}|${state}|${name}`, {
      ...{ kind: "file", protocol, name: short(name), way, size, sha256, state, program },
      ...{ count: 1, firstSeen: began, lastSeen: time },
    })
  }

  private named(fact: Fact & { kind: "asked" | "resolved" }): void {
    const { name, type = "", protocol, time } = fact
    const [answers, fault] = fact.kind === "resolved" ? [fact.answers, fact.fault] : [[], ""]
    const isAnswer = fact.kind === "resolved"
    this.add(fact, `${protocol}|${type}|${name}`, {
      ...{ kind: "name", protocol, name: short(name), type, answers, fault, answered: isAnswer ? 1 : 0 },
      ...{ count: isAnswer ? 0 : 1, firstSeen: time, lastSeen: time },
    })
  }

  private add(ends: Ends, what: string, made: Made, isProved = true): void {
    const key = `${made.kind}|${this.text(ends.client)}|${this.text(ends.server)}|${what}`
    const before = this.rows.get(key)
    this.latest = before ?? null
    if (before === undefined && this.rows.size >= mostRows) {
      this.refused++
      return
    }
    const id = before === undefined ? deviceId(key) : before.happening.id
    const happening: Happening = {
      ...made,
      ...{ id, client: "", server: "" },
      ...{ clientAddress: this.text(ends.client), serverAddress: this.text(ends.server) },
      ...(isProved ? this.proof(key, made.lastSeen) : noProof),
    }
    if (before !== undefined) {
      before.happening = mergedHappening(before.happening, happening)
      return
    }
    this.latest = { client: ends.client, server: ends.server, happening, asked: 0, answered: 0, last: 0 }
    this.rows.set(key, this.latest)
  }

  /** What is told when nothing more comes has no packet of its own: the current one has another time. */
  private proof(key: string, time: number): { readonly frame: number; readonly capture: string } {
    if (this.proved.has(key) || this.proved.size >= mostProved) return noProof
    const { frame, parts } = this.engine.dissection
    if ((parts?.at(-1)?.time ?? frame.time) !== time) return noProof
    this.proved.add(key)
    const kept = parts?.at(-1) ?? keep(frame, frame.start, frame.end)
    this.keepFrames([kept])
    return { frame: kept.frame, capture: this.captureOf() }
  }

  private text(endpoint: EndpointId): string {
    const known = this.texts[endpoint]
    if (known !== undefined) return known
    const { endpoints } = this.engine
    const vlan = endpoints.vlan(endpoint)
    const text = (endpoints.address(endpoint) || endpoints.mac(endpoint)) + (vlan < 0 ? "" : `@${vlan}`)
    this.texts[endpoint] = text
    return text
  }
}

function withRepeats({ happening, asked, answered, last }: Row): Happening {
  if (happening.kind !== "name" || asked + answered === 0) return happening
  const lastSeen = Math.max(happening.lastSeen, last)
  return { ...happening, count: happening.count + asked, answered: happening.answered + answered, lastSeen }
}

const noProof = { frame: 0, capture: "" } as const
const short = (text: string): string => (text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`)
