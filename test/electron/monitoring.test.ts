/** Monitoring with a stand-in for the capture program, a tree of files for sysfs, and a clock that the test moves. */
import { chmodSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest"
import type { CaptureTool } from "../../electron/capture/capture-tool.ts"
import type { Said } from "../../electron/capture/run-program.ts"
import type { DeskTools } from "../../electron/core/desks.ts"
import { MonitoredInterface, noCounts } from "../../electron/core/monitored-interface.ts"
import type { InterfaceOrder } from "../../electron/core/monitored-interface.ts"
import { monitoringConditions } from "../../electron/core/monitoring-conditions.ts"
import { MonitoringDesk } from "../../electron/core/monitoring-desk.ts"
import type { MonitoringWorld } from "../../electron/core/monitoring-world.ts"
import { previewVerdict } from "../../electron/core/preview-verdict.ts"
import { UnheardPackets } from "../../electron/core/unheard-packets.ts"
import type { Note } from "../../electron/handlers/journal.ts"
import { fillMessage } from "../../shared/setup/system-messages.ts"
import { asAdmin } from "../make/desk-tools.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const folder = freshFolder()
afterAll(() => removeFolder(folder))

/** Listens until it is told to stop; then it has 7 packets and has dropped 2. */
const standIn = join(folder, "dumpcap")
writeFileSync(
  standIn,
  `#!/bin/sh
case "$1" in
  --version) echo "Dumpcap (Wireshark) 4.0.17"; exit 0;;
  -D) printf '1. mirror0\\t\\t\\t0\\t\\tnetwork\\n'; exit 0;;
  -d) echo "(000) ret #0"; exit 0;;
  -L) exit 0;;
esac
trap 'echo "Packets received/dropped on interface x: 7/2 (pcap:2/dumpcap:0)" >&2; exit 0' TERM
echo "Capturing on 'mirror0'" >&2
while :; do sleep 0.05; done
`,
)
chmodSync(standIn, 0o755)
const tool: CaptureTool = { name: "dumpcap", version: "4.0.17", path: standIn }

let tries = 0
let sysfs: string
let ring: string
let time: number
const seconds = 1e6
beforeEach(() => {
  sysfs = join(folder, `sysfs ${++tries}`)
  ring = join(folder, `ring ${tries}`)
  mkdirSync(ring)
  time = 1.8e15
  card({ flags: "0x1003", operstate: "up", type: 1, address: "00:1d:9c:00:00:01", ...counters(0, 0) })
})

const counters = (received: number, transmitted: number) => ({
  "statistics/rx_packets": received,
  "statistics/rx_bytes": received * 100,
  "statistics/tx_packets": transmitted,
})
function card(values: Readonly<Record<string, string | number>>): void {
  for (const [value, content] of Object.entries(values)) {
    const path = join(sysfs, "mirror0", value)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${content}\n`)
  }
}

const place = { interface: "mirror0", file: "", offset: 0 }
const heard = (analysed: number, file = "") => ({
  interface: "mirror0",
  analysed,
  newest: analysed === 0 ? 0 : time,
  place: { ...place, file },
})

const made: MonitoredInterface[] = []
afterEach(() => Promise.all(made.splice(0).map((one) => one.stop())))

function monitored(more: Partial<InterfaceOrder> = {}, kept = noCounts): MonitoredInterface {
  const order = {
    name: "mirror0",
    filter: "",
    folder: ring,
    ringBytes: 100e6,
    quietSeconds: 60,
    sysfs,
    now: () => time,
  }
  const one = new MonitoredInterface({ ...order, changed: () => undefined, ...more }, kept, heard(0))
  made.push(one)
  return one
}

const childOf = (): number | null => {
  try {
    return (JSON.parse(readFileSync(join(ring, "capture.pid"), "utf8")) as { pid: number }).pid
  } catch {
    return null
  }
}
async function until(wanted: () => boolean): Promise<void> {
  for (let left = 100; left > 0 && !wanted(); left--) await wait(30)
  expect(wanted()).toBe(true)
}
/** Ticks until the stand-in listens. */
const listening = (): Promise<void> => wait(150)

const told = (one: MonitoredInterface, more = {}): string[] =>
  monitoringConditions({ interfaces: [one], obstacle: null, free: 1e12, mayWrite: true, problem: "", ...more }).map(
    ({ name, values }) => {
      const { title, text, remedy } = fillMessage(name, values)
      expect(`${title} ${text} ${remedy}`).not.toMatch(/[{}]/)
      return title
    },
  )

describe("one interface", () => {
  test("is captured, and the program's closing figures count", async () => {
    const one = monitored()
    one.tick(tool, true)
    await listening()
    expect(childOf()).not.toBeNull()
    await one.stop()
    expect(one.shown).toMatchObject({ received: 7, dropped: 2, restarts: 0, problem: "" })
    expect(told(one)).toEqual(["Packets were lost before they could be read"])
    expect(childOf()).toBeNull()
  })

  test("a program that dies is started again, a little later each time", async () => {
    const one = monitored()
    one.tick(tool, true)
    for (const pause of [1, 2, 4, 8]) {
      await until(() => childOf() !== null)
      await listening()
      process.kill(childOf()!, "SIGKILL")
      await until(() => one.shown.problem.includes("SIGKILL"))
      time += (pause - 0.1) * seconds
      one.tick(tool, true)
      expect(childOf()).toBeNull()
      time += 0.2 * seconds
      one.tick(tool, true)
    }
    expect(one.shown.restarts).toBe(4)
    expect(told(one)).toContain("Capturing was started again")
  })

  test("that keeps dying is told", async () => {
    const dying = join(ring, "dumpcap")
    writeFileSync(dying, "#!/bin/sh\necho 'dumpcap: Something is broken.' >&2\nexit 1\n")
    chmodSync(dying, 0o755)
    const one = monitored()
    for (let number = 1; number <= 3; number++) {
      one.tick({ ...tool, path: dying }, true)
      await until(() => one.shown.restarts === number && one.shown.problem !== "")
      time += 60 * seconds
    }
    expect(one.shown.problem).toContain("Something is broken.")
    expect(told(one)).toContain("Capturing stopped")
  })

  test("without a link it waits, and goes on when the link is back", async () => {
    card({ operstate: "down" })
    const one = monitored()
    one.tick(tool, true)
    expect([one.shown.link, childOf(), told(one)]).toEqual(["down", null, ["The monitored interface has no link"]])
    rmSync(join(sysfs, "mirror0"), { recursive: true })
    one.tick(tool, true)
    expect([one.shown.link, one.shown.problem]).toEqual(["gone", expect.stringContaining("goes on by itself")])
    card({ flags: "0x1003", operstate: "up", ...counters(0, 0) })
    one.tick(tool, true)
    expect(childOf()).not.toBeNull()
    expect(told(one)).toEqual([])
  })

  test("a full disk pauses it, and what passed meanwhile counts as dropped", async () => {
    const one = monitored()
    card(counters(100, 0))
    one.tick(tool, true)
    await listening()
    one.tick(tool, false)
    await until(() => childOf() === null)
    expect(told(one, { mayWrite: false, free: 5e6 })).toContain("The disk is full")
    one.tick(tool, true)
    expect(childOf()).not.toBeNull()
    expect(one.shown.restarts).toBe(0)
  })

  test("quiet is told after the quiet time, and traffic ends it", () => {
    const one = monitored()
    time += 59 * seconds
    one.tick(null, true)
    expect([one.isSilent, told(one)]).toEqual([false, []])
    time += 2 * seconds
    one.tick(null, true)
    expect([one.isSilent, told(one)]).toEqual([true, ["No traffic detected"]])
    one.hear(heard(5), heard(0))
    one.tick(null, true)
    expect([one.isSilent, told(one), one.shown.lastPacketAt]).toEqual([false, [], time])
  })

  test("packets that the interface sends are shown and told, over a restart of the sensor too", () => {
    card(counters(0, 10))
    const one = monitored()
    card(counters(0, 13))
    one.tick(null, true)
    expect(one.shown).toMatchObject({ transmittedBefore: 10, transmittedNow: 13 })
    expect(told(one)).toEqual(["A monitored interface sends packets"])
    expect(monitored({}, one.kept).shown.transmittedBefore).toBe(10)
    card(counters(0, 2)) // the machine was started anew
    expect(monitored({}, one.kept).shown.transmittedBefore).toBe(2)
  })

  const fileOf = (number: number): string => `run-000001_0000${number}_20260101120000.pcapng`
  function fill(files: number): void {
    for (let number = 1; number <= files; number++) {
      writeFileSync(join(ring, fileOf(number)), "")
      truncateSync(join(ring, fileOf(number)), 2e6)
    }
  }

  test("a ring full of what is not analysed pauses it; analysed files make room", async () => {
    const one = monitored({ ringBytes: 16e6 })
    one.tick(tool, true)
    await listening()
    fill(8)
    one.tick(tool, true)
    await until(() => childOf() === null)
    expect(one.shown.problem).toContain("The engine is behind and the ring on the disk is full")
    expect(one.behind).toBe(16e6)
    one.hear(heard(100, fileOf(6)), heard(100, fileOf(6)))
    one.tick(tool, true)
    expect([one.shown.problem, childOf() !== null]).toEqual(["", true])
    expect(one.behind).toBe(6e6)
  })

  test("nothing goes before it is analysed for good, nor before the space is needed", () => {
    const one = monitored({ ringBytes: 20e6 })
    fill(6)
    one.hear(heard(100, fileOf(6)), heard(50, fileOf(3)))
    one.tick(null, true)
    expect(one.behind).toBe(2e6)
    for (let number = 1; number <= 6; number++) expect(() => readFileSync(join(ring, fileOf(number)))).not.toThrow()
    fill(9)
    one.tick(null, true)
    expect(() => readFileSync(join(ring, fileOf(1)))).toThrow()
    for (let number = 3; number <= 9; number++) expect(() => readFileSync(join(ring, fileOf(number)))).not.toThrow()
  })
})

test("what passed unheard is the least that the two counters differ", () => {
  let received = 1000
  const unheard = new UnheardPackets(() => received)
  unheard.sample(0)
  received = 1500
  unheard.sample(480) // 20 still on their way
  expect(unheard.missed).toBe(0)
  expect(unheard.ended(500)).toBe(0)
  received = 1900 // 400 passed, then it listens again
  unheard.sample(0)
  received = 2000
  unheard.sample(90)
  expect(unheard.missed).toBe(400)
  expect(unheard.ended(100)).toBe(400)
  expect(unheard.missed).toBe(0)
})

test("a counter that begins anew says nothing of the run it broke into", () => {
  let received = 1000
  const unheard = new UnheardPackets(() => received)
  unheard.sample(0)
  expect(unheard.ended(300)).toBe(0)
  received = 1500
  unheard.sample(0)
  received = 7 // the interface was taken away and came back
  unheard.written(40)
  expect(unheard.missed).toBe(200)
})

test("a preview tells a mirror port from an ordinary one", () => {
  const seen = {
    seconds: 10,
    packets: 1000,
    packetsPerSecond: 100,
    unicastOfOthers: 0.9,
    devices: 12,
    ot: ["Modbus/TCP"],
  }
  expect(previewVerdict(seen)).toMatchObject({
    verdict: "good",
    sentence: expect.stringContaining("Modbus/TCP") as string,
  })
  expect(previewVerdict({ ...seen, unicastOfOthers: 0.01 })).toMatchObject({ verdict: "doubtful" })
  expect(previewVerdict({ ...seen, packets: 0 })).toMatchObject({
    verdict: "silent",
    remedy: expect.stringContaining("mirror") as string,
  })
  expect(previewVerdict({ ...seen, packets: 0, seconds: 1 })).toMatchObject({ verdict: "waiting" })
})

describe("the desk", () => {
  const settings = { interfaces: ["mirror0"], filter: "", quietSeconds: 60, ringMegabytes: 16 }
  const kept = new Map<string, string>()
  let notes: Note[]
  let asked: unknown[]
  let free: number
  let desk: MonitoringDesk

  function deskWith(more: Partial<MonitoringWorld> = {}): MonitoringDesk {
    const site = {
      readOnly: false,
      onLive: () => undefined,
      query: async (table: string, _: string, name: string) =>
        table === "live" ? null : table === "sensorAlerts" ? {} : kept.get(name),
      write: async (_: string, __: string, name: string, value: string) => void kept.set(name, value),
      queue: async (_: string, wish: unknown) => void asked.push(wish),
    }
    const tools: DeskTools = {
      site: site as never,
      folder: ring,
      sealer: undefined as never,
      journal: async (note) => void notes.push(note),
      now: () => time,
      log: (line) => process.stderr.write(`${line}\n`),
      alertsChanged: () => Promise.resolve(),
      changed: () => undefined,
      printer: undefined as never,
    }
    const run = async (_: string, [what]: readonly string[]): Promise<Said> => ({
      code: 0,
      out: what === "-D" ? "1. mirror0\t\t\t0\t\tnetwork\n" : what === "-d" ? "(000) ret #0\n" : "4.0.17",
      error: "",
    })
    const env = { PLANTWARDEN_CAPTURE_TOOL: standIn }
    const world = { env, platform: "linux", system: "debian", sysfs, addresses: () => ({}), run } as const
    return new MonitoringDesk(tools, new URL("file:///none"), { ...world, freeBytes: async () => free, ...more })
  }
  beforeEach(() => {
    kept.clear()
    ;[notes, asked, free] = [[], [], 1e12]
    desk = deskWith()
  })
  afterEach(() => desk.end())

  test("starts, is on again after a restart of the sensor, and stops; each is written down", async () => {
    expect(await desk.state()).toMatchObject({ on: false, since: null, interfaces: [] })
    expect(await desk.start(settings, asAdmin)).toMatchObject({ on: true, since: time, tool: { name: "dumpcap" } })
    await desk.end()
    desk = deskWith()
    await desk.resume()
    await until(() => asked.length === 2)
    expect(desk.summary()).toMatchObject({ interfaces: ["mirror0"], silent: false })
    expect((asked as { session: string }[])[0]!.session).toBe((asked as { session: string }[])[1]!.session)
    expect(await desk.stop({}, asAdmin)).toMatchObject({ on: false })
    expect([asked.at(-1), desk.summary(), desk.conditions()]).toEqual([null, null, []])
    expect(notes.map(({ title, who }) => `${title} ${who}`)).toEqual([
      "Monitoring was started anna",
      "Monitoring was stopped anna",
    ])
  })

  test("refuses what this computer does not have, in words", async () => {
    await expect(desk.start({ ...settings, interfaces: [] }, asAdmin)).rejects.toThrow(/at least one interface/)
    for (const name of ["eth9", "-w", "../../etc"])
      await expect(desk.start({ ...settings, interfaces: [name] }, asAdmin)).rejects.toThrow(`no interface ${name}`)
    await expect(desk.preview({ interface: "--help", filter: "" })).rejects.toThrow(/no interface/)
  })

  test("without a capture program it says what to do", async () => {
    const none = deskWith({ env: { PLANTWARDEN_CAPTURE_TOOL: "none" } })
    await expect(none.start(settings, asAdmin)).rejects.toThrow(
      /neither dumpcap nor tcpdump.*apt install wireshark-common/,
    )
    expect((await none.interfaces()).obstacle?.steps[0]).toContain("apt install")
    expect(await none.preview({ interface: "mirror0", filter: "" })).toMatchObject({
      verdict: "silent",
      obstacle: { reason: expect.stringContaining("no capture program") as string },
    })
    expect(await none.checkFilter({ filter: "arp" })).toMatchObject({ valid: false })
    await none.end()
  })

  test("a full disk is told, and forgotten when there is space", async () => {
    await desk.start(settings, asAdmin)
    free = 10e6
    await until(() => desk.conditions().some(({ name }) => name === "disk-full"))
    free = 1e12
    await until(() => desk.conditions().every(({ name }) => name !== "disk-full"))
  })
})
