/** The same frames, read by somebody else's reader (pcap-parser, which knows classic microsecond pcap only). */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createHash } from "node:crypto"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pcapParser from "pcap-parser"
import { afterAll, expect, test } from "vitest"
import { CaptureReader } from "../../../shared/capture/capture-reader.ts"
import { Frame } from "../../../shared/capture/frame.ts"
import { ethernet, ipv4, modbusRequest, pcap, tcp } from "../../make/frames.ts"

type Theirs = {
  readonly header: {
    readonly timestampSeconds: number
    readonly timestampMicroseconds: number
    readonly originalLength: number
  }
  readonly data: Buffer
}

const folder = mkdtempSync(join(tmpdir(), "plantwarden-second-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** One digest over time, wire length and bytes of every frame. */
function ours(file: Uint8Array): { readonly frames: number; readonly digest: string } {
  const reader = new CaptureReader()
  const frame = new Frame()
  const hash = createHash("sha256")
  let at = 0
  for (let step = reader.next(frame); step !== "end"; step = reader.next(frame)) {
    if (step === "frame") {
      hash.update(`${frame.time} ${frame.wireLength} `).update(frame.bytes.subarray(frame.start, frame.end))
      continue
    }
    const room = reader.window.room()
    const part = file.subarray(at, at + room.length)
    room.set(part)
    reader.window.filled(part.length)
    at += part.length
    if (part.length === 0) reader.window.complete = true
  }
  return { frames: frame.number, digest: hash.digest("hex") }
}

function theirs(path: string): Promise<{ readonly frames: number; readonly digest: string }> {
  return new Promise((resolve, reject) => {
    const hash = createHash("sha256")
    let frames = 0
    const parser = pcapParser.parse(path)
    parser.on("packet", ({ header, data }: Theirs) => {
      frames++
      hash
        .update(`${header.timestampSeconds * 1e6 + header.timestampMicroseconds} ${header.originalLength} `)
        .update(data)
    })
    parser.on("end", () => resolve({ frames, digest: hash.digest("hex") }))
    parser.on("error", reject)
  })
}

test("frames of our own making", async () => {
  const frames = Array.from({ length: 500 }, (_, n) => {
    const segment = tcp({ from: 40_000, to: 502, seq: n * 12, data: modbusRequest(n) })
    return {
      time: 1_700_000_000_000_000 + n * 1001,
      frame: ethernet(
        { from: "00:00:00:00:00:01", to: "00:00:00:00:00:02" },
        ipv4({ from: "10.0.0.1", to: "10.0.0.2" }, segment),
      ),
    }
  })
  const path = join(folder, "own.pcap")
  writeFileSync(path, pcap(frames))
  expect(ours(new Uint8Array(readFileSync(path)))).toEqual(await theirs(path))
})

const captures = process.env["PLANTWARDEN_CAPTURES"]
const classic = (path: string): boolean => {
  const magic = readFileSync(path).subarray(0, 4).toString("hex")
  return magic === "d4c3b2a1" || magic === "a1b2c3d4"
}

test("real captures", { timeout: 60_000 }, async () => {
  if (captures === undefined) return console.log("second reader on real captures: not run, no captures")
  const names = readdirSync(captures).filter((name) => /^(modbus|s7comm|dnp3|enip|dns|vlan)-.*\.pcap$/.test(name))
  const paths = names
    .map((name) => join(captures, name))
    .filter((path) => statSync(path).size < 1_000_000 && classic(path))
  expect(paths.length).toBeGreaterThan(50)
  for (const path of paths)
    expect({ path, ...ours(new Uint8Array(readFileSync(path))) }).toEqual({ path, ...(await theirs(path)) })
})
