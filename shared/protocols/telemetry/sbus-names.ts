/** Names of SAIA S-Bus: commands as Wireshark lists them from the manufacturer's manual 26-739 "S-Bus"; areas of the data commands. */
import type { PlaceFacts, Protocol } from "../protocol.ts"

/** Beyond the commands: answers whose request was not seen. */
export const ANSWER = 256

export const sbusKey = (code: number): string => (code === ANSWER ? "answer" : String(code))
export const sbusName = (code: number): string | undefined => names.get(code)

/** Why a telegram was not acknowledged, as Wireshark lists it from the manual. */
export const sbusReasonKey = (code: number): string => `nak:${code}`
export const sbusReason = (code: number): string | undefined => reasons[code]
const reasons = [
  ...["", "refused", "refused: password is needed", "refused: programming port speaks the reduced protocol"],
  "refused: programming port is in use",
]

const names: ReadonlyMap<number, string> = new Map([
  [0, "read counters"],
  [1, "read display register"],
  [2, "read flags"],
  [3, "read inputs"],
  [4, "read real time clock"],
  [5, "read outputs"],
  [6, "read registers"],
  [7, "read timers"],
  [10, "write counters"],
  [11, "write flags"],
  [12, "write real time clock"],
  [13, "write outputs"],
  [14, "write registers"],
  [15, "write timers"],
  [19, "read write multi-medias"],
  [20, "read status of CPU 0"],
  [21, "read status of CPU 1"],
  [22, "read status of CPU 2"],
  [23, "read status of CPU 3"],
  [24, "read status of CPU 4"],
  [25, "read status of CPU 5"],
  [26, "read status of CPU 6"],
  [27, "read own status"],
  [29, "read S-Bus station number"],
  [30, "read user memory"],
  [31, "read program line"],
  [32, "read firmware version"],
  [33, "read text"],
  [34, "read active transition"],
  [35, "write user memory"],
  [36, "write program line"],
  [37, "write text"],
  [40, "run CPU 0"],
  [41, "run CPU 1"],
  [42, "run CPU 2"],
  [43, "run CPU 3"],
  [44, "run CPU 4"],
  [45, "run CPU 5"],
  [46, "run CPU 6"],
  [47, "run own CPU"],
  [48, "run all CPUs"],
  [50, "cold restart of CPU 1"],
  [51, "cold restart of CPU 2"],
  [52, "cold restart of CPU 3"],
  [53, "cold restart of CPU 4"],
  [54, "cold restart of CPU 5"],
  [55, "cold restart of CPU 6"],
  [56, "cold restart of own CPU"],
  [57, "cold restart of all CPUs"],
  [60, "stop CPU 0"],
  [61, "stop CPU 1"],
  [62, "stop CPU 2"],
  [63, "stop CPU 3"],
  [64, "stop CPU 4"],
  [65, "stop CPU 5"],
  [66, "stop CPU 6"],
  [67, "stop own CPU"],
  [68, "stop all CPUs"],
  [70, "read arithmetic status and ACCU"],
  [71, "read byte"],
  [72, "read halt failure register"],
  [73, "read index register"],
  [74, "read instruction pointer"],
  [75, "find history"],
  [80, "write arithmetic status and ACCU"],
  [81, "write byte"],
  [82, "write index register"],
  [83, "write instruction pointer"],
  [90, "clear all: flags, outputs, registers, timers"],
  [91, "clear flags"],
  [92, "clear outputs"],
  [93, "clear registers"],
  [94, "clear timers"],
  [100, "warm restart of CPU 1"],
  [101, "warm restart of CPU 2"],
  [102, "warm restart of CPU 3"],
  [103, "warm restart of CPU 4"],
  [104, "warm restart of CPU 5"],
  [105, "warm restart of CPU 6"],
  [106, "warm restart of own CPU"],
  [107, "warm restart of all CPUs"],
  [110, "change block"],
  [111, "clear history failure"],
  [112, "delete program line"],
  [113, "go conditional"],
  [114, "insert program line"],
  [115, "local cycles"],
  [116, "all cycles"],
  [117, "make text"],
  [118, "execute single instruction"],
  [118, "sbus_command_vals"],
  [119, "single step"],
  [130, "XOB 17 interrupt"],
  [131, "XOB 18 interrupt"],
  [132, "XOB 19 interrupt"],
  [145, "read hangup timeout"],
  [150, "read data block"],
  [151, "write data block"],
  [152, "make data block"],
  [153, "clear data block"],
  [154, "clear text"],
  [155, "read block address"],
  [156, "read block sizes"],
  [157, "read current block"],
  [158, "read call stack"],
  [159, "read DBX"],
  [161, "read user EEPROM register"],
  [163, "write user EEPROM register"],
  [165, "erase flash"],
  [166, "cold restart of flag"],
  [167, "write system buffer"],
  [168, "read system buffer"],
  [169, "read/write block data"],
  [170, "get diagnostic"],
  [171, "read system information"],
  [172, "changes blocks on run"],
  [173, "flashcard telegram"],
  [174, "download firmware"],
  [175, "web server serial communication"],
  [ANSWER, "answer to a request that was not seen"],
])

type Row = readonly [
  from: number,
  to: number,
  does: string,
  technique: NonNullable<Protocol["commands"]>[string]["technique"],
]
const rows: readonly Row[] = [
  [12, 12, "Set the clock", "T0836"],
  [30, 31, "Read the program out of the controller", "T0845"],
  [33, 33, "Read the program out of the controller", "T0845"],
  [35, 37, "Write the program into the controller", "T0843"],
  [40, 48, "Start the controller", "T0858"],
  [50, 57, "Cold restart of the controller", "T0816"],
  [60, 68, "Stop the controller", "T0858"],
  [80, 80, "Write the accumulator and its flags", "T0835"],
  [81, 81, "Write bytes of memory", "T0836"],
  [82, 83, "Change where the program runs", "T0858"],
  [90, 94, "Clear memory", "T0809"],
  [100, 107, "Warm restart of the controller", "T0816"],
  [110, 110, "Change the program", "T0889"],
  [111, 111, "Clear the record of failures", "T0878"],
  [112, 112, "Change the program", "T0889"],
  [113, 113, "Run the program step by step", "T0858"],
  [114, 114, "Change the program", "T0889"],
  [115, 116, "Run the program step by step", "T0858"],
  [117, 117, "Change the program", "T0889"],
  [118, 119, "Run the program step by step", "T0858"],
  [151, 153, "Change data blocks", "T0836"],
  [154, 154, "Clear a text", "T0836"],
  [163, 163, "Write the EEPROM", "T0836"],
  [165, 165, "Erase the flash memory", "T0809"],
  [172, 172, "Change the program", "T0889"],
  [174, 174, "Load new firmware", "T0857"],
]

export const sbusCommands: NonNullable<Protocol["commands"]> = {
  ...Object.fromEntries(
    rows.flatMap(([from, to, does, technique]) =>
      Array.from({ length: to - from + 1 }, (_, n) => [from + n, { does, technique }] as const),
    ),
  ),
  10: { does: "Write counters", technique: "T0855", everyday: true },
  11: { does: "Write flags", technique: "T0855", everyday: true },
  13: { does: "Write outputs", technique: "T0855", everyday: true },
  14: { does: "Write registers", technique: "T0855", everyday: true },
  15: { does: "Write timers", technique: "T0855", everyday: true },
}

/** A place's area: the read command of its kind. */
const areas: Readonly<Record<number, readonly [one: string, many: string]>> = {
  0: ["counter", "counters"],
  2: ["flag", "flags"],
  3: ["input", "inputs"],
  5: ["output", "outputs"],
  6: ["register", "registers"],
  7: ["timer", "timers"],
}
/** The area that a data command reaches; -1 where it is none. Writes are numbered ten behind, without inputs and display. */
export const areaOf = (command: number): number => {
  if (areas[command] !== undefined) return command
  return command === 10 ? 0 : command === 11 ? 2 : command >= 13 && command <= 15 ? command - 8 : -1
}
export const isWrite = (command: number): boolean => command >= 10 && command <= 15
/** Flags, inputs and outputs: bits; the others are 32 bits wide. */
export const isBit = (area: number): boolean => area === 2 || area === 3 || area === 5

export function sbusPlaceText({ area, from, count }: PlaceFacts): string {
  const [one, many] = areas[area] ?? ["place", "places"]
  return count > 1 ? `${many} ${from} to ${from + count - 1}` : `${one} ${from}`
}

export function sbusValueText({ area, count }: PlaceFacts, value: Uint8Array): string {
  const texts: string[] = []
  if (isBit(area)) {
    for (let n = 0; n < Math.min(count, value.length * 8); n++)
      texts.push(((value[n >> 3]! >> (n & 7)) & 1) === 1 ? "on" : "off")
    return texts.join(" ")
  }
  const view = new DataView(value.buffer, value.byteOffset, value.length)
  for (let at = 0; at + 4 <= value.length; at += 4) texts.push(String(view.getInt32(at)))
  return texts.join(" ")
}
