/** Files, programs, sign-ins and services of Windows: between ends that never had to do with each other like this. */
import * as plant from "../../../build/sample-plant/plant.ts"
import { HOUR, SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import { hex } from "../../make/hex.ts"
import { bind, bound, request, response, services } from "../../make/rpc-messages.ts"
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

const manages =
  (...operations: readonly number[]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.engineering, plant.historian, 135).open(from + SECOND)
    connection.exchange(0, hex(bind(services)), hex(bound))
    operations.forEach((operation, n) =>
      connection.exchange(0, hex(request(n + 2, 0, operation)), hex(response(n + 2))),
    )
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
