/** One packet, layer by layer and field by field, for "Show me the bytes": the same dissectors, with a trace. */
import type { Trace } from "../bytes/reader.ts"
import { Frame } from "../capture/frame.ts"
import { layer } from "../flows/layers.ts"
import { limits } from "../flows/limits.ts"
import { ok, Packet } from "../flows/packet.ts"
import type { Dissector } from "../protocols/dissector.ts"
import { networkProtocols } from "../protocols/network.ts"
import { declaredProtocols, type Protocol } from "../protocols/protocol.ts"
import { inside } from "../protocols/tunnels/opening.ts"
import { anyTcpPort, anyUdpPort, onEtherType, onTcp, onUdp, ipName } from "./catalogue.ts"
import { Dissection } from "./dissection.ts"
import { explainInside, explainLink, explainNetwork, explainTransport } from "./explain-network.ts"
import { MinuteMeasures } from "./minute-measures.ts"
import { Pairs } from "./pairs.ts"
import { snapName } from "./snap-name.ts"
import { Tallies } from "./tallies.ts"

export type ExplainedField = {
  readonly name: string
  readonly value: string
  /** Bytes within the frame's captured bytes. */
  readonly offset: number
  readonly length: number
  readonly fields: readonly ExplainedField[]
}

export type ExplainedLayer = {
  readonly title: string
  /** Wireshark's name of the layer. */
  readonly wireshark: string
  readonly offset: number
  readonly length: number
  readonly fields: readonly ExplainedField[]
}

type Open = { name: string; value: string; offset: number; length: number; fields: Open[] }

/** `bytes`: the captured frame. Never throws, whatever the bytes are. */
export function explain(bytes: Uint8Array, linkType: number, wireLength: number): readonly ExplainedLayer[] {
  const notes = new Notes()
  const packet = new Packet(16)
  packet.walk(bytes, 0, bytes.length, wireLength, linkType)
  explainLink(packet, bytes, linkType, notes)
  const frame = new Frame()
  Object.assign(frame, { bytes, start: 0, end: bytes.length, number: 1, linkType, wireLength })
  const dissection = new Dissection(frame, new Pairs(), new Tallies(), new MinuteMeasures(), nowhere, () => "")
  dissection.trace = notes
  let at = explainFrame(packet, bytes, dissection, notes)
  for (let depth = 1; depth <= limits.tunnelDepth && goesInside(packet, dissection, depth); depth++) {
    const { as, from } = dissection.opening
    dissection.opening.shut()
    explainInside(packet, bytes, as, from, notes)
    at = explainFrame(packet, bytes, dissection, notes)
  }
  if (packet.why !== "" && packet.state !== 0) notes.note(`Damaged: ${packet.why}`, at, 0)
  else if (at < bytes.length) notes.rest(at, bytes.length)
  return notes.layers
}

/** A dissector found a frame inside, in a tunnel: the packet becomes that one. */
function goesInside(packet: Packet, { opening, contradicted, ranOut }: Dissection, depth: number): boolean {
  if (opening.as === inside.nothing || packet.state !== ok || contradicted || ranOut) return false
  return packet.walkInside(opening.as, opening.from, opening.to, depth)
}

/** From the network layer up. Where the payload that no dissector took begins. */
function explainFrame(packet: Packet, bytes: Uint8Array, dissection: Dissection, notes: Notes): number {
  explainNetwork(packet, bytes, notes)
  explainTransport(packet, bytes, notes)
  return explainPayload(packet, bytes, dissection)
}

function explainPayload(packet: Packet, bytes: Uint8Array, dissection: Dissection): number {
  dissection.begin()
  dissection.sourcePort = packet.sourcePort
  dissection.targetPort = packet.targetPort
  const tcp = (packet.layers & layer.tcp) !== 0
  const udp = (packet.layers & layer.udp) !== 0
  if (!tcp && !udp) return packet.family === 0 ? onLink(packet, dissection, bytes) : onIp(packet, dissection, bytes)
  dissection.transport = tcp ? "tcp" : "udp"
  const table = tcp ? onTcp : onUdp
  const candidates = [...table[packet.targetPort]!, ...table[packet.sourcePort]!, ...(tcp ? anyTcpPort : anyUdpPort)]
  dissection.direction =
    table[packet.targetPort]!.length > 0
      ? 1
      : table[packet.sourcePort]!.length > 0
        ? -1
        : packet.targetPort <= packet.sourcePort
          ? 1
          : -1
  return messages(dissection, candidates, bytes, packet.payload, packet.payloadEnd)
}

function messages(
  dissection: Dissection,
  candidates: readonly Dissector[],
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  const dissector = candidates.find((candidate) => from < to && candidate.probe(bytes, from, to))
  if (dissector === undefined) return from
  if (dissector.size === undefined) {
    dissection.message(dissector, bytes, from, to)
    return to
  }
  while (from < to) {
    const size = dissector.size(bytes, from, to)
    if (size <= 0) return from
    dissection.message(dissector, bytes, from, Math.min(to, from + size))
    from += size
  }
  return Math.min(from, to)
}

function onIp(
  { protocol, transport: at, transportEnd: end }: Packet,
  dissection: Dissection,
  bytes: Uint8Array,
): number {
  return dissection.payload(ipName(protocol), bytes, at, end) ? end : at
}

function onLink(packet: Packet, dissection: Dissection, bytes: Uint8Array): number {
  const { network: at, end, etherType } = packet
  if ((packet.layers & layer.arp) !== 0) return Math.min(end, at + 28)
  const name =
    etherType === 0x20000 ? snapName(packet.snapOui, packet.snapPid) : `llc:${((etherType >> 8) & 255).toString(16)}`
  if (etherType >= 0x10000) return dissection.payload(name, bytes, at, end) ? end : at
  return messages(dissection, onEtherType.get(etherType) ?? [], bytes, at, end)
}

const nothing = (): void => undefined
const nowhere = { fact: nothing, minute: nothing, proof: nothing, witness: nothing }

/** Collects what is traced: protocols as layers, their groups and fields inside. */
export class Notes implements Trace {
  readonly layers: ExplainedLayer[] = []
  private readonly open: Open[] = []

  /** A layer of its own, told by the name of a protocol; any other name is a group within the layer. */
  group(name: string, at: number): void {
    const current = this.open.at(-1)
    if (current?.name === name) return void this.open.push(current) // a dissector names its own layer again
    const protocol = byTitle(name)
    const group: Open = { name, value: "", offset: at, length: 0, fields: [] }
    if (protocol !== undefined) this.layers.push(this.layer(group, protocol.wireshark))
    else this.inside()?.push(group)
    this.open.push(group)
  }

  field(name: string, at: number, length: number, value: number | string): void {
    const shown = typeof value === "number" ? `${value} (0x${value.toString(16)})` : value
    this.inside()?.push({ name, value: shown, offset: at, length, fields: [] })
  }

  end(at: number): void {
    const group = this.open.pop()
    if (group !== undefined) group.length = Math.max(0, at - group.offset)
  }

  /** A remark of the walk itself, in the last layer. */
  note(name: string, at: number, length: number): void {
    const last = this.layers.at(-1)
    if (last !== undefined) (last.fields as Open[]).push({ name, value: "", offset: at, length, fields: [] })
  }

  rest(from: number, to: number): void {
    const rest: Open = { name: "Data", value: `${to - from} bytes`, offset: from, length: to - from, fields: [] }
    this.layers.push({ title: "Data", wireshark: "data", offset: from, length: to - from, fields: [rest] })
  }

  private inside(): Open[] | undefined {
    return this.open.at(-1)?.fields
  }

  /** Its length is known when it ends, so it is read from the open group. */
  private layer(group: Open, wireshark: string): ExplainedLayer {
    return {
      title: group.name,
      wireshark,
      offset: group.offset,
      get length() {
        return group.length
      },
      fields: group.fields,
    }
  }
}

const byTitle = (title: string): Protocol | undefined =>
  networkProtocols.find((known) => known.title === title) ?? declaredProtocols().find((known) => known.title === title)
