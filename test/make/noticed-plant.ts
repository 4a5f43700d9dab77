/** A site in which every kind of device notification waits: written by the store as the engine's batches would have it. */
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { firstPolicy } from "../../shared/detections/policy.ts"
import type { Device } from "../../shared/model/device.ts"
import { applyBatch } from "../../electron/store/apply-batch.ts"
import { covered } from "../../electron/store/covered.ts"
import type { Database } from "../../electron/store/database.ts"
import { imports } from "../../electron/store/imports.ts"
import { migrate } from "../../electron/store/migrate.ts"
import { openDriver } from "../../electron/store/open-site.ts"
import { addImport, makeBatch, noonOfMonday } from "./batches.ts"

const wasm = fileURLToPath(new URL("../../node_modules/sql.js/dist/sql-wasm.wasm", import.meta.url))
export const hour = 3600e6
export const day = 24 * hour

export const noticedDevice = (number: number, more: Partial<Device> = {}): Device => ({
  ...{ id: `device-${number}`, aliases: [], parent: "", part: "", name: `machine-${number}` },
  ...{ macs: [`00:1d:9c:00:00:${number.toString(16).padStart(2, "0")}`], addresses: [`10.7.1.${number}`], vlans: [] },
  ...{ hostnames: [], type: "plc", purdue: 1, vendor: "Rockwell Automation", model: "", firmware: "", serial: "" },
  ...{ os: "", mode: "unknown", description: "", protocols: [{ name: "enip", role: "server" }], internet: false },
  ...{ router: false, firstSeen: noonOfMonday, lastSeen: noonOfMonday, sentPackets: 1, receivedPackets: 0 },
  ...{ sentBytes: 60, receivedBytes: 0 },
  ...more,
})

const captured = (first: number, last: number) => ({ ...makeBatch(1).capture, first, last })

export async function openNoticed(folder: string, driver: "node:sqlite" | "sql.js" = "node:sqlite"): Promise<Database> {
  const place = { folder, driver, readOnly: false, wasm, now: 1 }
  const database = await openDriver(place, join(folder, "site.db"), false)
  migrate(database)
  return database
}

/** One import of one batch, which is its last. */
export function readOnce(
  database: Database,
  id: string,
  learning: boolean,
  at: number,
  devices: readonly Device[],
): void {
  addImport(database, id)
  database.transaction(() => imports.judgeBy(database, id, { ...firstPolicy, learning }))
  const batch = makeBatch(1, { devices, last: true, capture: captured(at, at), state: new Uint8Array(1) })
  applyBatch(database, id, batch)
}

/** While it learned: an HMI, a workstation, a name, a router, and one that will be silent. */
export const before = [
  noticedDevice(1, { type: "hmi", name: "HMI-1" }),
  noticedDevice(2, { type: "workstation", name: "DESK-2", os: "Windows 7" }),
  noticedDevice(3, { name: "FILLER", hostnames: ["FILLER"] }),
  noticedDevice(4, { type: "hmi", name: "PANEL-4" }),
  noticedDevice(5, { name: "OLD-5" }),
  noticedDevice(6, { name: "GATE-6", type: "router", router: true }),
  noticedDevice(20, { name: "OFFICE-20", type: "workstation", addresses: ["10.7.2.20"] }),
]
const later = noonOfMonday + 2 * hour
const seen = { lastSeen: later }

/** Two hours later, when it learns no more. */
export const after = [
  noticedDevice(1, { type: "hmi", name: "HMI-1", addresses: ["10.7.1.1", "10.7.1.77"], ...seen }),
  noticedDevice(2, { type: "workstation", name: "DESK-2", os: "Linux", ...seen }),
  noticedDevice(4, { type: "engineering-station", name: "PANEL-4", ...seen }),
  noticedDevice(30, { name: "FILLER", hostnames: ["filler"], addresses: ["10.7.1.30"], firstSeen: later, ...seen }),
  noticedDevice(40, {
    ...{ name: "10.7.1.254", macs: ["00:00:5e:00:01:05"], addresses: ["10.7.1.254"], type: "router", router: true },
    ...{ firstSeen: later, ...seen },
  }),
  noticedDevice(21, { name: "STRAY-21", addresses: ["10.7.2.21"], firstSeen: later, ...seen }),
  noticedDevice(50, { name: "FAR-50", addresses: ["10.9.9.50"], firstSeen: later, ...seen }),
]

/** Learned, changed two hours later, and listened to for 61 days more, in which all but one device were heard. */
export function writeNoticedPlant(database: Database): void {
  readOnce(database, "learned", true, noonOfMonday, before)
  readOnce(database, "changed", false, later, after)
  const end = noonOfMonday + 61 * day
  database.transaction(() => covered.listened(database, noonOfMonday, end))
  const heard = new Map([...before, ...after].map((one) => [one.id, { ...one, lastSeen: end }]))
  heard.delete("device-5")
  readOnce(database, "later", false, end, [...heard.values()])
}
