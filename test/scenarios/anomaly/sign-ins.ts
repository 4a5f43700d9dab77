/** Passwords that are guessed. */
import * as plant from "../../../build/sample-plant/plant.ts"
import { SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import { answers, asks, authenticate, challenge, setup, setupAnswer } from "../../make/smb-messages.ts"
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

/** Windows file sharing, version 2, with a password each time: MS-SMB2 3.2.4.2, MS-NLMP 1.3.1. 0xc000006d: the sign-in failed. */
const smb =
  (times: number, pause: number, status = 0xc000006d) =>
  (stage: Stage, from: number): void => {
    for (let n = 0; n < times; n++) {
      const connection = stage.connect(plant.engineering, plant.historian, 445).open(from + (n + 1) * pause)
      const agreed = answers(0, "4100 0100 0202 0000 00*16 00*4 00*12 00*16 8000 0000 00000000")
      connection.exchange(0, asks(0, "2400 0100 0100 0000 00*28 0202"), agreed)
      const asked = setup('"NTLMSSP" 00 01000000 00000000')
      connection.exchange(0, asked, setupAnswer(0xc0000016, challenge("HIST-1", "PLANT")))
      connection.exchange(0, setup(authenticate("PLANT", "historian")), setupAnswer(status))
      connection.close(0)
    }
  }

export const scenarios: readonly Scenario[] = [
  {
    name: "one wrong password over FTP, where mistyping is known",
    learned: ftp(1, SECOND),
    then: ftp(1, SECOND),
    raises: [{ kind: "ftp-login-failed", source: plant.laptop, target: plant.storage }],
  },
  { name: "one wrong password over FTP while the sensor learns", then: ftp(1, SECOND), raises: [], isLearning: true },
  {
    name: "a password is guessed over FTP",
    then: ftp(25, 2 * SECOND),
    raises: [{ kind: "excessive-login-attempts", source: plant.laptop, target: plant.storage, says: "FTP" }],
    isLearning: true,
  },
  { name: "somebody mistypes over Telnet", then: telnet(2, SECOND), raises: [], isLearning: true },
  {
    name: "a password is guessed over Telnet",
    then: telnet(25, 2 * SECOND),
    raises: [{ kind: "excessive-login-attempts", source: plant.laptop, target: plant.coreSwitch, says: "TELNET" }],
    isLearning: true,
  },
  { name: "somebody signs in to Windows", then: smb(2, SECOND, 0), raises: [], isLearning: true },
  {
    name: "a password is guessed over SMB",
    learned: smb(1, SECOND, 0),
    then: smb(12, 20 * SECOND),
    raises: [{ kind: "excessive-smb-login-attempts", source: plant.engineering, target: plant.historian, says: "SMB" }],
  },
]
