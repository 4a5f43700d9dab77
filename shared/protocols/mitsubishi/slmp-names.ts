/** Commands of SLMP and the MC protocol: SH(NA)-080956ENG "SLMP reference manual" chapter 5; files and labels of its appendices. */
import type { Protocol } from "../protocol.ts"

export const TYPE_NAME = 0x0101
export const READ = 0x0401
export const READ_RANDOM = 0x0403
export const READ_BLOCK = 0x0406
export const MONITOR = 0x0801
export const WRITE = 0x1401
export const WRITE_RANDOM = 0x1402
export const WRITE_BLOCK = 0x1406
export const MEMORY_READ = 0x0613
export const MEMORY_WRITE = 0x1613

/** Answers do not repeat the command: those whose request was not seen. */
export const ANSWER = 0x10000

/** Commands of the frame 1E stand above this. */
export const COMMANDS_1E = 0x10100

export const isSlmpCommand = (command: number): boolean => command < ANSWER && names.has(command)
export const slmpFunctionName = (code: number): string | undefined => names.get(code)
export const slmpFunctionKey = (code: number): string =>
  code === ANSWER
    ? "answer"
    : code >= COMMANDS_1E
      ? `1e:${(code - COMMANDS_1E).toString(16).padStart(2, "0")}`
      : code.toString(16).padStart(4, "0")

const names: ReadonlyMap<number, string> = new Map([
  [TYPE_NAME, "read type name"],
  [READ, "device read"],
  [READ_RANDOM, "device read random"],
  [READ_BLOCK, "device read block"],
  [0x041a, "array label read"],
  [0x041c, "label read random"],
  [0x0601, "extend unit read"],
  [MEMORY_READ, "memory read"],
  [0x0619, "self test"],
  [MONITOR, "entry monitor device"],
  [0x0802, "execute monitor"],
  [0x1001, "remote run"],
  [0x1002, "remote stop"],
  [0x1003, "remote pause"],
  [0x1005, "remote latch clear"],
  [0x1006, "remote reset"],
  [WRITE, "device write"],
  [WRITE_RANDOM, "device write random"],
  [WRITE_BLOCK, "device write block"],
  [0x141a, "array label write"],
  [0x141b, "label write random"],
  [0x1601, "extend unit write"],
  [MEMORY_WRITE, "memory write"],
  [0x1617, "clear error"],
  [0x1630, "remote password unlock"],
  [0x1631, "remote password lock"],
  [0x1810, "read directory or file"],
  [0x1811, "search directory or file"],
  [0x1820, "new file"],
  [0x1822, "delete file"],
  [0x1824, "copy file"],
  [0x1825, "change file state"],
  [0x1826, "change file date"],
  [0x1827, "open file"],
  [0x1828, "read file"],
  [0x1829, "write file"],
  [0x182a, "close file"],
  [0x2101, "on-demand"],
  [ANSWER, "answer to a request that was not seen"],
  [COMMANDS_1E, "1E batch read of bits"],
  [COMMANDS_1E + 0x01, "1E batch read of words"],
  [COMMANDS_1E + 0x02, "1E batch write of bits"],
  [COMMANDS_1E + 0x03, "1E batch write of words"],
  [COMMANDS_1E + 0x04, "1E test (random write) of bits"],
  [COMMANDS_1E + 0x05, "1E test (random write) of words"],
  [COMMANDS_1E + 0x13, "1E remote run"],
  [COMMANDS_1E + 0x14, "1E remote stop"],
  [COMMANDS_1E + 0x15, "1E read model name"],
  [COMMANDS_1E + 0x16, "1E loopback test"],
])

export const slmpCommands: NonNullable<Protocol["commands"]> = {
  "1001": { does: "Start the controller", technique: "T0858" },
  "1002": { does: "Stop the controller", technique: "T0858" },
  "1003": { does: "Pause the controller", technique: "T0858" },
  "1005": { does: "Clear the latched memory", technique: "T0809" },
  "1006": { does: "Reset the controller", technique: "T0816" },
  "1401": { does: "Write memory", technique: "T0855", everyday: true },
  "1402": { does: "Write memory", technique: "T0855", everyday: true },
  "1406": { does: "Write memory", technique: "T0855", everyday: true },
  "141a": { does: "Write variables", technique: "T0855", everyday: true },
  "141b": { does: "Write variables", technique: "T0855", everyday: true },
  "1601": { does: "Write the memory of a module", technique: "T0836", everyday: true },
  "1613": { does: "Write the memory of the Ethernet module", technique: "T0836", everyday: true },
  "1617": { does: "Clear the error display", technique: "T0878" },
  "1630": { does: "Unlock with the remote password", technique: "T0859" },
  "1631": { does: "Lock with the remote password", technique: "T0892" },
  "1820": { does: "Create a file in the controller", technique: "T0843" },
  "1822": { does: "Delete a file of the controller", technique: "T0809" },
  "1824": { does: "Copy a file in the controller", technique: "T0843" },
  "1825": { does: "Change the protection of a file", technique: "T0836" },
  "1826": { does: "Change the date of a file", technique: "T0836" },
  "1828": { does: "Read a file out of the controller", technique: "T0845" },
  "1e:02": { does: "Write memory", technique: "T0855", everyday: true },
  "1e:03": { does: "Write memory", technique: "T0855", everyday: true },
  "1e:04": { does: "Write memory", technique: "T0855", everyday: true },
  "1e:05": { does: "Write memory", technique: "T0855", everyday: true },
  "1e:13": { does: "Start the controller", technique: "T0858" },
  "1e:14": { does: "Stop the controller", technique: "T0858" },
  "1829": { does: "Write a file into the controller", technique: "T0843" },
}
