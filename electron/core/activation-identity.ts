/** The sensor's identity in the site's settings: made at the first start, the same for ever after. */
import { SecretUnreadable } from "../crypto/data-key.ts"
import { makeSensorKey, openSensorIdentity } from "../crypto/sensor-identity.ts"
import type { SensorIdentity } from "../crypto/sensor-identity.ts"
import type { DeskTools } from "./desks.ts"

type Tools = Pick<DeskTools, "site" | "sealer" | "log">

const name = "sensor.identity"
const setAside = "sensor.identity.unreadable"

/** Undefined where the data key of the site is another one than the identity was sealed with. */
function opened(sealed: string, { sealer, log }: Tools): SensorIdentity | undefined {
  try {
    return openSensorIdentity(sealed, sealer)
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error
    log(
      `The sensor's identity can't be read, so it gets a new one: ${error.message} The old one is kept as ${setAside}.`,
    )
    return undefined
  }
}

/** A site that is open read-only and has none yet gets one for this run. */
export async function sensorIdentity(tools: Tools): Promise<SensorIdentity> {
  const { site, sealer } = tools
  const kept = await site.query("settings", "get", name)
  const found = kept === undefined ? undefined : opened(kept, tools)
  if (found) return found
  const made = makeSensorKey(sealer)
  if (!site.readOnly) {
    if (kept !== undefined) await site.write("settings", "set", setAside, kept)
    await site.write("settings", "set", name, made)
  }
  return openSensorIdentity(made, sealer)
}
