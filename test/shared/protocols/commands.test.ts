import { expect, test } from "vitest"
import { dissectors } from "../../../shared/protocols/index.ts"
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"
import { techniques } from "../../../shared/protocols/technique.ts"

const declared = declaredProtocols()

/** Every key that a function or detail of the protocol can have, with its name: codes up to 18 bits. */
function namedKeys(protocol: (typeof declared)[number]): ReadonlySet<string> {
  const { functionKey = String, functionName, detailKey, detailName } = protocol
  const found = new Set<string>()
  for (let code = 0; code < 0x40000; code++) {
    if (functionName?.(code) !== undefined) found.add(functionKey(code))
    if (detailKey !== undefined && detailName?.(code) !== undefined) found.add(detailKey(code))
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
    const keys = namedKeys(protocol)
    for (const [key, { does, technique }] of Object.entries(protocol.commands ?? {})) {
      expect(keys.has(key), `${protocol.name} ${key}`).toBe(true)
      expect(does).toMatch(/^[A-Z].*[^.]$/)
      if (technique !== "") expect(techniques).toHaveProperty(technique)
    }
  },
)
