/** What can be wrong with a capture file. `offset` is in the uncompressed file, in bytes. */
export type CaptureProblem = {
  readonly code:
    | "cut-short"
    | "damaged-block"
    | "bad-record-length"
    | "unknown-file-type"
    | "unsupported-pcap-variant"
    | "interface-drops"
  readonly offset: number
  readonly message: string
}
