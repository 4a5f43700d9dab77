/** The kinds of entries of the timeline: each is written somewhere, or says by name what nothing tells yet. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { eventKinds, type EventKindCode } from "../../../shared/detections/event-kind.ts"

const root = new URL("../../..", import.meta.url).pathname

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* sources(path)
    else if (name.endsWith(".ts") && name !== "event-kind.ts") yield readFileSync(path, "utf8")
  }
}
const written = [...sources(join(root, "shared")), ...sources(join(root, "electron"))].join("\n")
const codes = Object.keys(eventKinds) as EventKindCode[]
const missingOf = (code: EventKindCode): string => {
  const kind: { readonly missing?: string } = eventKinds[code]
  return kind.missing ?? ""
}

test("there are the 78 that consoles of this kind know", () => {
  expect(codes.length).toBe(78)
})

test("each is written by some part of the sensor, but for those that name what is missing", () => {
  expect(codes.filter((code) => !written.includes(`"${code}"`))).toEqual(codes.filter((code) => missingOf(code) !== ""))
})
