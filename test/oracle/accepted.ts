/** The differences from the oracle that are known and explained: the tables of differences.md. */
import { readFileSync } from "node:fs"

export type Accepted = { readonly capture: string; readonly what: string }

const line = /^\| `([^`]+)`\s*\| `([^`]+)`\s*\|/

export const accepted: readonly Accepted[] = readFileSync(new URL("differences.md", import.meta.url), "utf8")
  .split("\n")
  .map((text) => line.exec(text))
  .filter((found) => found !== null)
  .map(([, capture, what]) => ({ capture: capture!, what: what! }))

/** `*` at the end stands for the rest. */
export const covers = (one: Accepted, capture: string, what: string): boolean =>
  one.capture === capture && (one.what.endsWith("*") ? what.startsWith(one.what.slice(0, -1)) : what === one.what)
