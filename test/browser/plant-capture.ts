/** A small plant as a pcap file, written byte by byte: an HMI polls controllers over Modbus/TCP and asks them who they are. */
import { writeFileSync } from "node:fs"

type Station = { readonly mac: string; readonly ip: string; readonly port: number; sequence: number }

const controllers = [
  { vendor: "Schneider Electric", product: "BMEP584040", revision: "V3.20" },
  { vendor: "Schneider Electric", product: "TM221CE24R", revision: "V1.8" },
  { vendor: "WAGO", product: "750-8212", revision: "03.07.14" },
  { vendor: "Phoenix Contact", product: "AXC F 2152", revision: "2022.0" },
]
/** The product code that the first controller names: what the tests look for in the bytes. */
export const firstProduct = "BMEP584040"
export const firstController = "10.20.1.11"

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(" ", ""), "hex")
const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)])
const address = (ip: string): Buffer => Buffer.from(ip.split(".").map(Number))

function segment(from: Station, to: Station, payload: Buffer): Buffer {
  const ip = Buffer.alloc(20)
  ip.set([0x45, 0])
  ip.writeUInt16BE(40 + payload.length, 2)
  ip.set([64, 6], 8)
  ip.set(address(from.ip), 12)
  ip.set(address(to.ip), 16)
  const tcp = Buffer.alloc(20)
  tcp.writeUInt16BE(from.port, 0)
  tcp.writeUInt16BE(to.port, 2)
  tcp.writeUInt32BE(from.sequence >>> 0, 4)
  tcp.writeUInt32BE(to.sequence >>> 0, 8)
  tcp.set([0x50, 0x18, 0xff, 0xff], 12)
  from.sequence += payload.length
  return Buffer.concat([bytesOf(to.mac), bytesOf(from.mac), bytesOf("0800"), ip, tcp, payload])
}

/** Modbus application header: transaction, protocol 0, length, unit 1. */
function modbus(transaction: number, body: Buffer): Buffer {
  const head = Buffer.alloc(7)
  head.writeUInt16BE(transaction & 0xffff, 0)
  head.writeUInt16BE(body.length + 1, 4)
  head[6] = 1
  return Buffer.concat([head, body])
}

const identify = bytesOf("2b 0e 01 00") // read device identification, basic, from object 0
const writeRegister = bytesOf("06 0010 002a") // register 16 becomes 42
const readRegisters = bytesOf("03 0000 000a")
const registers = Buffer.concat([bytesOf("03 14"), Buffer.alloc(20, 7)])

function record(frame: Buffer, micros: number): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32LE(1_760_000_000 + Math.floor(micros / 1e6), 0)
  head.writeUInt32LE(micros % 1e6, 4)
  head.writeUInt32LE(frame.length, 8)
  head.writeUInt32LE(frame.length, 12)
  return Buffer.concat([head, frame])
}

/** `apart`: microseconds between two frames. */
export function plantCapture(rounds: number, seed = 0, apart = 1000): Buffer {
  const parts: Buffer[] = [bytesOf("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000")]
  let micros = seed
  const add = (frame: Buffer) => parts.push(record(frame, (micros += apart)))
  const pairs = controllers.map(({ vendor, product, revision }, at) => {
    const hmi: Station = { mac: "001b1b000005", ip: "10.20.1.5", port: 50_000 + at, sequence: 1 }
    const plc: Station = { mac: `0080f40000${11 + at}`, ip: `10.20.1.${11 + at}`, port: 502, sequence: 1 }
    const head = bytesOf("2b 0e 01 01 00 00 03")
    const answer = Buffer.concat([
      head,
      Buffer.from([0]),
      text(vendor),
      Buffer.from([1]),
      text(product),
      Buffer.from([2]),
      text(revision),
    ])
    return { hmi, plc, answer }
  })
  for (let round = 0; round < rounds; round++)
    for (const { hmi, plc, answer } of pairs) {
      add(segment(hmi, plc, modbus(round * 2, readRegisters)))
      add(segment(plc, hmi, modbus(round * 2, registers)))
      if (round > 0) continue
      add(segment(hmi, plc, modbus(1, identify)))
      add(segment(plc, hmi, modbus(1, answer)))
      for (const [from, to] of [
        [hmi, plc],
        [plc, hmi],
      ] as const)
        add(segment(from, to, modbus(3, writeRegister)))
    }
  return Buffer.concat(parts)
}

export function writePlantCapture(path: string, rounds: number, seed = 0, apart = 1000): string {
  writeFileSync(path, plantCapture(rounds, seed, apart))
  return path
}
