/** The sample plant's activation: signed by the development authority on the spot, so that the look-around shows an activated sensor. */
import { randomUUID } from "node:crypto"
import { microsecondsPerHour, newestFormat, uploadWindowHours } from "../../shared/setup/activation-payload.ts"
import type { RootOfTrust } from "../crypto/root-of-trust.ts"
import { signFile, signerFromPem } from "../crypto/sign-file.ts"
import type { ActivationDesk } from "./activation-desk.ts"

/** False in a build with a root of its own: nobody there may sign for it. `now`: microseconds since 1970 UTC. */
export async function activateSample(desk: ActivationDesk, root: RootOfTrust, now: number): Promise<boolean> {
  if (root.development === null || desk.state().file !== null) return false
  const iso = (at: number): string => new Date(at / 1000).toISOString()
  const payload = {
    format: newestFormat,
    kind: "activation",
    id: randomUUID(),
    issuedAt: iso(now),
    issuer: root.development.name,
    sensor: { id: desk.identity.id, name: "Bottling plant", site: "Sample plant", zone: "Filling" },
    mode: "locally-connected",
    subscription: { id: "sample", name: "Sample subscription" },
    validUntil: null,
    uploadBefore: iso(now + uploadWindowHours * microsecondsPerHour),
    cloud: null,
  }
  await desk.activateDocument(await signFile(payload, signerFromPem(root.development.activation)))
  return true
}
