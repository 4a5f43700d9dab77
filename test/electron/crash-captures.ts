/** Captures for the crash test: Modbus polls between stations that come again in every file, so that later imports change what earlier ones made. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"

const hex = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, "0")

function frame(client: number, server: number, sequence: number, transaction: number): Buffer {
  const macs = `00a0f80000${hex(server, 1)} 001d9c0000${hex(client, 1)} 0800`
  const ip = `4500 0034 ${hex(transaction & 0xffff, 2)} 4000 40 06 0000 0a0000${hex(client, 1)} 0a0001${hex(server, 1)}`
  const tcp = `c0${hex(client, 1)} 01f6 ${hex(sequence, 4)} 00000001 5018 ffff 0000 0000`
  const modbus = `${hex(transaction & 0xffff, 2)} 0000 0006 01 03 ${hex(transaction % 100, 2)} 0001` // read one holding register
  return Buffer.from(`${macs} ${ip} ${tcp} ${modbus}`.replaceAll(" ", ""), "hex")
}

/** Somebody restarts the communication port of a station (Modbus diagnostics), each time on a connection of its own: it raises alerts. */
function restart(day: number, index: number): Buffer {
  const station = 1 + (Math.floor(index / 997) % 20)
  const macs = `00a0f80000${hex(station, 1)} 001d9c0000${hex(200 + (day % 5), 1)} 0800`
  const ip = `4500 0034 ${hex(index & 0xffff, 2)} 4000 40 06 0000 0a0000${hex(200 + (day % 5), 1)} 0a0001${hex(station, 1)}`
  const tcp = `${hex(20_000 + (index % 40_000), 2)} 01f6 00000001 00000001 5018 ffff 0000 0000`
  return Buffer.from(`${macs} ${ip} ${tcp} 0001 0000 0006 01 08 0001 0000`.replaceAll(" ", ""), "hex")
}

function writeCapture(path: string, number: number, packets: number): void {
  const header = Buffer.from("d4c3b2a1020004000000000000000000ffff000001000000", "hex")
  const pieces: Buffer[] = [header]
  for (let index = 0; index < packets; index++) {
    const client = 1 + (index % 7)
    const server = 1 + ((index * 13 + number * 5) % 60)
    const bytes = index % 997 === 0 ? restart(number + 1, index) : frame(client, server, 1 + index * 12, index)
    const record = Buffer.alloc(16)
    record.writeUInt32LE(1_700_000_000 + number * 3600 + Math.floor(index / 50), 0)
    record.writeUInt32LE((index % 50) * 20_000, 4)
    record.writeUInt32LE(bytes.length, 8)
    record.writeUInt32LE(bytes.length, 12)
    pieces.push(record, bytes)
  }
  writeFileSync(path, Buffer.concat(pieces))
}

/** The first is long enough to be interrupted several times. */
export function writeCaptures(folder: string, many: number): string[] {
  return Array.from({ length: many }, (_, number) => {
    const path = join(folder, `day ${String(number + 1).padStart(2, "0")}.pcap`)
    writeCapture(path, number, number === 0 ? 250_000 : 8000 + number * 100)
    return path
  })
}
