import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { format } from "prettier"
import { expect, test } from "vitest"
import { protocolTable } from "./make/protocol-table.ts"

const path = fileURLToPath(new URL("../README.md", import.meta.url))
const [begin, end] = ["<!-- protocols: written by test/readme.test.ts -->", "<!-- end of protocols -->"]

test("the README's table of protocols is what the tests prove; UPDATE_README=1 writes it anew", async () => {
  const readme = readFileSync(path, "utf8")
  const [before = "", rest = ""] = readme.split(begin)
  const after = rest.slice(rest.indexOf(end))
  const table = await format(`${begin}\n\n${protocolTable()}\n\n${end}\n`, { parser: "markdown" })
  const wanted = before + table.trimEnd() + after.slice(end.length)
  if (process.env["UPDATE_README"] === "1") writeFileSync(path, wanted)
  else expect(readme).toBe(wanted)
})
