/** What a sensor says when it took an activation file that names no sensor: for the authority's log, which then never signs that file's id again. */
import type { SensorIdentity } from "./sensor-identity.ts"
import { readSensorId, saidBySensor } from "./sensor-identity.ts"

export type Receipt = { readonly fileId: string; readonly sensorId: string; readonly at: number }

const head = "PLANTWARDEN-RECEIPT"
const said = ({ fileId, sensorId, at }: Receipt): string =>
  `${head} ${fileId} ${sensorId} ${new Date(at / 1000).toISOString()}`

/** `at`: microseconds since 1970 UTC. */
export function makeReceipt(fileId: string, at: number, sensor: SensorIdentity): string {
  const text = said({ fileId, sensorId: sensor.id, at })
  return `${text} ${sensor.publicKey} ${sensor.sign(text)}`
}

/** Null where it was changed, or did not come from the sensor that it names. */
export function readReceipt(text: string): Receipt | null {
  const [name, fileId = "", id = "", time = "", publicKey = "", signature = ""] = text.trim().split(/\s+/)
  const sensorId = readSensorId(id)
  const at = Date.parse(time) * 1000
  if (name !== head || sensorId === null || !Number.isFinite(at)) return null
  const receipt = { fileId, sensorId, at }
  return saidBySensor(sensorId, publicKey, said(receipt), signature) ? receipt : null
}
