/** The sensor's identity in the site's settings: made at the first start, the same for ever after. */
import { makeSensorKey, openSensorIdentity } from "../crypto/sensor-identity.ts"
import type { SensorIdentity } from "../crypto/sensor-identity.ts"
import type { DeskTools } from "./desks.ts"

const name = "sensor.identity"

/** A site that is open read-only and has none yet gets one for this run. */
export async function sensorIdentity({ site, sealer }: Pick<DeskTools, "site" | "sealer">): Promise<SensorIdentity> {
  const kept = await site.query("settings", "get", name)
  if (kept !== undefined) return openSensorIdentity(kept, sealer)
  const made = makeSensorKey(sealer)
  if (!site.readOnly) await site.write("settings", "set", name, made)
  return openSensorIdentity(made, sealer)
}
