/** Programs of ONC RPC and their procedures: RFC 1833 (port mapper), RFC 1094, 1813 and 7530 (NFS and mounting), X/Open C702 (locks, status). */

export type Program = {
  readonly number: number
  readonly name: string
  /** By version; the highest that is named stands for those above it. */
  readonly procedures: Readonly<Record<number, readonly string[]>>
}

const mount = ["null", "mount", "dump", "unmount", "unmount all", "export"]

export const programs: readonly Program[] = [
  {
    number: 100_000,
    name: "port mapper",
    procedures: {
      2: ["null", "set", "unset", "get port", "dump", "call"],
      3: ["null", "set", "unset", "get address", "dump", "call", "get time", "to address", "to text"],
    },
  },
  {
    number: 100_003,
    name: "NFS",
    procedures: {
      2: [
        "null",
        "get attributes",
        "set attributes",
        "root",
        "look up",
        "read link",
        "read",
        "write to cache",
        "write",
        "create",
        "remove",
        "rename",
        "link",
        "symbolic link",
        "make directory",
        "remove directory",
        "read directory",
        "file system's statistics",
      ],
      3: [
        "null",
        "get attributes",
        "set attributes",
        "look up",
        "access",
        "read link",
        "read",
        "write",
        "create",
        "make directory",
        "symbolic link",
        "make node",
        "remove",
        "remove directory",
        "rename",
        "link",
        "read directory",
        "read directory plus",
        "file system's statistics",
        "file system's information",
        "path configuration",
        "commit",
      ],
      4: ["null", "compound"],
    },
  },
  {
    number: 100_005,
    name: "mount",
    procedures: { 1: mount, 2: [...mount, "export all", "path configuration"], 3: mount },
  },
  {
    number: 100_021,
    name: "lock manager",
    procedures: { 1: ["null", "test", "lock", "cancel", "unlock", "granted"] },
  },
  {
    number: 100_024,
    name: "status monitor",
    procedures: { 1: ["null", "status", "monitor", "unmonitor", "unmonitor all", "simulate a crash", "notify"] },
  },
  { number: 100_227, name: "NFS access lists", procedures: { 2: ["null", "get access list", "set access list"] } },
]

/** Place in the list, version and procedure as one number: 5 bits, 4 bits, 10 bits. */
export const codeOf = (program: number, version: number, procedure: number): number =>
  (program << 14) | ((version & 15) << 10) | Math.min(procedure, 1023)

export const keyOf = (code: number): string =>
  `${programs[code >> 14]?.number ?? 0}:${(code >> 10) & 15}:${code & 1023}`

export function nameOf(code: number): string | undefined {
  const program = programs[code >> 14]
  if (program === undefined) return undefined
  const version = (code >> 10) & 15
  const versions = Object.keys(program.procedures).map(Number)
  const known = versions.filter((one) => one <= version).at(-1) ?? versions[0]
  const procedure = known === undefined ? undefined : program.procedures[known]?.[code & 1023]
  return procedure === undefined ? undefined : `${program.name}, ${procedure}`
}
