/** Who asks whom on which port: the connections that the product shows, with their functions. Never a record per packet. */
import { IdTable } from "../flows/id-table.ts"
import { limits } from "../flows/limits.ts"
import { wider } from "../flows/wider.ts"

/** How a pair is carried. */
export const overEthernet = 0
export const overIp = 1
export const overTcp = 6
export const overUdp = 17

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
  private readonly operationsOf = new Map<number, number[]>()
  private readonly key = new Int32Array(3)

  get count(): number {
    return this.table.count
  }

  /** `port`: the server's; for frames without ports the EtherType or IP protocol. */
  id(client: number, server: number, carrier: number, port: number): number {
    const key = this.key
    key[0] = client
    key[1] = server
    key[2] = (carrier << 20) | port
    const id = this.table.id(key)
    if (id >= this.first.length) this.grow()
    return id
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
    const list = this.operationsOf.get(pair)
    if (list === undefined) this.operationsOf.set(pair, [id])
    else list.push(id)
    return id
  }

  operationsOfPair(pair: number): readonly number[] {
    return this.operationsOf.get(pair) ?? []
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
  }
}
