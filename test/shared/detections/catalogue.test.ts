/** The catalogue of alerts and the indicators of malware: complete, in words, and nothing active that can't be seen. */
import { expect, test } from "vitest"
import { engines, type AlertEngine, type AlertKind } from "../../../shared/detections/alert-kind.ts"
import { alertKind, catalogue } from "../../../shared/detections/catalogue/index.ts"
import { indicators } from "../../../shared/detections/catalogue/indicators.ts"
import { ownKinds } from "../../../shared/detections/catalogue/own.ts"
import { techniques } from "../../../shared/facts/technique.ts"

const titles = (kinds: readonly AlertKind[]): readonly string[] => kinds.map((kind) => kind.title)
const textsOf = (kind: AlertKind): readonly string[] => [kind.why, kind.harmless, ...kind.steps]
const counts = (values: readonly string[]): ReadonlyMap<string, number> => {
  const counted = new Map<string, number>()
  for (const value of values) counted.set(value, (counted.get(value) ?? 0) + 1)
  return counted
}

const reference = catalogue.filter((kind) => !ownKinds.includes(kind))

test("each engine has its alerts, together 202, and ours are beside them", () => {
  expect(reference.length + ownKinds.length).toBe(catalogue.length)
  expect(titles(ownKinds)).toEqual([
    "Unauthorized DHCP Server",
    "Traffic that was Removed from the Baseline",
    "Unauthorized File Transfer",
    "Unauthorized Sign-in",
  ])
  const expected: Record<AlertEngine, number> = { policy: 90, protocol: 25, malware: 26, anomaly: 23, operational: 38 }
  expect(Object.fromEntries(counts(reference.map((kind) => kind.engine)))).toEqual(expected)
  const order = Object.keys(engines)
  const places = catalogue.map((kind) => order.indexOf(kind.engine))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test("ids and titles are unique, and an id is made of its title", () => {
  expect(new Set(catalogue.map((kind) => kind.id)).size).toBe(catalogue.length)
  expect(new Set(titles(catalogue)).size).toBe(catalogue.length)
  for (const { id, title } of catalogue) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(id.replaceAll("-", ""), title).toBe(title.toLowerCase().replace(/[^a-z0-9]/g, ""))
  }
})

test("a kind is found by its id, and an unknown id is an error", () => {
  expect(alertKind("port-scan-detected").title).toBe("Port Scan Detected")
  expect(() => alertKind("port-scan")).toThrow("port-scan")
})

test("nothing is both learnt and muted, and the engines keep to their rule", () => {
  expect(titles(catalogue.filter((kind) => kind.learnable && kind.mutable))).toEqual([])
  const of = (engine: AlertEngine): readonly AlertKind[] => catalogue.filter((kind) => kind.engine === engine)
  expect(titles(of("policy").filter((kind) => !kind.learnable))).toEqual([
    "Unauthorized Operation was detected by a User Defined Rule",
    "Database Login Failed",
    "FTP Login Failed",
  ])
  expect(of("protocol").every((kind) => kind.mutable && !kind.learnable)).toBe(true)
  expect(of("anomaly").every((kind) => kind.mutable !== kind.learnable)).toBe(true)
  expect(titles(of("operational").filter((kind) => !kind.mutable && !kind.learnable))).toEqual([
    "No Traffic Detected on Sensor Interface",
    "Traffic Detected on Sensor Interface",
  ])
  expect(titles(of("malware").filter((kind) => kind.mutable || kind.learnable))).toEqual([
    "Backup Activity with Antivirus Signatures",
    "Suspicion of Denial Of Service Attack",
    "Suspicion of Malicious Activity (Name Queries)",
    "Suspicion of Remote Code Execution with PsExec",
    "Suspicion of Remote Windows Service Management",
  ])
  expect(of("malware").every((kind) => kind.category !== "malware" || (!kind.mutable && !kind.learnable))).toBe(true)
})

test("texts are whole sentences, short enough to be read at night", () => {
  for (const kind of catalogue) {
    expect(kind.steps.length, kind.title).toBeGreaterThanOrEqual(2)
    expect(kind.steps.length, kind.title).toBeLessThanOrEqual(4)
    for (const text of textsOf(kind)) {
      expect(text, kind.title).toMatch(/^[A-Z].*\.$/)
      expect(text.length, text).toBeLessThanOrEqual(400)
      expect(text, kind.title).not.toMatch(/ {2}|undefined/)
    }
  }
})

test("hardly any reason is given twice", () => {
  const repeated = [...counts(catalogue.map((kind) => kind.why))].filter(([, count]) => count > 3)
  expect(repeated).toEqual([])
})

test("thresholds are positive and say what they count", () => {
  for (const { title, threshold } of catalogue) {
    if (threshold === undefined) continue
    expect(threshold.count, title).toBeGreaterThan(0)
    expect(threshold.seconds, title).toBeGreaterThan(0)
    expect(threshold.of, title).not.toBe("")
  }
})

test("every technique has a name, and every alert has at least one", () => {
  for (const kind of catalogue) {
    expect(kind.techniques.length, kind.title).toBeGreaterThan(0)
    expect(new Set(kind.techniques).size, kind.title).toBe(kind.techniques.length)
    for (const technique of kind.techniques) expect(techniques, kind.title).toHaveProperty(technique)
  }
})

test("at least 140 are active, and the others name what is missing", () => {
  expect(catalogue.filter((kind) => kind.missing === undefined).length).toBeGreaterThanOrEqual(140)
  expect(titles(catalogue.filter((kind) => kind.missing === ""))).toEqual([])
})

test("every indicator belongs to an alert and tells where it was published", () => {
  for (const indicator of indicators) {
    expect(alertKind(indicator.kind).engine).toBe("malware")
    expect(indicator.source, indicator.value).toMatch(/^[A-Z\w][^,]+, .{8,}/)
  }
})

test("a family of malware is active only with a published indicator", () => {
  const known = new Set(indicators.map((indicator) => indicator.kind))
  const families = catalogue.filter((kind) => kind.category === "malware")
  expect(families.length).toBe(15)
  for (const { id, title, missing } of families) {
    expect(known.has(id), title).toBe(missing === undefined)
    if (missing !== undefined) expect(missing).toBe("a published network indicator")
  }
})

test("indicators are written as their place is read", () => {
  for (const { what, value, then = [], unless = [], where } of indicators) {
    expect(where !== undefined, value).toBe(what === "bytes")
    if (what === "bytes")
      for (const bytes of [value, ...then, ...unless]) expect(bytes).toMatch(/^([0-9a-f]{2}|\?\?)+$/)
    if (what === "domain") expect(value).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    if (what === "url-path") expect(value).toMatch(/^\/[^?]+$/)
    if (what === "rpc-interface") expect(value).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  }
})

test("the multiplex id of DoublePulsar lies where SMB has it", () => {
  const answer = indicators.find((indicator) => indicator.value.endsWith("5100"))
  expect(answer?.value.startsWith("ff534d4232")).toBe(true)
  // Behind the length of 4 bytes the header of SMB has its multiplex id at 30 (MS-CIFS 2.2.3.1).
  expect((answer?.where?.at ?? 0) + answer!.value.length / 2 - 2).toBe(4 + 30)
})
