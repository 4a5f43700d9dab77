/** Files, programs, sign-ins and services of Windows: between ends that never had to do with each other like this. */
import * as plant from "../../../build/sample-plant/plant.ts"
import { HOUR, SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import { hex } from "../../make/hex.ts"
import { fetches } from "../fetches.ts"
import type { Scenario } from "../scenario.ts"

/** A small PE file: "MZ", the place of the other header at 60, "PE" there (Microsoft's PE format). */
const windowsProgram = hex(`4d5a ${"00".repeat(58)} 40000000 50450000 4c01 ${"00".repeat(16)} 0201 ${"00".repeat(200)}`)

/** RFC 959: a sign-in, and one file that is taken or brought. */
const ftp =
  (user: string, ...verbs: readonly string[]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.operator1, plant.historian, 21).open(from + SECOND)
    connection.send("server", "220 Ready\r\n")
    connection.exchange(0, `USER ${user}\r\n`, "331 Password\r\n")
    connection.exchange(0, "PASS secret9\r\n", "230 Welcome\r\n")
    for (const verb of verbs) connection.exchange(0, `${verb}\r\n`, "226 Done\r\n")
    connection.close(0)
  }

const le = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, n) => ((value >> (8 * n)) & 0xff).toString(16).padStart(2, "0")).join("")
const rpc = (type: string, call: number, body: string): Uint8Array =>
  hex(`05 00 ${type} 03 10000000 ${le(16 + hex(body).length, 2)} 0000 ${le(call, 4)} ${body}`)
/** The Open Group C706, 12.6.4.3: the service control manager is bound. */
const services = "81bb7a36 4498 f135 ad32 98f038001003 02000000"
const syntax = "045d888a eb1c c911 9fe8 08002b104860 02000000"
const bind = rpc("0b", 1, `d016 d016 00000000 01 000000 0000 01 00 ${services} ${syntax}`)
const bound = rpc("0c", 1, `d016 d016 01000000 0000 0000 01 000000 0000 0000 ${syntax}`)
const calls = (call: number, operation: number): Uint8Array =>
  rpc("00", call, `18000000 0000 ${le(operation, 2)} ${"5a".repeat(24)}`)
const answers = (call: number): Uint8Array => rpc("02", call, `18000000 0000 00 00 ${"00".repeat(24)}`)

const manages =
  (...operations: readonly number[]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.engineering, plant.historian, 135).open(from + SECOND)
    connection.exchange(0, bind, bound)
    operations.forEach((operation, n) => connection.exchange(0, calls(n + 2, operation), answers(n + 2)))
    connection.close(0)
  }

const OPEN = 16
const CREATE = 12
const files = { source: plant.operator1, target: plant.historian }
const web = { source: plant.operator1, target: plant.planning }

const both =
  (...all: readonly ((stage: Stage, from: number) => void)[]) =>
  (stage: Stage, from: number): void =>
    all.forEach((one, n) => one(stage, from + n * HOUR))

export const scenarios: readonly Scenario[] = [
  {
    name: "files are brought over FTP where they were only taken",
    learned: ftp("recipes", "RETR line1.csv"),
    then: ftp("recipes", "RETR line2.csv", "STOR line1.csv"),
    raises: [{ kind: "unauthorized-file-transfer", ...files, says: "line1.csv" }],
  },
  {
    name: "files are taken over FTP as ever",
    learned: ftp("recipes", "RETR line1.csv"),
    then: ftp("recipes", "RETR line2.csv"),
    raises: [],
  },
  {
    name: "somebody signs in over FTP under another name",
    learned: ftp("recipes", "RETR line1.csv"),
    then: ftp("administrator"),
    raises: [{ kind: "unauthorized-sign-in", ...files, says: "as administrator" }],
  },
  {
    name: "the backup takes the signatures of an anti-virus program along",
    learned: ftp("backup", "STOR plant.zip"),
    then: ftp("backup", "STOR mpavbase.vdm"),
    raises: [{ kind: "backup-activity-with-antivirus-signatures", ...files, says: "mpavbase.vdm" }],
  },
  {
    name: "a program comes under the name of a picture",
    learned: both(fetches("/a.jpg", hex("ffd8ffe0 0010 4a464946 00*90")), fetches("/tool.exe", windowsProgram)),
    then: fetches("/panel.jpg", windowsProgram),
    raises: [
      {
        kind: "suspicious-executable-file-detected-on-endpoint",
        source: plant.planning,
        target: plant.operator1,
        says: "under the name of something else",
      },
    ],
  },
  {
    name: "the first program from a server that only had pages",
    learned: fetches("/page", new Uint8Array(64).fill(65)),
    then: fetches("/tool.exe", windowsProgram),
    raises: [{ kind: "unauthorized-file-transfer", ...web, says: "took from" }],
  },
  {
    name: "services are looked at over RPC as ever",
    learned: manages(OPEN),
    then: manages(OPEN),
    raises: [],
  },
  {
    name: "a service is made on a Windows computer from another one",
    learned: manages(OPEN),
    then: manages(OPEN, CREATE),
    raises: [
      {
        kind: "unauthorized-windows-service",
        source: plant.engineering,
        target: plant.historian,
        says: "create a service",
      },
    ],
  },
]
