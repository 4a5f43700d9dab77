/** Windows computers run from afar through the pipes of SMB: services (PsExec), the registry, a shutdown. */
import * as plant from "../../../build/sample-plant/plant.ts"
import { SECOND, type Stage } from "../../../build/sample-plant/stage.ts"
import { bind, bound, registry, request, response, services, shutdowns } from "../../make/rpc-messages.ts"
import {
  answers,
  call,
  callAnswer,
  connect,
  create,
  framed,
  read,
  readAnswer,
  smb2,
  write,
} from "../../make/smb-messages.ts"
import type { Scenario } from "../scenario.ts"

const handle = "1100000000000000 2200000000000000"

/** A pipe is opened, its interface bound by writing, its operations called. */
const runs =
  (pipe: string, of: string, ...operations: readonly number[]) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.engineering, plant.historian, 445).open(from + SECOND)
    const says = (asked: string, answered: string): void => {
      connection.exchange(0, framed(asked), framed(answered))
    }
    connection.exchange(0, connect("\\\\historian\\IPC$", 1), answers(3, "1000 02 00 00*12", { id: 1, tree: 5 }))
    says(create(pipe, 2), smb2(5, 1, { id: 2 }, `5900 00 00 01000000 00*56 ${handle} 00*8`))
    says(write(handle, bind(of), { id: 3 }), smb2(9, 1, { id: 3 }, "1100 00*14"))
    says(read(handle, { id: 4 }), readAnswer(bound, { id: 4 }))
    operations.forEach((operation, n) => {
      const id = n + 5
      says(call(handle, request(id, 0, operation), { id }), callAnswer(handle, response(id), { id }))
    })
    connection.close(0)
  }

const OPEN = 15
const CREATE = 45
const START = 19
const READ = 17
const SET = 22
const SHUT_DOWN = 0

const both =
  (...all: readonly ((stage: Stage, from: number) => void)[]) =>
  (stage: Stage, from: number): void =>
    all.forEach((one, n) => one(stage, from + n * 60 * SECOND))

const ends = { source: plant.engineering, target: plant.historian }
const looks = both(runs("svcctl", services, OPEN), runs("winreg", registry, READ))

export const scenarios: readonly Scenario[] = [
  {
    name: "services and the registry are looked at over SMB as ever",
    learned: looks,
    then: looks,
    raises: [],
  },
  {
    name: "a service is made and started over SMB, as PsExec does",
    learned: looks,
    then: runs("svcctl", services, OPEN, CREATE, START),
    raises: [{ kind: "unauthorized-windows-service", ...ends, says: "create a service" }],
  },
  {
    name: "the administrators' own tool does what it did while the sensor learned",
    learned: runs("svcctl", services, OPEN, CREATE, START),
    then: runs("svcctl", services, OPEN, CREATE, START),
    raises: [],
  },
  {
    name: "the registry of another computer is written over SMB",
    learned: looks,
    then: runs("winreg", registry, READ, SET),
    raises: [{ kind: "new-activity-detected-unauthorized-rpc-message-type", ...ends, says: "set a value" }],
  },
  {
    name: "another computer is shut down over SMB",
    learned: looks,
    then: runs("winreg", shutdowns, SHUT_DOWN),
    raises: [{ kind: "new-activity-detected-unauthorized-rpc-message-type", ...ends, says: "shut the computer down" }],
  },
]
