/** Interfaces of remote procedure calls that people meet in plants, and the operations by which computers are taken over (MS-* open specifications, OPC Foundation). */
import { commandsOf, type Commands } from "../commands.ts"

type Interface = {
  readonly uuid: string
  readonly name: string
  readonly operations?: Readonly<Record<number, string>>
}

/** The place in this list is part of the numbers that functions have: add at the end. The first stands for all others. */
const interfaces: readonly Interface[] = [
  { uuid: "", name: "another interface" },
  { uuid: "e1af8308-5d1f-11c9-91a4-08002b14a0fa", name: "endpoint mapper", operations: { 2: "lookup", 3: "map" } },
  {
    uuid: "367abb81-9844-35f1-ad32-98f038001003",
    name: "service control manager",
    operations: {
      2: "delete a service",
      11: "change a service",
      12: "create a service",
      15: "open the manager",
      16: "open a service",
      19: "start a service",
      1: "stop or control a service",
      24: "create a service",
      31: "start a service",
    },
  },
  {
    uuid: "86d35949-83c9-4044-b424-db363231fd0c",
    name: "task scheduler",
    operations: { 1: "register a task", 12: "run a task", 13: "delete a task" },
  },
  { uuid: "1ff70682-0a51-30e8-076d-740be8cee98b", name: "scheduled jobs", operations: { 0: "add a job" } },
  {
    uuid: "338cd001-2244-31f1-aaaa-900038001003",
    name: "remote registry",
    operations: { 6: "create a key", 7: "delete a key", 22: "set a value" },
  },
  { uuid: "12345778-1234-abcd-ef00-0123456789ab", name: "security authority" },
  { uuid: "12345778-1234-abcd-ef00-0123456789ac", name: "account manager" },
  { uuid: "12345678-1234-abcd-ef00-01234567cffb", name: "domain sign-in (Netlogon)" },
  { uuid: "4b324fc8-1670-01d3-1278-5a47bf6ee188", name: "server service" },
  { uuid: "6bffd098-a112-3610-9833-46c3f87e345a", name: "workstation service" },
  {
    uuid: "e3514235-4b06-11d1-ab04-00c04fc2dcd2",
    name: "directory replication",
    operations: { 3: "get changes" },
  },
  { uuid: "99fcfec4-5260-101b-bbcb-00aa0021347a", name: "DCOM object exporter" },
  { uuid: "00000143-0000-0000-c000-000000000046", name: "DCOM remote unknown" },
  {
    uuid: "000001a0-0000-0000-c000-000000000046",
    name: "DCOM activation",
    operations: { 3: "get a class", 4: "make an object" },
  },
  { uuid: "00000136-0000-0000-c000-000000000046", name: "DCOM activation (local)" },
  { uuid: "4d9f4ab8-7d1c-11cf-861e-0020af6e7c57", name: "DCOM activation, old" },
  { uuid: "00020400-0000-0000-c000-000000000046", name: "automation (IDispatch)", operations: { 6: "invoke" } },
  {
    uuid: "9556dc99-828c-11cf-a37e-00aa003240c7",
    name: "management (WMI)",
    operations: { 24: "run a method", 20: "query" },
  },
  { uuid: "f309ad18-d86a-11d0-a075-00c04fb68820", name: "management sign-in (WMI)", operations: { 6: "sign in" } },
  { uuid: "39c13a4d-011e-11d0-9675-0020afd8adb3", name: "OPC Classic server (IOPCServer)" },
  { uuid: "39c13a50-011e-11d0-9675-0020afd8adb3", name: "OPC Classic group (IOPCGroupStateMgt)" },
  {
    uuid: "39c13a52-011e-11d0-9675-0020afd8adb3",
    name: "OPC Classic reading and writing (IOPCSyncIO)",
    operations: { 3: "read", 4: "write" },
  },
  {
    uuid: "39c13a71-011e-11d0-9675-0020afd8adb3",
    name: "OPC Classic reading and writing, later (IOPCAsyncIO2)",
    operations: { 3: "read", 4: "write" },
  },
  {
    uuid: "39c13a70-011e-11d0-9675-0020afd8adb3",
    name: "OPC Classic data (IOPCDataCallback)",
    operations: { 3: "data changed" },
  },
  { uuid: "39c13a54-011e-11d0-9675-0020afd8adb3", name: "OPC Classic items (IOPCItemMgt)" },
  { uuid: "13486d50-4821-11d2-a494-3cb306c10000", name: "OPC Classic server list" },
  { uuid: "12345678-1234-abcd-ef00-0123456789ab", name: "print spooler" },
  {
    uuid: "65168851-5783-11d1-84a0-00608cb8a7e9",
    name: "OPC Classic alarms and events (IOPCEventServer)",
    operations: {
      4: "subscribe",
      13: "enable a condition",
      14: "enable a condition",
      15: "disable a condition",
      16: "disable a condition",
      17: "acknowledge a condition",
    },
  },
  { uuid: "65168855-5783-11d1-84a0-00608cb8a7e9", name: "OPC Classic event subscription (IOPCEventSubscriptionMgt)" },
  {
    uuid: "6516885f-5783-11d1-84a0-00608cb8a7e9",
    name: "OPC Classic events (IOPCEventSink)",
    operations: { 3: "event" },
  },
]

const byUuid: ReadonlyMap<string, number> = new Map(interfaces.map(({ uuid }, number) => [uuid, number]))

/** Its place in the list; 0 for all that nobody here knows. */
export const interfaceOf = (uuid: string): number => byUuid.get(uuid) ?? 0

const PER_INTERFACE = 4096
/** Functions are numbered by interface and operation. */
export const functionOf = (number: number, operation: number): number =>
  number * PER_INTERFACE + Math.min(operation, PER_INTERFACE - 1)
const split = (code: number): readonly [number, number] => [Math.floor(code / PER_INTERFACE), code % PER_INTERFACE]

export const functionKey = (code: number): string => split(code).join(":")

export function functionName(code: number): string | undefined {
  const [number, operation] = split(code)
  const found = interfaces[number]
  if (found === undefined) return undefined
  return `${found.name}: ${found.operations?.[operation] ?? `operation ${operation}`}`
}

const key = (uuid: string, operation: number): string => functionKey(functionOf(interfaceOf(uuid), operation))
const services = "367abb81-9844-35f1-ad32-98f038001003"
const opcSync = "39c13a52-011e-11d0-9675-0020afd8adb3"
const opcAsync = "39c13a71-011e-11d0-9675-0020afd8adb3"

export const dcerpcCommands: Commands = commandsOf([
  { does: "Create a service on the computer", technique: "T0886", keys: [key(services, 12), key(services, 24)] },
  { does: "Start a service on the computer", technique: "T0886", keys: [key(services, 19), key(services, 31)] },
  {
    does: "Change or delete a service of the computer",
    technique: "T0886",
    keys: [key(services, 2), key(services, 11)],
  },
  {
    does: "Have a program run on the computer by its scheduler",
    technique: "T0853",
    keys: [
      key("86d35949-83c9-4044-b424-db363231fd0c", 1),
      key("86d35949-83c9-4044-b424-db363231fd0c", 12),
      key("1ff70682-0a51-30e8-076d-740be8cee98b", 0),
    ],
  },
  {
    does: "Change the computer's registry",
    technique: "T0836",
    keys: [6, 7, 22].map((one) => key("338cd001-2244-31f1-aaaa-900038001003", one)),
  },
  {
    does: "Run a method of Windows management on the computer",
    technique: "T0871",
    keys: [key("9556dc99-828c-11cf-a37e-00aa003240c7", 24)],
  },
  {
    does: "Write values by OPC Classic",
    technique: "T0855",
    everyday: true,
    keys: [key(opcSync, 4), key(opcAsync, 4)],
  },
])
