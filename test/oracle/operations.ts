/** Operations that real captures are known to show, checked by hand against tshark's reading of the same frames. */

export type Expected = {
  readonly capture: string
  /** The last value in words may be left out where none is kept. */
  readonly operations: readonly (readonly [
    protocol: string,
    key: string,
    where: string,
    asked: number,
    succeeded: number,
    refused: number,
    value?: string,
  ])[]
  /** Of hosts "192.168.1.40: mode = run", of their parts "Backplane slot 0: mode = run". */
  readonly claims?: readonly string[]
  /** "DNP3 address 4": sub-devices that must be shown. */
  readonly parts?: readonly string[]
  /** "cip class:142:7": what must not be seen. */
  readonly absent?: readonly string[]
}

const modicon = "program, block"

export const expected: readonly Expected[] = [
  {
    capture: "s7comm-iti-step7-s300-stop.pcap",
    operations: [["s7comm", "41", "", 1, 1, 0]],
    claims: ["134.249.61.163: mode = stop"],
  },
  {
    capture: "s7comm-iti-downloading-block-db1.pcap",
    operations: [
      ["s7comm", "userdata:3:3", "DB 1", 1, 0, 1],
      ["s7comm", "26", "DB 1 (loaded, not yet active)", 1, 1, 0],
      ["s7comm", "27", "DB 1 (loaded, not yet active)", 3, 3, 0],
      ["s7comm", "28", "DB 1 (loaded, not yet active)", 1, 1, 0],
      ["s7comm", "pi:_INSE", "DB 1 (loaded, not yet active)", 1, 1, 0],
    ],
    absent: ["s7comm 41", "s7comm pi:_DELE"],
  },
  {
    capture: "umas-iti-modicon-test.pcap",
    operations: [
      ["umas", "16", "reservation by USER-714E74F21B", 1, 1, 0],
      ["umas", "51", "", 1, 1, 0],
      ["umas", "52", `${modicon} 1`, 1, 1, 0],
      ["umas", "52", `${modicon} 13`, 1, 1, 0],
    ],
  },
]
