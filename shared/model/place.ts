/** Where a device's functions reach: an address range, a tag, an object, a file, and how it went there. */

export type Place = {
  /** The protocol's and the function's (or detail's) key, and the function's name or "". */
  readonly protocol: string
  readonly key: string
  readonly name: string
  /** In the words of the field; "" for the device as a whole. */
  readonly where: string
  /** How often it was asked for (or sent, where no answer is due), how often that succeeded, and how often it was refused. */
  readonly asked: number
  readonly succeeded: number
  readonly refused: number
  /** Microseconds since 1970 UTC. */
  readonly firstSeen: number
  readonly lastSeen: number
  /** What was read or written there last, in words; "" where that is not known. */
  readonly value: string
  /** 0 where there is no value. */
  readonly valueTime: number
  /** Of commands: the frame that was the first, and its capture's SHA-256 ("" until that is known); 0 for others. */
  readonly frame: number
  readonly capture: string
}
