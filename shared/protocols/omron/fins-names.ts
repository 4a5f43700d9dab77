/** Commands of FINS by main and sub request code: OMRON W342 "CS/CJ/CP/NSJ communications commands" section 5, and W227 for older ones. */
const groups: readonly (readonly [main: number, names: Readonly<Record<number, string>>])[] = [
  [
    0x01,
    {
      0x01: "memory area read",
      0x02: "memory area write",
      0x03: "memory area fill",
      0x04: "multiple memory area read",
      0x05: "memory area transfer",
    },
  ],
  [
    0x02,
    {
      0x01: "parameter area read",
      0x02: "parameter area write",
      0x03: "parameter area clear",
      0x20: "data link table read",
      0x21: "data link table write",
    },
  ],
  [
    0x03,
    {
      0x04: "program area protect",
      0x05: "program area protect clear",
      0x06: "program area read (upload)",
      0x07: "program area write (download)",
      0x08: "program area clear",
    },
  ],
  [0x04, { 0x01: "run", 0x02: "stop", 0x03: "reset" }],
  [0x05, { 0x01: "controller data read", 0x02: "connection data read" }],
  [
    0x06,
    {
      0x01: "controller status read",
      0x02: "network status read",
      0x03: "data link status read",
      0x20: "cycle time read",
    },
  ],
  [0x07, { 0x01: "clock read", 0x02: "clock write" }],
  [0x08, { 0x01: "loopback test", 0x02: "broadcast test results read", 0x03: "broadcast test data send" }],
  [0x09, { 0x20: "message read or clear" }],
  [0x0c, { 0x01: "access right acquire", 0x02: "access right forced acquire", 0x03: "access right release" }],
  [0x21, { 0x01: "error clear", 0x02: "error log read", 0x03: "error log clear" }],
  [
    0x22,
    {
      0x01: "file name read",
      0x02: "single file read",
      0x03: "single file write",
      0x04: "file memory format",
      0x05: "file delete",
      0x06: "volume label create or delete",
      0x07: "file copy",
      0x08: "file name change",
      0x09: "file data check",
      0x0a: "memory area file transfer",
      0x0b: "parameter area file transfer",
      0x0c: "program area file transfer",
      0x0f: "file memory index read",
      0x10: "file memory read",
      0x11: "file memory write",
      0x15: "directory create or delete",
    },
  ],
  [0x23, { 0x01: "forced set or reset", 0x02: "forced set or reset cancel", 0x0a: "multiple forced status read" }],
  [0x26, { 0x01: "name set", 0x02: "name delete", 0x03: "name read" }],
]

/** Main request code times 256, and the sub request code. */
const commands: ReadonlyMap<number, string> = new Map(
  groups.flatMap(([main, names]) => Object.entries(names).map(([sub, name]) => [(main << 8) | Number(sub), name])),
)

export const isFinsCommand = (code: number): boolean => commands.has(code)
export const finsCommandName = (code: number): string | undefined => commands.get(code)
export const finsCommandKey = (code: number): string => `${code >> 8}:${code & 0xff}`
