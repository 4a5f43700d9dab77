/** A tiny Ethernet capture: two stations, one Modbus request and its answer, written here byte by byte. */
import { writeFileSync } from "node:fs"

const header = "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000" // pcap, microseconds, Ethernet
const client = "001d9c000001"
const server = "00a0f8000002"

function frame(from: string, to: string, ips: string, ports: string, payload: string): string {
  const length = 40 + payload.replaceAll(" ", "").length / 2
  const ip = `4500 ${length.toString(16).padStart(4, "0")} 0001 4000 40 06 0000 ${ips}`
  const tcp = `${ports} 00000001 00000001 5018 ffff 0000 0000`
  return `${to} ${from} 0800 ${ip} ${tcp} ${payload}`
}

const littleEndian = (value: number): string => Buffer.from(Uint32Array.of(value).buffer).toString("hex")

export function writeSmallCapture(path: string): void {
  const frames = [
    frame(client, server, "0a000001 0a000002", "c000 01f6", "0001 0000 0006 01 03 0000 000a"), // read 10 holding registers
    frame(server, client, "0a000002 0a000001", "01f6 c000", `0001 0000 0017 01 03 14 ${"0001".repeat(10)}`),
  ].map((hex) => Buffer.from(hex.replaceAll(" ", ""), "hex"))
  const records = frames.map((bytes, index) => {
    const record = littleEndian(1_700_000_000) + littleEndian(index * 1000) + littleEndian(bytes.length).repeat(2)
    return Buffer.concat([Buffer.from(record, "hex"), bytes])
  })
  writeFileSync(path, Buffer.concat([Buffer.from(header.replaceAll(" ", ""), "hex"), ...records]))
}
