/** One captured frame, as the capture file has it. One object is reused for every frame: copy what you keep. */
export class Frame {
  /** The buffer that holds the frame; valid until the next frame is asked for. */
  bytes: Uint8Array = new Uint8Array(0)
  /** First captured byte in `bytes`. */
  start = 0
  /** One past the last captured byte in `bytes`. */
  end = 0
  /** Counts from 1 within the file, as Wireshark does. */
  number = 0
  /** Microseconds since 1970 UTC, whole. */
  time = 0
  /** Bytes the frame had on the wire. */
  wireLength = 0
  /** Number of the tcpdump.org LINKTYPE_ list. */
  linkType = 0
  /** Of the first captured byte, in the uncompressed file. */
  fileOffset = 0
}
