/** The decoded layers of a kept frame. */
import type { MadeOutput } from "../../shared/api/server.ts"
import type { EvidenceFrame } from "../../shared/engine/batch.ts"
import { explain, type ExplainedField } from "../../shared/engine/explain.ts"

type Layers = MadeOutput<"devices.proof">["packets"][number]["layers"]
type Field = Layers[number]["fields"][number]

export const explainEvidence = (frame: EvidenceFrame): Layers =>
  explain(frame.bytes, frame.linkType, frame.wireLength).map(({ title, wireshark, offset, length, fields }) => {
    return { title, wireshark, offset, length, fields: fields.map(field) }
  })

const field = ({ name, value, offset, length, fields }: ExplainedField): Field => {
  return { name, value, offset, length, fields: fields.map(field) }
}
