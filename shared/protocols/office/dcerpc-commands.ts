/** What calls of DCE/RPC do to a computer: the operations by which it is run, changed and taken over from another one. */
import { commandsOf, type Commands } from "../commands.ts"
import { functionKey, functionOf, interfaceOf } from "./dcerpc-names.ts"

const keys = (uuid: string, ...operations: readonly number[]): readonly string[] =>
  operations.map((operation) => functionKey(functionOf(interfaceOf(uuid), operation)))

const services = "367abb81-9844-35f1-ad32-98f038001003"
const tasks = "86d35949-83c9-4044-b424-db363231fd0c"
const jobs = "1ff70682-0a51-30e8-076d-740be8cee98b"
const registry = "338cd001-2244-31f1-aaaa-900038001003"
const management = "9556dc99-828c-11cf-a37e-00aa003240c7"
const opcSync = "39c13a52-011e-11d0-9675-0020afd8adb3"
const opcAsync = "39c13a71-011e-11d0-9675-0020afd8adb3"

/** Numbers of operations: MS-SCMR 3.1.4, MS-TSCH 3.2.5, MS-RRP 3.1.5, MS-RSP 3.2 to 3.4, MS-WMI 3.1.4.3, OPC Data Access 4. */
export const dcerpcCommands: Commands = commandsOf([
  {
    does: "Create a service on the computer",
    technique: "T0886",
    keys: keys(services, 12, 24, 44, 45, 60),
  },
  { does: "Start a service on the computer", technique: "T0886", keys: keys(services, 19, 31) },
  {
    does: "Change or delete a service of the computer",
    technique: "T0886",
    keys: keys(services, 2, 11, 23, 36, 37),
  },
  {
    does: "Have a program run on the computer by its scheduler",
    technique: "T0853",
    keys: [...keys(tasks, 1, 12), ...keys(jobs, 0)],
  },
  {
    does: "Change the computer's registry",
    technique: "T0836",
    keys: keys(registry, 6, 7, 8, 13, 18, 19, 22, 35),
  },
  {
    does: "Shut the computer down or restart it",
    technique: "T0816",
    keys: [
      ...keys(registry, 24, 30),
      ...keys("894de0c0-0d55-11d3-a322-00c04fa321a1", 0, 2),
      ...keys("d95afe70-a6d5-4259-822e-2c84da1ddb0d", 0),
    ],
  },
  {
    does: "Run a method of Windows management on the computer",
    technique: "T0871",
    keys: keys(management, 24, 25),
  },
  {
    does: "Write values by OPC Classic",
    technique: "T0855",
    everyday: true,
    keys: [...keys(opcSync, 4), ...keys(opcAsync, 4)],
  },
])
