import { expect, test } from "vitest"
import { titleOfProtocol } from "../../renderer/state/protocol-words.ts"
import "../../shared/protocols/index.ts"
import "../../shared/protocols/network.ts"
import { declaredProtocols } from "../../shared/protocols/protocol.ts"

test("the page writes every protocol as its dissector does", () => {
  const declared = declaredProtocols()
  expect(declared.length).toBeGreaterThan(40)
  expect(Object.fromEntries(declared.map(({ name }) => [name, titleOfProtocol(name)]))).toEqual(
    Object.fromEntries(declared.map(({ name, title }) => [name, title])),
  )
})
