/** A packet's layers and fields as a flat list, and which of them a byte belongs to. */
import type { Packet } from "../../../shared/api/contract/devices.ts"

export type FieldLine = {
  readonly key: string
  readonly depth: number
  readonly name: string
  readonly value: string
  readonly offset: number
  readonly length: number
}
type Field = Packet["layers"][number]["fields"][number]

const below = (fields: readonly Field[], key: string, depth: number): FieldLine[] =>
  fields.flatMap((field, at) => {
    const { name, value, offset, length } = field
    const own = `${key}.${at}`
    return [{ key: own, depth, name, value, offset, length }, ...below(field.fields, own, depth + 1)]
  })

export const fieldLines = (layers: Packet["layers"]): readonly FieldLine[] =>
  layers.flatMap(({ title, offset, length, fields }, at) => [
    { key: String(at), depth: 0, name: title, value: "", offset, length },
    ...below(fields, String(at), 1),
  ])

/** The deepest, then smallest field that holds the byte. */
export function lineAt(lines: readonly FieldLine[], byte: number): FieldLine | undefined {
  let best: FieldLine | undefined
  for (const line of lines) {
    if (byte < line.offset || byte >= line.offset + line.length) continue
    if (!best || line.depth > best.depth || (line.depth === best.depth && line.length < best.length)) best = line
  }
  return best
}
