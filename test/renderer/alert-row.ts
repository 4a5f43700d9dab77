/** An alert as the page gets it, for tests of the page. */
import type { AlertRow } from "../../shared/api/contract/alerts.ts"

const end = { device: "", name: "", address: "", type: "unknown", internet: false }

export const alertRow = (part: Partial<AlertRow> = {}): AlertRow => ({
  ...{ id: "a1", kind: "s7-stop", title: "An S7 Stop PLC Command was Sent", engine: "operational" },
  ...{ category: "restart-stop", severity: "warning", severityEdited: false, status: "new", closedBy: "" },
  source: { ...end, device: "d1", name: "ENG-1", address: "10.0.0.5" },
  target: { ...end, device: "d2", name: "PLC-1", address: "10.0.0.9" },
  ...{ protocol: "s7comm", message: "ENG-1 told PLC-1 to stop.", first: 1e15, last: 1e15 + 60e6, count: 3 },
  ...{ learnable: false, mutable: true, packets: true, comments: 0 },
  ...part,
})
