/**
 * What real captures raise, each by itself, while the sensor learns: listed with the reasons in alerts.md. UPDATE_ALERTS=1 writes the list anew;
 * a kind without a reason is a failure. The folder of the captures is named by PLANTWARDEN_CAPTURES.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { gunzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { alertKind } from "../../shared/detections/catalogue/index.ts"
import { analyseBytes } from "../make/analyse-bytes.ts"
import { reasons } from "./alert-reasons.ts"

const folder = process.env["PLANTWARDEN_CAPTURES"] ?? ""
if (folder === "") console.log("alerts of real captures: not run, no captures")

const list = fileURLToPath(new URL("alerts.md", import.meta.url))
const shown = 4

/** By kind, a line for each capture. */
function raisedOfAll(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const name of readdirSync(folder).sort()) {
    if (!/\.(?:pcap|pcapng|cap)(?:\.gz)?$/.test(name)) continue
    const bytes = readFileSync(join(folder, name))
    const { alerts } = analyseBytes(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes)
    for (const kind of new Set(alerts.map((alert) => alert.kind))) {
      const lines = alerts.filter((alert) => alert.kind === kind).map(lineOf)
      const more = lines.length > shown ? `; and ${lines.length - shown} more` : ""
      const text = `- \`${name}\`: ${lines.slice(0, shown).join("; ")}${more}`
      found.set(kind, [...(found.get(kind) ?? []), text])
    }
  }
  return found
}

type Alert = ReturnType<typeof analyseBytes>["alerts"][number]

const lineOf = ({ source, target, count }: Alert): string =>
  `${source.address || "–"}${target.address === "" ? "" : ` → ${target.address}`}, ${count === 1 ? "once" : `${count} times`}`

function markdown(raised: ReadonlyMap<string, readonly string[]>): string {
  const parts = [...raised].sort().map(([kind, lines]) => {
    const { title, on } = alertKind(kind)
    return [`## ${title}`, "", `${reasons[kind] ?? ""}${on ? "" : " Off by default."}`, "", ...lines].join("\n")
  })
  const head =
    "# Alerts of real captures\n\nWhat each capture raises by itself while the sensor learns (policy alerts are quiet then), and why. Written by `test/oracle/alerts.test.ts`."
  return `${[head, ...parts].join("\n\n")}\n`
}

test.skipIf(folder === "")("every alert of the captures is listed and explained", { timeout: 300_000 }, () => {
  const raised = raisedOfAll()
  expect([...raised.keys()].filter((kind) => reasons[kind] === undefined)).toEqual([])
  const text = markdown(raised)
  if (process.env["UPDATE_ALERTS"] === "1") writeFileSync(list, text)
  expect(readFileSync(list, "utf8")).toBe(text)
})
