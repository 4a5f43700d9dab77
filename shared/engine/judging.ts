/** Where judging meets the engine: what detections may ask of the plant, and the counters that alerts go on by. */
import type { Detection, FunctionWords, Minute, World } from "../detections/detection.ts"
import { catalogue } from "../detections/catalogue/index.ts"
import { detections } from "../detections/index.ts"
import type { Counted } from "../detections/held-alert.ts"
import { Judge } from "../detections/judge.ts"
import type { Policy } from "../detections/policy.ts"
import type { End } from "../detections/finding.ts"
import type { BaselineEdit } from "../baseline/entry.ts"
import type { EndpointId } from "../facts/fact.ts"
import type { Model } from "../model/model.ts"
import { addressKind } from "../net/ip.ts"
import { isGroupMac } from "../net/mac.ts"
import { declaredProtocols } from "../protocols/protocol.ts"
import type { MeasuredMinute } from "./batch.ts"
import { onTcp, onUdp } from "./catalogue.ts"
import type { Engine } from "./engine.ts"
import { carrierName, functionOf } from "./naming.ts"
import { recallBaseline } from "./recall-baseline.ts"
import { applyEdits } from "./apply-edits.ts"
import { detailCodes } from "./pairs.ts"
import { endWords, portOf } from "./end-words.ts"
import { placeWords } from "./place-names.ts"
import { watchFor } from "./watch.ts"

const minute = 60e6
/** Texts of so many endpoints and functions are kept; those of others are made anew each time. */
const mostTexts = 50_000

export class Judging {
  readonly judge: Judge
  private readonly engine: Engine
  private readonly model: Model
  private readonly capture: () => string
  private readonly texts: string[] = []
  private readonly words: FunctionWords[] = []

  /** `capture`: what evidence of now carries until the capture's hash is known. */
  constructor(
    engine: Engine,
    model: Model,
    capture: () => string,
    policy: Policy,
    using: readonly Detection[] = detections,
  ) {
    this.engine = engine
    this.model = model
    this.capture = capture
    this.judge = new Judge(
      using,
      catalogue,
      {
        world: this.world(),
        keyOf: (endpoint) => this.keyOf(endpoint),
        endOf: (endpoint) => this.endOf(endpoint),
        countedOf: ({ function: operation, place }) => (place >= 0 ? this.reached(place) : this.counted(operation)),
        proof: () => ({ frame: engine.dissection.frame.number, capture: this.capture() }),
        ends: (endpoint, what) => endWords(engine, model, endpoint, what),
        port: () => portOf(engine, engine.dissection.pair),
        looking: (custom) => watchFor(engine, custom),
      },
      policy,
    )
  }

  recall(): void {
    this.judge.recall(recallBaseline(this.engine, this.judge, (endpoint) => this.textOf(endpoint)))
  }

  edit(edits: readonly BaselineEdit[]): void {
    const fresh = this.judge.edit(edits)
    if (fresh.length > 0) applyEdits(this.engine, this.judge, fresh, (endpoint) => this.textOf(endpoint))
  }

  minute(measured: MeasuredMinute): void {
    if (this.judge.wantsMinutes) this.judge.minute({ time: (measured.minute + 1) * minute, ...this.rows(measured) })
  }

  private rows({ traffic, counts, timing }: MeasuredMinute): Omit<Minute, "time"> {
    const { engine } = this
    const { pairs } = engine
    /** Where a function's row of timing begins. */
    const timed = new Map<number, number>()
    for (let at = 0; at < timing.length; at += 7) timed.set(timing[at]!, at)
    const named = (pair: number): string => {
      const known = pairs.protocol[pair]!
      return known >= 0 ? declaredProtocols()[known]!.name : carrierName(pairs.carrier(pair), pairs.port(pair))
    }
    return {
      traffic: {
        *[Symbol.iterator]() {
          // The first row is everything.
          for (let at = 3; at < traffic.length; at += 3) {
            const pair = traffic[at]!
            const [client, server] = [pairs.client(pair), pairs.server(pair)]
            yield {
              talk: pair,
              client,
              server,
              protocol: named(pair),
              port: portOf(engine, pair),
              packets: traffic[at + 1]!,
              bytes: traffic[at + 2]!,
            }
          }
        },
      },
      counts: {
        *[Symbol.iterator]() {
          for (let at = 0; at < counts.length; at += 5) {
            const operation = counts[at]!
            const pair = pairs.operations.word(operation, 0)
            const row = timed.get(operation)
            yield {
              intervals: row === undefined ? 0 : timing[row + 4]!,
              intervalSum: row === undefined ? 0 : timing[row + 5]!,
              function: operation,
              talk: pair * 1024 + pairs.operations.word(operation, 1),
              client: pairs.client(pair),
              server: pairs.server(pair),
              port: portOf(engine, pair),
              requests: counts[at + 1]!,
              responses: counts[at + 2]!,
              exceptions: counts[at + 3]!,
              messages: counts[at + 4]!,
            }
          }
        },
      },
    }
  }

  private world(): Omit<World, "isLearning"> {
    const { engine, model } = this
    return {
      text: (endpoint) => this.textOf(endpoint),
      isGroup: (endpoint) => this.isGroup(endpoint),
      isInternet: (endpoint) => addressKind(engine.endpoints.address(endpoint)) === "public",
      network: (endpoint) =>
        engine.endpoints.family(endpoint) === 4 ? engine.endpoints.table.word(endpoint, 4) >>> 16 : -1,
      hops: (endpoint) => engine.endpoints.hops[endpoint]!,
      protocolsOfPort: (port) => [...(onTcp[port] ?? []), ...(onUdp[port] ?? [])].map(({ protocol }) => protocol.name),
      isControllerPort: (port) => onTcp[port]?.some(({ protocol }) => protocol.family === "ot") === true,
      isController: (endpoint) => model.isController(endpoint),
      said: (of) => model.said(of),
      hasSaid: (of) => model.hasSaid(of),
      knownFor: (about, field) => model.knownFor(about, field),
      hasAnswered: (id) => this.hasAnswered(id),
      functionWords: (id) => this.wordsOf(id),
      endsOf: (id) => {
        const pair = engine.pairs.operations.word(id, 0)
        return { client: engine.pairs.client(pair), server: engine.pairs.server(pair) }
      },
      placeText: (id) => placeWords(engine.pairs, id).where,
    }
  }

  private textOf(endpoint: EndpointId): string {
    const known = this.texts[endpoint]
    if (known !== undefined) return known
    const { endpoints } = this.engine
    const text = endpoints.address(endpoint) || endpoints.mac(endpoint)
    if (endpoint < mostTexts) this.texts[endpoint] = text
    return text
  }

  private hasAnswered(operation: number): boolean {
    const { pairs } = this.engine
    const [pair, protocol] = [pairs.operations.word(operation, 0), pairs.operations.word(operation, 1)]
    return pairs
      .operationsOfPair(pair)
      .some((id) => pairs.operations.word(id, 1) === protocol && pairs.responses[id]! + pairs.exceptions[id]! > 0)
  }

  private keyOf(endpoint: EndpointId): string {
    const { endpoints, tunnels } = this.engine
    const vlan = endpoints.vlan(endpoint)
    const key = vlan < 0 ? this.textOf(endpoint) : `${this.textOf(endpoint)}@${vlan}`
    const tunnel = endpoints.tunnel(endpoint)
    return tunnel === 0 ? key : `${key}@${tunnels.scope(tunnel)}`
  }

  private isGroup(endpoint: EndpointId): boolean {
    const { endpoints } = this.engine
    const [address, mac] = [endpoints.address(endpoint), endpoints.mac(endpoint)]
    return (address !== "" && addressKind(address) === "group") || (mac !== "" && isGroupMac(mac))
  }

  private endOf(endpoint: EndpointId): End {
    return { device: this.model.deviceOf(endpoint) ?? "", address: this.textOf(endpoint) }
  }

  private wordsOf(operation: number): FunctionWords {
    const known = this.words[operation]
    if (known !== undefined) return known
    const words = this.makeWords(operation)
    if (operation < mostTexts) this.words[operation] = words
    return words
  }

  private makeWords(operation: number): FunctionWords {
    const { pairs } = this.engine
    const declared = declaredProtocols()[pairs.operations.word(operation, 1)]!
    const { protocol, key, name } = functionOf(pairs, operation)
    const command = declared.commands?.[key]
    return {
      protocol,
      title: declared.title,
      key,
      name: name === "" ? key : name,
      does: command?.does ?? "",
      technique: command?.technique ?? "",
      isEveryday: command?.everyday === true,
      isDetail: pairs.operations.word(operation, 2) >= detailCodes,
    }
  }

  private counted(operation: number): Counted {
    const { pairs } = this.engine
    return {
      asked: pairs.requests[operation]! + pairs.messages[operation]!,
      succeeded: pairs.responses[operation]!,
      refused: pairs.exceptions[operation]!,
      last: pairs.counted[operation]!,
      value: "",
    }
  }

  private reached(place: number): Counted {
    const { places } = this.engine.pairs
    return {
      asked: places.asked[place]!,
      succeeded: places.succeeded[place]!,
      refused: places.refused[place]!,
      last: places.last[place]!,
      value: placeWords(this.engine.pairs, place).value,
    }
  }
}
