/** Passwords that are guessed. */
import * as plant from "../../../build/sample-plant/plant.ts"
import { SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import type { Scenario } from "../scenario.ts"

const ftp =
  (times: number, pause: number) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.laptop, plant.storage, 21).open(from)
    connection.send("server", "220 recipe server\r\n").acknowledge("client")
    for (let n = 0; n < times; n++) {
      connection.exchange(from + (n + 1) * pause, "USER operator\r\n", "331 Password required.\r\n")
      connection.exchange(0, `PASS guess${n}\r\n`, "530 Login incorrect.\r\n")
    }
    connection.close(0)
  }

const telnet =
  (times: number, pause: number) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.laptop, plant.coreSwitch, 23).open(from)
    connection.send("server", [0xff, 0xfd, 0x18, 0xff, 0xfb, 0x01]).acknowledge("client")
    connection.send("client", [0xff, 0xfc, 0x18]).acknowledge("server")
    connection.send("server", "Username: ").acknowledge("client")
    for (let n = 0; n < times; n++) {
      connection.exchange(from + (n + 1) * pause, "admin\r\n", "\r\nPassword: ")
      connection.exchange(0, `guess${n}\r\n`, "\r\n% Login invalid\r\n\r\nUsername: ")
    }
    connection.close(0)
  }

export const scenarios: readonly Scenario[] = [
  {
    name: "one wrong password over FTP",
    then: ftp(1, SECOND),
    raises: [{ kind: "ftp-login-failed", source: plant.laptop, target: plant.storage }],
    isLearning: true,
  },
  {
    name: "a password is guessed over FTP",
    then: ftp(25, 2 * SECOND),
    raises: [
      { kind: "ftp-login-failed", source: plant.laptop, target: plant.storage },
      { kind: "excessive-login-attempts", source: plant.laptop, target: plant.storage, says: "FTP" },
    ],
    isLearning: true,
  },
  { name: "somebody mistypes over Telnet", then: telnet(2, SECOND), raises: [], isLearning: true },
  {
    name: "a password is guessed over Telnet",
    then: telnet(25, 2 * SECOND),
    raises: [{ kind: "excessive-login-attempts", source: plant.laptop, target: plant.coreSwitch, says: "TELNET" }],
    isLearning: true,
  },
]
