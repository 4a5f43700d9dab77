/** Batches as tests of the store want them: empty but for what the test says. */
import type { AlertChange, AlertLine } from "../../shared/detections/finding.ts"
import type { Batch } from "../../shared/engine/batch.ts"
import type { Database } from "../../electron/store/database.ts"
import { imports } from "../../electron/store/imports.ts"
import { health } from "./health.ts"
import { noonOfMonday } from "./noon.ts"

export { noonOfMonday } from "./noon.ts"

export function makeBatch(number: number, more: Partial<Batch> = {}): Batch {
  const frames = { read: number, decoded: number, recognised: 0, truncated: 0, malformed: 0, unsupportedLink: 0 }
  return {
    ...{
      number,
      last: false,
      devices: [],
      merged: [],
      claims: [],
      connections: [],
      droppedConnections: [],
      places: [],
    },
    ...{
      evidence: [],
      measured: [],
      keys: { talks: [], functions: [] },
      alerts: [],
      events: [],
      baseline: [],
      hits: [],
      happenings: [],
      accounting: frames,
      health: health(),
    },
    capture: {
      ...{ file: "f.pcap", sha256: "", fileType: "pcap", linkTypes: [1], packets: number, bytes: 1, wireBytes: 1 },
      ...{ first: noonOfMonday, last: noonOfMonday, problems: [] },
    },
    ...more,
  }
}

export const alertLine = (more: Partial<AlertLine> = {}): AlertLine => ({
  ...{ what: "stop", where: "", value: "", asked: 1, succeeded: 1, refused: 0 },
  ...{ first: noonOfMonday, last: noonOfMonday, frame: 0, capture: "" },
  ...more,
})

export const alertChange = (more: Partial<AlertChange> = {}): AlertChange => ({
  ...{ key: "controller-stop|10.0.0.1|10.0.0.2|modbus", kind: "controller-stop", protocol: "modbus" },
  source: { device: "device-000001", address: "10.0.0.1" },
  target: { device: "device-000002", address: "10.0.0.2" },
  message: "{source} told {target} to stop.",
  ...{ added: 1, first: noonOfMonday, last: noonOfMonday, lines: [alertLine()] },
  ...more,
})

export function addImport(database: Database, id: string): void {
  database.transaction(() =>
    imports.add(database, {
      ...{ id, file: `${id}.pcap`, path: "/x", staged: false, print: "", state: "waiting" },
      ...{ addedAt: 1, addedBy: "admin", size: 10 },
    }),
  )
}
