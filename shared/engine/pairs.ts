/** Who asks whom on which port: the connections that the product shows, with their functions. Never a record per packet. */
import { IdTable } from "../flows/id-table.ts"
import { declaredProtocols, type Command } from "../protocols/protocol.ts"
import { limits } from "../flows/limits.ts"
import { wider } from "../flows/wider.ts"
import { Places } from "./places.ts"

/** How a pair is carried. */
export const overEthernet = 0
export const overIp = 1
export const overTcp = 6
export const overUdp = 17

/** Codes from here on count what requests are about beside their function. */
export const detailCodes = 0x40000000

const commandOf = (protocol: number, code: number): Command | undefined => {
  const declared = declaredProtocols()[protocol]
  if (declared?.commands === undefined) return undefined
  const key =
    code >= detailCodes ? declared.detailKey?.(code - detailCodes) : (declared.functionKey?.(code) ?? String(code))
  return key === undefined ? undefined : declared.commands[key]
}

export class Pairs {
  readonly table = new IdTable(3, limits.distinct, 1024)
  packets = new Float64Array(1024)
  bytes = new Float64Array(1024)
  first = new Float64Array(1024)
  last = new Float64Array(1024)
  /** Id of the highest protocol recognised; -1: none. */
  protocol = new Int16Array(1024).fill(-1)
  /** Since the last fold. */
  freshPackets = new Float64Array(1024)
  freshBytes = new Float64Array(1024)
  /** Pairs with fresh counts, or with changed protocol or functions. */
  readonly dirty: number[] = []
  private marked = new Uint8Array(1024)
  /** Functions counted, by pair. */
  readonly operations = new IdTable(3, limits.distinct, 1024)
  requests = new Float64Array(1024)
  responses = new Float64Array(1024)
  exceptions = new Float64Array(1024)
  messages = new Float64Array(1024)
  /** When the function was counted last. */
  counted = new Float64Array(1024)
  /** 1 where the function acts on the device (`commands` of its protocol). */
  isCommand = new Uint8Array(1024)
  readonly places = new Places()
  /** Functions whose next request is told as if it were the first. */
  readonly awaited = new Set<number>()
  private readonly operationsOf = new Map<number, number[]>()
  private readonly key = new Int32Array(3)

  get count(): number {
    return this.table.count
  }

  /** `port`: the server's; for frames without ports the EtherType or IP protocol. */
  id(client: number, server: number, carrier: number, port: number): number {
    const key = this.keyOf(client, server, carrier, port)
    const id = this.table.id(key)
    if (id >= this.first.length) this.grow()
    return id
  }

  /** The same where it is known; -1. */
  find(client: number, server: number, carrier: number, port: number): number {
    return this.table.find(this.keyOf(client, server, carrier, port))
  }

  /** The pair, with its first time if this is it. */
  seen(pair: number, time: number): number {
    if (pair >= 0 && (this.first[pair] === 0 || time < this.first[pair]!)) {
      this.first[pair] = time
      if (this.last[pair] === 0) this.last[pair] = time
    }
    return pair
  }

  client(id: number): number {
    return this.table.word(id, 0)
  }

  server(id: number): number {
    return this.table.word(id, 1)
  }

  carrier(id: number): number {
    return this.table.word(id, 2) >> 20
  }

  port(id: number): number {
    return this.table.word(id, 2) & 0xfffff
  }

  mark(id: number): void {
    if (this.marked[id] !== 0) return
    this.marked[id] = 1
    this.dirty.push(id)
  }

  /** Forgets which pairs changed. */
  settle(): void {
    for (const id of this.dirty) this.marked[id] = 0
    this.dirty.length = 0
  }

  operation(pair: number, protocol: number, code: number): number {
    const key = this.key
    key[0] = pair
    key[1] = protocol
    key[2] = code
    const known = this.operations.count
    const id = this.operations.id(key)
    if (id < known) return id
    if (id >= this.requests.length) this.growOperations()
    if (id >= 0 && commandOf(protocol, code) !== undefined) this.isCommand[id] = 1
    const list = this.operationsOf.get(pair)
    if (list === undefined) this.operationsOf.set(pair, [id])
    else list.push(id)
    return id
  }

  pairOfPlace(place: number): number {
    return this.operations.word(this.places.table.word(place, 0), 0)
  }

  operationsOfPair(pair: number): readonly number[] {
    return this.operationsOf.get(pair) ?? []
  }

  save() {
    const part = (values: Float64Array, count: number): readonly number[] => Array.from(values.subarray(0, count))
    const operations: (readonly [pair: number, protocol: string, code: number])[] = []
    for (let id = 0; id < this.operations.count; id++) {
      const protocol = declaredProtocols()[this.operations.word(id, 1)]!.name
      operations.push([this.operations.word(id, 0), protocol, this.operations.word(id, 2)])
    }
    return {
      keys: this.table.save(),
      packets: part(this.packets, this.count),
      bytes: part(this.bytes, this.count),
      first: part(this.first, this.count),
      last: part(this.last, this.count),
      protocols: Array.from(this.protocol.subarray(0, this.count), (id) =>
        id < 0 ? "" : declaredProtocols()[id]!.name,
      ),
      operations,
      requests: part(this.requests, operations.length),
      responses: part(this.responses, operations.length),
      exceptions: part(this.exceptions, operations.length),
      messages: part(this.messages, operations.length),
      counted: part(this.counted, operations.length),
      places: this.places.save(),
      awaited: [...this.awaited],
    }
  }

  /** Protocols are saved by name: a protocol that this version no longer knows loses its name, not its traffic. */
  restore(saved: ReturnType<Pairs["save"]>): void {
    const ids = new Map(declaredProtocols().map(({ name, id }) => [name, id]))
    this.table.restore(saved.keys)
    while (this.first.length <= this.count) this.grow()
    this.packets.set(saved.packets)
    this.bytes.set(saved.bytes)
    this.first.set(saved.first)
    this.last.set(saved.last)
    saved.protocols.forEach((name, pair) => (this.protocol[pair] = ids.get(name) ?? -1))
    const operations = saved.operations.map(([pair, name, code], n) => {
      const protocol = ids.get(name)
      if (protocol === undefined) return -1
      const id = this.operation(pair, protocol, code)
      this.requests[id] = saved.requests[n]!
      this.responses[id] = saved.responses[n]!
      this.exceptions[id] = saved.exceptions[n]!
      this.messages[id] = saved.messages[n]!
      // States of before this was kept have none.
      this.counted[id] = (saved as { counted?: readonly number[] }).counted?.[n] ?? 0
      return id
    })
    // States of before places were told have none.
    const places = (saved as { places?: ReturnType<Places["save"]> }).places
    if (places !== undefined) this.places.restore(places, (operation) => operations[operation] ?? -1)
    const { awaited = [] } = saved as { awaited?: readonly number[] }
    for (const operation of awaited) this.awaited.add(operations[operation] ?? -1)
  }

  private keyOf(client: number, server: number, carrier: number, port: number): Int32Array {
    const { key } = this
    key[0] = client
    key[1] = server
    key[2] = (carrier << 20) | port
    return key
  }

  private grow(): void {
    const size = this.first.length * 2
    this.packets = wider(this.packets, size)
    this.bytes = wider(this.bytes, size)
    this.first = wider(this.first, size)
    this.last = wider(this.last, size)
    this.freshPackets = wider(this.freshPackets, size)
    this.freshBytes = wider(this.freshBytes, size)
    const protocol = new Int16Array(size).fill(-1)
    protocol.set(this.protocol)
    this.protocol = protocol
    const marked = new Uint8Array(size)
    marked.set(this.marked)
    this.marked = marked
  }

  private growOperations(): void {
    const size = this.requests.length * 2
    this.requests = wider(this.requests, size)
    this.responses = wider(this.responses, size)
    this.exceptions = wider(this.exceptions, size)
    this.messages = wider(this.messages, size)
    this.counted = wider(this.counted, size)
    const isCommand = new Uint8Array(size)
    isCommand.set(this.isCommand)
    this.isCommand = isCommand
  }
}
