import { expect, test } from "vitest"
import { dissectors } from "../../../shared/protocols/index.ts"
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import { techniques } from "../../../shared/facts/technique.ts"

const declared = declaredProtocols()

/** Codes as dissectors make them: up to 18 bits, small ones above a single bit, and two halves. */
function* someCodes(): Generator<number> {
  for (let code = 0; code < 0x40000; code++) yield code
  for (let bit = 18; bit < 30; bit++) for (let low = 0; low < 0x4000; low++) yield (1 << bit) + low
  for (let high = 4; high < 0x4000; high++) for (let low = 0; low < 0x20; low++) yield (high << 16) | low
}

/** Every key that a function with a name, or a detail, can have. */
function namedKeys(protocol: (typeof declared)[number], wanted: ReadonlySet<string>): ReadonlySet<string> {
  const { functionKey = String, functionName, detailKey } = protocol
  const found = new Set<string>()
  for (const code of someCodes()) {
    if (functionName?.(code) !== undefined) found.add(functionKey(code))
    if (detailKey !== undefined) found.add(detailKey(code))
    if ([...wanted].every((key) => found.has(key))) break
  }
  return found
}

test("there are dissectors, and each protocol stands in the list once", () => {
  expect(dissectors.length).toBeGreaterThan(40)
  expect(new Set(declared.map(({ name }) => name)).size).toBe(declared.length)
})

test.each(declared.filter(({ commands }) => commands !== undefined))(
  "$name: every command is a function or detail that has a name, and says what it does in plain words",
  (protocol) => {
    const keys = namedKeys(protocol, new Set(Object.keys(protocol.commands ?? {})))
    for (const [key, { does, technique }] of Object.entries(protocol.commands ?? {})) {
      expect(key.endsWith(":other") || keys.has(key), `${protocol.name} ${key}`).toBe(true)
      expect(does).toMatch(/^[A-Z].*[^.]$/)
      if (technique !== "") expect(techniques).toHaveProperty(technique)
    }
  },
)
