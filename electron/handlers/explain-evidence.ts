/** The decoded layers of a kept frame. */
import type { MadeOutput } from "../../shared/api/server.ts"
import type { EvidenceFrame } from "../../shared/engine/batch.ts"

export function explainEvidence(_frame: EvidenceFrame): MadeOutput<"devices.proof">["packets"][number]["layers"] {
  return []
}
