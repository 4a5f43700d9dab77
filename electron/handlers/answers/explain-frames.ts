/** The decoded layers of kept frames, within the contract's limits: asked of a site thread, so that the one that takes requests loads no dissector. */
import type { MadeOutput } from "../../../shared/api/server.ts"
import type { EvidenceFrame } from "../../../shared/engine/batch.ts"
import { explain } from "../../../shared/engine/explain.ts"
import type { ExplainedField } from "../../../shared/engine/explain.ts"
import type { Database } from "../../store/database.ts"

type Layer = MadeOutput<"devices.proof">["packets"][number]["layers"][number]
type Field = Layer["fields"][number]

const fieldOf = ({ name, value, offset, length, fields }: ExplainedField): Field => ({
  name: name.slice(0, 400),
  value: value.slice(0, 4000),
  offset,
  length,
  fields: fields.map(fieldOf),
})

const explained = (frame: EvidenceFrame): Layer[] =>
  explain(frame.bytes, frame.linkType, frame.wireLength)
    .slice(0, 100)
    .map(({ title, wireshark, offset, length, fields }) => ({
      title: title.slice(0, 200),
      wireshark: wireshark.slice(0, 60),
      offset,
      length,
      fields: fields.map(fieldOf),
    }))

/** In the order of the frames. */
export const explainFrames = (_: Database, { frames }: { readonly frames: readonly EvidenceFrame[] }): Layer[][] =>
  frames.map(explained)
