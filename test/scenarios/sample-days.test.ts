/** The sample plant judged: an ordinary day after a day of learning says nothing; of the bad day, everything that went wrong is told. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { writeSampleDay } from "../../build/sample-plant/index.ts"
import { alertText } from "../../shared/detections/alert-text.ts"
import { firstPolicy } from "../../shared/detections/policy.ts"
import { analyseBytes, type Outcome } from "../make/analyse-bytes.ts"

const folder = mkdtempSync(join(tmpdir(), "plantwarden-days-"))
afterAll(() => rmSync(folder, { recursive: true }))

function day(number: 0 | 1, isBad: boolean): Uint8Array {
  const path = join(folder, `${number}-${isBad}.pcapng`)
  writeSampleDay(path, number, isBad)
  return new Uint8Array(readFileSync(path))
}

const learned = analyseBytes(day(0, false))
const judged = { state: learned.state, policy: { ...firstPolicy, learning: false } }

const raised = ({ alerts, devices }: Outcome): readonly string[] => {
  const nameOf = ({ device, address }: { device: string; address: string }): string =>
    devices.find(({ id }) => id === device)?.name ?? address
  return alerts.map((alert) => {
    const ends = { source: nameOf(alert.source), target: nameOf(alert.target) }
    return `${alert.kind}: ${alertText(alert.message, ends, alert.lines)}`
  })
}

test("an ordinary day after learning raises no alert", () => {
  expect(raised(analyseBytes(day(1, false), judged))).toEqual([])
})

test("of the bad day, each deed is one alert", () => {
  const bad = analyseBytes(day(1, true), judged)
  expect(raised(bad).map((text) => text.split(":")[0])).toEqual([
    "plc-scan-detected",
    "new-asset-detected",
    "an-s7-stop-plc-command-was-sent",
    "plc-operating-mode-changed",
    "unauthorized-plc-programming",
    "modbus-exception",
    "ftp-login-failed",
    "internet-access-detected",
  ])
  expect(raised(bad)[2]).toBe(
    "an-s7-stop-plc-command-was-sent: DESKTOP-7Q2KLM told PLC-FILLER over S7comm to stop: stop the controller. It succeeded.",
  )
  expect(raised(bad)[4]).toContain("DESKTOP-7Q2KLM changed the program of PLC-FILLER over S7comm: ")
})

test("the same alerts in the same order, whatever the chunks of the file", () => {
  const file = day(1, true)
  const [whole, small] = [analyseBytes(file, judged), analyseBytes(file, { ...judged, chunk: 1013 })]
  expect(small.alerts).toEqual(whole.alerts)
  expect(small.events).toEqual(whole.events)
})
