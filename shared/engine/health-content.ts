/** What of a capture was understood: protocols with their messages and commands, what is encrypted, what nobody recognised. */
import { mostUnnamed, type CaptureHealth, type HeardProtocol, type UnnamedTraffic } from "../model/capture-health.ts"
import { declaredProtocols } from "../protocols/protocol.ts"
import { carrierName } from "./naming.ts"
import { detailCodes, overEthernet, overIp, type Pairs } from "./pairs.ts"
import type { Tallies } from "./tallies.ts"

/** Where it is counted what was said. */
export type Heard = { readonly pairs: Pairs; readonly tallies: Tallies }

/** What a protocol counted since the site began. */
export type Spoken = { readonly frames: number; readonly messages: number; readonly commands: number }

/** Their content can't be read by who only listens. */
const encrypted = new Set(["tls", "ssh", "quic", "isakmp", "openvpn", "wireguard", "esp", "rdp"])

export function spokenSums(pairs: Pairs): { readonly questions: number; readonly answers: number } {
  let questions = 0
  let answers = 0
  for (let id = 0; id < pairs.operations.count; id++) {
    questions += pairs.requests[id]!
    answers += pairs.responses[id]! + pairs.exceptions[id]!
  }
  return { questions, answers }
}

/** By protocol id. */
export function spokenBy({ pairs, tallies }: Heard): ReadonlyMap<number, Spoken> {
  const found = new Map<number, Spoken>()
  const totals = tallies.totals()
  for (const { id, name, family } of declaredProtocols()) {
    const frames = family === "network" ? 0 : (totals.get(name)?.packets ?? 0)
    if (frames > 0) found.set(id, { frames, messages: 0, commands: 0 })
  }
  for (let id = 0; id < pairs.operations.count; id++) {
    const protocol = pairs.operations.word(id, 1)
    const isDetail = pairs.operations.word(id, 2) >= detailCodes
    const count = pairs.requests[id]! + pairs.messages[id]!
    const known = found.get(protocol) ?? { frames: 0, messages: 0, commands: 0 }
    const messages = isDetail ? known.messages : known.messages + count
    found.set(protocol, { ...known, messages, commands: known.commands + (pairs.isCommand[id] === 1 ? count : 0) })
  }
  return found
}

export function protocolsSince(engine: Heard, before: ReadonlyMap<number, Spoken>): readonly HeardProtocol[] {
  const found: HeardProtocol[] = []
  for (const [id, now] of spokenBy(engine)) {
    const then = before.get(id) ?? { frames: 0, messages: 0, commands: 0 }
    const frames = now.frames - then.frames
    if (frames <= 0) continue
    const { name } = declaredProtocols()[id]!
    found.push({ name, frames, messages: now.messages - then.messages, commands: now.commands - then.commands })
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

type Unread = Pick<CaptureHealth, "encryptedBytes" | "unnamedBytes" | "unnamed">

export function unreadTraffic(pairs: Pairs, frames: Float64Array, bytes: Float64Array): Unread {
  let encryptedBytes = 0
  let unnamedBytes = 0
  const unnamed = new Map<string, UnnamedTraffic>()
  for (let pair = 0; pair < pairs.count && pair < bytes.length; pair++) {
    if (bytes[pair] === 0) continue
    const carrier = carrierName(pairs.carrier(pair), pairs.port(pair))
    const protocol = declaredProtocols()[pairs.protocol[pair]!]
    if (encrypted.has(protocol?.name ?? carrier)) encryptedBytes += bytes[pair]!
    if (protocol !== undefined || known.has(carrier)) continue
    unnamedBytes += bytes[pair]!
    const hasPort = pairs.carrier(pair) !== overEthernet && pairs.carrier(pair) !== overIp
    const port = hasPort ? pairs.port(pair) : 0
    const key = `${carrier} ${port}`
    const sum = unnamed.get(key) ?? { carrier, port, frames: 0, bytes: 0 }
    unnamed.set(key, { ...sum, frames: sum.frames + frames[pair]!, bytes: sum.bytes + bytes[pair]! })
  }
  const sorted = [...unnamed.values()].sort((a, b) => b.bytes - a.bytes || (keyOf(a) < keyOf(b) ? -1 : 1))
  return { encryptedBytes, unnamedBytes, unnamed: sorted.slice(0, mostUnnamed) }
}

const keyOf = ({ carrier, port }: UnnamedTraffic): string => `${carrier} ${port}`

/** Carriers that are read without a dissector, and their names say what they are. */
const known = new Set(["arp", "icmp", "icmpv6", "igmp", "esp", "ah", "gre", "ip-in-ip", "ipv6-in-ip"])
