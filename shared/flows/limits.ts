/** Every bound of the engine, in one place. What a bound cuts off is counted and said. */
export const limits = {
  /** Distinct endpoints, conversations and pairs that are told apart. */
  distinct: 2_000_000,
  /** Devices that the model keeps; further addresses are counted, not modelled. */
  devices: 100_000,
  /** Paths (one direction of one conversation) that are cached; when full they are folded and looked up anew. */
  paths: 131_072,
  /** Conversations that keep a reassembly state at the same time. */
  liveConversations: 16_384,
  /** Pairs without conversation (Ethernet) of which dissectors remember something. */
  pairMemories: 4096,
  /** Bytes of one direction of a TCP conversation that wait for the rest of a message. */
  message: 262_144,
  /** Of a longer one, whose dissector takes it in pieces, the beginning that is put together, and the whole. */
  longBeginning: 1024,
  longMessage: 17 * 1024 * 1024,
  /** Bytes of one direction that wait behind a missing segment, and for how long (microseconds of capture time). */
  heldBytes: 262_144,
  heldSegments: 256,
  heldTime: 2_000_000,
  /** Bytes of all directions together. */
  streamBytes: 64 * 1024 * 1024,
  /** Datagrams under reassembly, bytes of one and of all, and how long one may take (microseconds of capture time). */
  datagrams: 4096,
  /** The highest offset that a fragment can have, and a fragment. */
  datagram: 80_000,
  datagramBytes: 16 * 1024 * 1024,
  datagramTime: 60_000_000,
  /** A mirror port shows a frame again within this time (microseconds of capture time). */
  copyTime: 50_000,
  /** Different questions whose repetition is measured. */
  questions: 200_000,
  /** An answer that takes longer is not the answer (microseconds); a question that rests longer is no polling. */
  answerTime: 60_000_000,
  pollingTime: 600_000_000,
  /** Minutes that went back in time within one batch; later ones count under the minute before. */
  minutesBack: 4096,
  /** Tunnels that are told apart, tunnels within one another in a frame, and ends of one that are named. */
  tunnels: 16_384,
  tunnelDepth: 4,
  tunnelEnds: 8,
  /** Nested payloads within one message. */
  inner: 8,
  /** Segments or datagrams of a conversation in which no dissector recognised anything, before it is left alone. */
  tries: 24,
  /** Unexpected errors of one dissector before it is benched. */
  dissectorErrors: 20,
  /** Different places that requests reach, and of one function of one pair; further ones are counted together. */
  places: 500_000,
  placesPerFunction: 500,
  claimsPerDevice: 400,
  spansPerClaim: 16,
} as const
