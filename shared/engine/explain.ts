/** One packet, layer by layer and field by field, for "Show me the bytes". */

export type ExplainedField = {
  readonly name: string
  readonly value: string
  /** Bytes within the frame's captured bytes. */
  readonly offset: number
  readonly length: number
  readonly fields: readonly ExplainedField[]
}

export type ExplainedLayer = {
  readonly title: string
  readonly wireshark: string
  readonly offset: number
  readonly length: number
  readonly fields: readonly ExplainedField[]
}
