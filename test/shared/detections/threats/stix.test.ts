/** Indicators: what is taken out of a bundle, what is left and why. */
import { expect, test } from "vitest"
import { readPattern } from "../../../../shared/detections/threats/stix-pattern.ts"
import { readStix } from "../../../../shared/detections/threats/stix.ts"

const now = Date.UTC(2026, 5, 1) * 1000
const bundle = (...objects: readonly Record<string, unknown>[]): string =>
  JSON.stringify({ type: "bundle", id: "bundle--1", objects })
const indicator = (pattern: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: "indicator",
  spec_version: "2.1",
  name: "Botnet control",
  pattern,
  pattern_type: "stix",
  valid_from: "2026-01-01T00:00:00Z",
  indicator_types: ["malicious-activity"],
  ...more,
})

test("addresses and names, alone or any of several", () => {
  const values = (pattern: string): unknown => {
    const read = readPattern(pattern)
    return "compared" in read ? read.compared.map(({ what, value }) => `${what} ${value}`) : read.unused
  }
  expect(values("[domain-name:value = 'Evil.Example.']")).toEqual(["domain evil.example"])
  expect(values("[ipv4-addr:value = '198.51.100.7/32' OR ipv6-addr:value = '2001:DB8:0:0::7']")).toEqual([
    "address 198.51.100.7",
    "address 2001:db8::7",
  ])
  expect(values("[domain-name:value IN ('a.example', 'b.example')] OR [ipv4-addr:value='198.51.100.8']")).toEqual([
    "domain a.example",
    "domain b.example",
    "address 198.51.100.8",
  ])
  const hash = "AB".repeat(32)
  expect(values(`[file:hashes.'SHA-256' = '${hash}' OR file:hashes.MD5 = 'aa']`)).toEqual([`file ${"ab".repeat(32)}`])
  expect(values(`[file:hashes.SHA256 = '${hash}']`)).toEqual([`file ${"ab".repeat(32)}`])
  expect(values("([ network-traffic:dst_ref.value = '198.51.100.9' ])")).toEqual(["address 198.51.100.9"])
})

test.each([
  ["[file:hashes.'SHA-256' = 'aa']", "patterns that can't be read"],
  ["[file:hashes.MD5 = 'aa']", "files told by another hash than SHA-256"],
  ["[file:name = 'x.exe']", "files told by their name or size"],
  ["[url:value = 'http://a.example/x']", "whole web addresses"],
  ["[domain-name:value = 'a.example' AND ipv4-addr:value = '198.51.100.7']", "several things that must come together"],
  ["[domain-name:value = 'a.example'] AND [domain-name:value = 'b.example']", "several things that must come together"],
  [
    "[domain-name:value = 'a.example'] FOLLOWEDBY [domain-name:value = 'b.example']",
    "several things that must come together",
  ],
  ["[ipv4-addr:value = '198.51.100.0/24']", "networks instead of addresses"],
  ["[domain-name:value LIKE '%.example']", "comparisons other than = and IN"],
  ["[domain-name:value != 'a.example']", "comparisons other than = and IN"],
  ["[process:name = 'x.exe']", "what only a program on the computer can see"],
  ["[domain-name:value = 'a b']", "patterns that can't be read"],
  ["[domain-name:value = 'a.example'", "several things that must come together"],
  ["[ipv4-addr:value = '198.51.100.777']", "patterns that can't be read"],
  ["[ipv6-addr:value = '2001:::7']", "patterns that can't be read"],
  ["", "patterns that can't be read"],
  ["\u0000", "patterns that can't be read"],
])("%s is left: %s", (pattern, unused) => {
  expect(readPattern(pattern)).toEqual({ unused })
})

test("a bundle: who says so, what is only a suspicion, what is out of use", () => {
  const text = bundle(
    { type: "identity", id: "identity--1", name: "Plant CERT" },
    indicator("[domain-name:value = 'evil.example']", { created_by_ref: "identity--1" }),
    indicator("[domain-name:value = 'odd.example']", { indicator_types: ["anomalous-activity"] }),
    indicator("[domain-name:value = 'good.example']", { indicator_types: ["benign"] }),
    indicator("[domain-name:value = 'old.example']", { valid_until: "2026-02-01T00:00:00Z" }),
    indicator("[domain-name:value = 'wrong.example']", { revoked: true }),
    indicator("rule x { condition: true }", { pattern_type: "yara" }),
    indicator("[file:hashes.MD5 = 'aa']"),
    { type: "malware", name: "not an indicator" },
  )
  const { threats, unused } = readStix(text, now)
  expect(threats).toEqual([
    { what: "domain", value: "evil.example", source: "Botnet control, Plant CERT" },
    { what: "domain", value: "odd.example", source: "Botnet control", isSuspicion: true },
  ])
  expect(Object.fromEntries(unused)).toEqual({
    "indicators of harmless things": 1,
    "indicators that are no longer valid": 1,
    "indicators that were taken back": 1,
    "patterns in another language than STIX": 1,
    "files told by another hash than SHA-256": 1,
  })
})

test.each([
  ["{", "it is no JSON"],
  ["[]", "it is no STIX bundle"],
  ['{"type":"bundle","objects":{}}', "it is no STIX bundle"],
])("%s is refused in words", (text, words) => {
  expect(() => readStix(text, now)).toThrow(words)
})

test("objects that are none, and fields of the wrong type, are passed over", () => {
  const text = JSON.stringify({
    type: "bundle",
    objects: [null, 7, [], { type: "indicator" }, { type: "indicator", pattern: 7, name: {} }],
  })
  const { threats, unused } = readStix(text, now)
  expect(threats).toEqual([])
  expect(Object.fromEntries(unused)).toEqual({ "patterns that can't be read": 2 })
})
