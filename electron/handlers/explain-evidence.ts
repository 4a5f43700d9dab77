/** The decoded layers of a kept frame, within the contract's limits. */
import type { MadeOutput } from "../../shared/api/server.ts"
import type { EvidenceFrame } from "../../shared/engine/batch.ts"
import { explain } from "../../shared/engine/explain.ts"
import type { ExplainedField } from "../../shared/engine/explain.ts"

type Layer = MadeOutput<"devices.proof">["packets"][number]["layers"][number]
type Field = Layer["fields"][number]

const fieldOf = ({ name, value, offset, length, fields }: ExplainedField): Field => ({
  name: name.slice(0, 400),
  value: value.slice(0, 4000),
  offset,
  length,
  fields: fields.map(fieldOf),
})

export const explainEvidence = (frame: EvidenceFrame): Layer[] =>
  explain(frame.bytes, frame.linkType, frame.wireLength)
    .slice(0, 100)
    .map(({ title, wireshark, offset, length, fields }) => ({
      title: title.slice(0, 200),
      wireshark: wireshark.slice(0, 60),
      offset,
      length,
      fields: fields.map(fieldOf),
    }))
