/** Trends over hostile and odd captures, through the one door and with the real engine: every widget answers, whatever was imported. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { partsBeside } from "../../electron/core/parts.ts"
import type { StartedCore } from "../../electron/core/start.ts"
import { widgets } from "../../shared/insight/trends/widgets.ts"
import { bytes, ethernet, ipv4, modbusRequest, modbusResponse, pcap, tcp, type Stamped } from "../make/frames.ts"
import { admin, ended, freshFolder, removeFolder, start, type Someone } from "./site-in-a-folder.ts"

const folder = freshFolder()
const parts = partsBeside(new URL("../../dist/web.js", import.meta.url).href)
let core: StartedCore
let anna: Someone
beforeAll(async () => {
  core = await start(folder, { parts })
  anna = await admin(core)
})
afterAll(async () => {
  await core.stop()
  removeFolder(folder)
})

async function read(name: string, stamped: readonly Stamped[]): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, pcap(stamped))
  const { ids } = await anna.ask("captures.add", { paths: [path] })
  expect((await ended(anna, ids[0]!)).state).toBe("done")
}

/** Polls of many PLCs, each on a VLAN and a port of its own. */
function manyPlcs(from: number, count: number): Stamped[] {
  return Array.from({ length: count }, (_, n) => {
    const [plc, ip] = [`00:1d:9c:01:${byte(n >> 8)}:${byte(n & 255)}`, `10.1.${n >> 8}.${n & 255}`]
    const tagged = (frame: Uint8Array): Uint8Array =>
      bytes(frame.subarray(0, 12), 0x81, 0, ((n % 4000) >> 8) & 15, (n % 4000) & 255, frame.subarray(12))
    const ask = tcp({ from: 40_000, to: 10_000 + n, seq: 1, ack: 1, data: modbusRequest(n) })
    const answer = tcp({ from: 10_000 + n, to: 40_000, seq: 1, ack: 13, data: modbusResponse(n) })
    const hmi = "00:50:56:00:00:02"
    const asks = tagged(ethernet({ from: hmi, to: plc }, ipv4({ from: "10.9.9.9", to: ip }, ask)))
    const answers = tagged(ethernet({ from: plc, to: hmi }, ipv4({ from: ip, to: "10.9.9.9" }, answer)))
    return [
      { time: from + n * 1000, frame: asks },
      { time: from + n * 1000 + 500, frame: answers },
    ]
  }).flat()
}
const byte = (value: number): string => value.toString(16).padStart(2, "0")

async function everyWidgetAnswers(range: { from: number; to: number }, filter = {}): Promise<void> {
  for (const { key } of widgets) {
    const shown = await anna.ask("trends.answer", { widget: key, filter, range })
    const isFilled = shown.series.length + shown.slices.length > 0 || shown.table !== null
    expect([key, isFilled]).toEqual([key, shown.reason === ""])
    const first = shown.series[0]?.key ?? shown.slices[0]?.key ?? shown.table?.rows[0]?.key ?? ""
    for (const chosen of ["", first, "others"])
      await anna.ask("trends.behind", { widget: key, filter, key: chosen, ...range })
  }
}

test("a device whose clock says 1970, in a zone that was in 1970 already", async () => {
  await anna.ask("region.set", { zone: "Europe/Berlin" })
  await read("reset-clock.pcap", manyPlcs(3 * 60e6, 2))
  await everyWidgetAnswers({ from: 0, to: 86_400e6 })
  const { kept } = await anna.ask("series.get", {})
  expect(kept.every(({ from }) => from >= 0)).toBe(true)
  expect((await anna.ask("overview.get", {})).period).toMatchObject({ packets: 4 })
})

test("thousands of VLANs, ports and devices in one widget, over ten years and over a second", async () => {
  const night = Date.parse("2025-10-26T00:30:00Z") * 1000 // the hour that Berlin has twice
  await read("many.pcap", manyPlcs(night, 3000))
  for (const [from, to] of [
    [night, night + 1e6],
    [night - 3600e6, night + 24 * 3600e6],
    [night - 5 * 365 * 86_400e6, night + 4 * 365 * 86_400e6],
  ] as const)
    for (const filter of [
      {},
      { most: 50 },
      { most: 1, vlan: 7 },
      { subnet: "10.1.0.0/16" },
      { subnet: "::/0" },
      { port: 1 },
    ])
      await everyWidgetAnswers({ from, to }, filter)
})

test("the site's zone changes, and what was measured is still shown by the hour", async () => {
  const night = Date.parse("2025-10-26T00:30:00Z") * 1000
  for (const zone of ["Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "UTC"]) {
    await anna.ask("region.set", { zone })
    const range = { from: night - 5 * 86_400e6, to: night + 2 * 86_400e6 }
    const shown = await anna.ask("trends.answer", { widget: "total-bandwidth", filter: {}, range })
    expect([zone, shown.grain, shown.note, shown.series[0]?.total]).toEqual([zone, "hour", "", 3000 * 139])
  }
})

test("a dashboard on paper takes any name, and several at once", async () => {
  const placed = widgets.slice(0, 8).map(({ key }, n) => ({
    ...{ id: String(n), widget: key, x: 0, y: n * 3, w: 12, h: 3, filter: {} },
    title: ["<b>&amp;</b>", "\0\u0001", "\u202eevil", "😀".repeat(50), "\ud800", "x".repeat(100), "{\\rtf1", "{{a}}"][
      n
    ]!,
  }))
  const range = { last: 1440 }
  const names = ["\0nul", "שלום\u202e", "😀\ud800", "../../etc/passwd", "a".repeat(60)]
  const made = await Promise.all(names.map((name) => anna.ask("trends.exportPdf", { name, widgets: placed, range })))
  for (const { ticket, file } of made) {
    expect(file).toMatch(/^[^/\\\0]+\.pdf$/)
    expect(() => encodeURIComponent(file)).not.toThrow()
    const download = await core.download(ticket, anna.caller)
    expect(Buffer.from(download!.bytes.slice(0, 5)).toString()).toBe("%PDF-")
  }
})
