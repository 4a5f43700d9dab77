/** A Modbus client and a controller on the wire: reads of registers, writes of one register, names that are asked for. */
import { bytes, ethernet, ipv4, tcp, u16, udp, type Stamped } from "./frames.ts"

export type Host = { readonly mac: string; readonly ip: string }

export const plc: Host = { mac: "00:80:f4:00:00:01", ip: "10.0.0.1" }
export const hmi: Host = { mac: "00:50:56:00:00:02", ip: "10.0.0.2" }
export const laptop: Host = { mac: "00:50:56:00:00:63", ip: "10.0.0.99" }
export const names: Host = { mac: "00:50:56:00:00:53", ip: "10.0.0.53" }

export type Exchange = readonly [asked: Uint8Array, answered: Uint8Array]

export const read = (n: number, register = 0): Exchange => [
  bytes(u16(n), u16(0), u16(6), 1, 3, u16(register), u16(1)),
  bytes(u16(n), u16(0), u16(5), 1, 3, 2, u16(7)),
]
export const write = (n: number, register = 0): Exchange => {
  const asked = bytes(u16(n), u16(0), u16(6), 1, 6, u16(register), u16(1))
  return [asked, asked]
}

/** One connection: a question every `pause` seconds, answered after a millisecond. */
export function talk(
  client: Host,
  server: Host,
  time: number,
  exchanges: readonly Exchange[],
  pause = 1,
  port = 40_000,
): Stamped[] {
  let [there, back] = [1, 1]
  return exchanges.flatMap(([asked, answered], n) => {
    const question = tcp({ from: port, to: 502, seq: there, ack: back, data: asked })
    there += asked.length
    const answer = tcp({ from: 502, to: port, seq: back, ack: there, data: answered })
    back += answered.length
    const at = time + n * pause * 1e6
    return [
      { time: at, frame: between(client, server, question) },
      { time: at + 1000, frame: between(server, client, answer) },
    ]
  })
}

const between = (from: Host, to: Host, segment: Uint8Array, protocol?: 17): Uint8Array =>
  ethernet(
    { from: from.mac, to: to.mac },
    ipv4({ from: from.ip, to: to.ip, ...(protocol === undefined ? {} : { protocol }) }, segment),
  )

/** A DNS query for an address (RFC 1035 section 4.1). */
export function asks(client: Host, server: Host, time: number, name: string): Stamped {
  const labels = name.split(".").map((label) => bytes(label.length, new TextEncoder().encode(label)))
  const query = bytes(u16(7), u16(0x0100), u16(1), u16(0), u16(0), u16(0), ...labels, 0, u16(1), u16(1))
  return { time, frame: between(client, server, udp(50_000, 53, query), 17) }
}

export const many = (count: number, make: (n: number) => Exchange): Exchange[] =>
  Array.from({ length: count }, (_, n) => make(n))
