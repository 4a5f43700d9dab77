/** One alert on paper: what happened, why it matters, what to do, and the traffic behind it. */
import type { ReportDocument, ReportPart, ReportTable } from "./document.ts"

type PrintedLine = {
  readonly what: string
  readonly where: string
  readonly value: string
  readonly asked: number
  readonly succeeded: number
  readonly refused: number
  readonly first: number
  readonly last: number
}

type PrintedAlert = {
  readonly title: string
  readonly engine: string
  readonly severity: string
  readonly status: string
  readonly message: string
  readonly source: string
  readonly target: string
  readonly protocol: string
  readonly first: number
  readonly last: number
  readonly count: number
  readonly why: string
  readonly harmless: string
  readonly steps: readonly string[]
  readonly techniques: readonly { readonly id: string; readonly name: string }[]
  readonly lines: readonly PrintedLine[]
  readonly comments: readonly { readonly at: number; readonly by: string; readonly text: string }[]
}

type Head = Pick<ReportDocument, "title" | "site" | "range" | "made" | "zone">

const column = (title: string, right = false): ReportTable["columns"][number] => ({ title, right })

const part = (heading: string, text: string, table: ReportTable | null = null): ReportPart => ({
  ...{ heading, level: 1, text, picture: null, table, note: "" },
})

const facts = (alert: PrintedAlert, at: (time: number) => string): ReportTable => ({
  columns: [column(""), column("")],
  rows: [
    ["Severity", alert.severity],
    ["Engine", alert.engine],
    ["Status", alert.status],
    ["Source", alert.source],
    ["Target", alert.target],
    ["Protocol", alert.protocol],
    ["First detection", at(alert.first)],
    ["Last detection", at(alert.last)],
    ["Detections", alert.count.toLocaleString("en-US")],
    ["MITRE ATT&CK for ICS", alert.techniques.map(({ id, name }) => `${id} ${name}`).join(", ")],
  ].filter(([, value]) => value !== ""),
})

const traffic = (lines: readonly PrintedLine[], at: (time: number) => string): ReportTable => ({
  columns: [
    ...["What", "Where", "Value"].map((title) => column(title)),
    ...["Times", "Succeeded", "Refused"].map((title) => column(title, true)),
    column("Last"),
  ],
  rows: lines.map((line) => [
    ...[line.what, line.where, line.value, String(line.asked), String(line.succeeded), String(line.refused)],
    at(line.last),
  ]),
})

/** `at`: a time in the site's zone, in words. */
export function alertReport(head: Head, alert: PrintedAlert, at: (time: number) => string): ReportDocument {
  const steps = alert.steps.map((step, n) => `${n + 1}. ${step}`).join("\n")
  const said = alert.comments.map(({ at: when, by, text }) => [at(when), by, text])
  const parts = [
    part("What happened", alert.message, facts(alert, at)),
    part("Why it matters", alert.why),
    part("What to do", steps),
    part("What causes it although nothing is wrong", alert.harmless),
    part("Traffic", "", alert.lines.length === 0 ? null : traffic(alert.lines, at)),
    part(
      "Comments",
      "",
      said.length === 0 ? null : { columns: ["When", "Who", "Comment"].map((t) => column(t)), rows: said },
    ),
  ]
  return { ...head, summary: [], parts: parts.filter(({ text, table }) => text !== "" || table !== null) }
}
