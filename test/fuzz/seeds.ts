/** What the fuzzer starts from: the sample plant, and every capture of the folder that PLANTWARDEN_CAPTURES names. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { writeSamplePlant } from "../../build/sample-plant/index.ts"
import { bytes, ethernet, pcap } from "../make/frames.ts"
import * as make from "../make/tunnel-frames.ts"

/** Larger files are left to the other tests: one case must stay quick. */
const most = 300_000

export function seeds(): readonly Uint8Array[] {
  const folder = process.env["PLANTWARDEN_CAPTURES"]
  const captures = folder === undefined ? [] : readdirSync(folder).filter((name) => /\.(pcap|pcapng)$/.test(name))
  const small = captures
    .map((name) => join(folder!, name))
    .filter((path) => statSync(path).size <= most && statSync(path).size > 0)
  return [...samplePieces(), tunnels(), ...small.map((path) => new Uint8Array(readFileSync(path)))]
}

/** A frame of every tunnel, and one of tunnels within tunnels. */
function tunnels(): Uint8Array {
  const { inUdp, inIp, modbusFrame, modbusPacket } = make
  const frames = [
    inUdp(4789, make.vxlan(42, modbusFrame())),
    inUdp(6081, make.geneve(42, modbusFrame())),
    inIp(47, make.gre(0x0800, modbusPacket(), 7)),
    inIp(47, make.gre(0x880b, make.ppp(modbusPacket()))),
    inIp(47, make.erspan2(3, modbusFrame())),
    inIp(47, make.erspan3(3, modbusFrame())),
    inIp(4, modbusPacket()),
    inIp(41, make.modbusOver6()),
    inIp(137, bytes(make.label(16), modbusFrame())),
    inUdp(3544, make.teredo(make.modbusOver6("2001 0000"))),
    inUdp(1701, make.l2tp(modbusPacket())),
    inUdp(5247, make.capwapWireless(modbusPacket())),
    inUdp(2152, make.gtp(modbusPacket())),
    ethernet({ ...make.macs, type: 0x8864 }, make.pppoe(17, modbusPacket())),
    inUdp(4789, make.vxlan(1, inUdp(6081, make.geneve(2, inIp(47, make.gre(0x6558, inIp(4, modbusPacket()))))))),
  ]
  return pcap(frames.map((frame, n) => ({ time: 1e6 + n * 1e5, frame })))
}

/** The head of the sample plant and pieces of it: its first bytes describe the interface, so each piece gets them. */
function samplePieces(): readonly Uint8Array[] {
  const folder = mkdtempSync(join(tmpdir(), "plantwarden-fuzz-"))
  const path = join(folder, "sample.pcapng")
  writeSamplePlant(path)
  const whole = new Uint8Array(readFileSync(path))
  rmSync(folder, { recursive: true })
  const ends = blockEnds(whole)
  const head = whole.subarray(0, ends[1])
  return [0, 0.2, 0.4, 0.6, 0.8, 0.95].map((share) => {
    const first = Math.max(2, Math.floor(share * ends.length))
    const from = ends[first - 1]!
    const to = ends[Math.min(ends.length - 1, first + 1200)]!
    return new Uint8Array([...head, ...whole.subarray(from, to)])
  })
}

function blockEnds(file: Uint8Array): readonly number[] {
  const view = new DataView(file.buffer)
  const ends: number[] = []
  for (let at = 0; at + 12 <= file.length;) {
    at += view.getUint32(at + 4, true)
    ends.push(at)
  }
  return ends
}
