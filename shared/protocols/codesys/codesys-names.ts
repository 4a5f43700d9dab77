/**
 * Names of the CODESYS V3 protocol. It is not published: groups and services are as public research names them (Microsoft's forensic
 * tools for ICS, the field list of a public Wireshark script after Tenable's and Kaspersky's reports). None was verified on traffic.
 */
import { commandsOf } from "../commands.ts"
import { protocol, type PlaceFacts } from "../protocol.ts"
import { errorKey, errorName } from "./codesys-errors.ts"

/** Function codes: group and service in 16 bits each, then the other layers. */
export const NAMES = 0x1000000
export const CHANNELS = 0x2000000
export const ADDRESSES = 0x3000000
/** What travels in the protected layer has no name. */
export const SECURE = 0x4000000

export const FILE = 1
export const SHELL = 2

const groups: ReadonlyMap<number, string> = new Map([
  [0x01, "device"],
  [0x02, "application"],
  [0x03, "monitor"],
  [0x04, "visualisation server"],
  [0x05, "log"],
  [0x06, "settings"],
  [0x07, "Ethernet"],
  [0x08, "file transfer"],
  [0x09, "variable access"],
  [0x0b, "I/O manager"],
  [0x0c, "user management"],
  [0x0f, "trace"],
  [0x11, "shell"],
  [0x12, "breakpoints"],
  [0x13, "forcing"],
  [0x18, "alarms"],
  [0x1b, "monitor"],
  [0x1d, "licences"],
  [0x1f, "core dump"],
  [0x22, "certificates"],
])

const list = (names: string, first = 1): (readonly [number, string])[] =>
  names.split(",").map((name, at) => [first + at, name.trim()] as const)

const services: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map([
  [
    0x01,
    new Map([
      ...list("get target identity, login, logout, reset origin, echo, set operating mode, get operating mode"),
      ...list("interactive login, rename node, create session, reset origin get configuration", 8),
    ]),
  ],
  [
    0x02,
    new Map([
      ...list("login, logout, create application, delete application, download, online change, device download"),
      [0x08, "create device application"],
      ...list(
        "start, stop, reset, set breakpoint, read status, delete breakpoint, read call stack, get area offset",
        0x10,
      ),
      ...list("read application list, set next statement", 0x18),
      ...list(
        "release force list, upload force list, single cycle, create boot project, initialise application again",
        0x20,
      ),
      ...list("read application state list, load boot application, register boot application", 0x25),
      ...list("check file consistency, read application info", 0x28),
      ...list("download compact, read project info, define flow, read flow values, download encrypted", 0x30),
      ...list(
        "read application content, save retains, restore retains, get area address, leave execution points active",
        0x35,
      ),
      [0x40, "claim execution points"],
    ]),
  ],
  [0x05, new Map(list("get entries, get component names, get logger list"))],
  [
    0x08,
    new Map([
      ...list("get file info, start download, restart download, download, start upload, restart upload, upload, end"),
      ...list("cancel, safe signature, get safe signature, get directory, cancel get directory, delete file", 9),
      ...list("rename file, create directory, delete directory, rename directory", 15),
      [0x14, "synchronise files"],
    ]),
  ],
  [
    0x09,
    new Map([
      ...list("register variable list, unregister variable list, read variable list, write variable list"),
      ...list("read variables, write variables, get root nodes, get children, get types, get address info", 5),
      [0x0b, "remove variables from list"],
    ]),
  ],
  [
    0x0f,
    new Map([
      ...list(
        "read packet list, create packet, delete packet, complete packet, open packet, close packet, read packet",
      ),
      ...list("get packet state, get packet configuration, start packet, stop packet, restart packet, add record", 8),
      ...list(
        "remove record, get record configuration, reset trigger, store packet, restore packet, get configuration",
        14,
      ),
    ]),
  ],
  [0x11, new Map([[1, "run command"]])],
  [0x1b, new Map([...list("read, write")])],
])

const resolves: ReadonlyMap<number, string> = new Map([
  [0xc201, "resolve address"],
  [0xc202, "resolve name"],
  [0xc280, "device info"],
])

export const channelNames: ReadonlyMap<number, string> = new Map([
  [0x01, "block"],
  [0x02, "acknowledge"],
  [0x03, "keep alive"],
  [0xc2, "get info"],
  [0xc3, "open channel"],
  [0xc4, "close channel"],
])

const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, "0")}`

function functionKey(code: number): string {
  if (code < NAMES) return `${hex(code >> 16, 2)}:${hex(code & 0xffff, 2)}`
  if (code < CHANNELS) return `name:${hex(code - NAMES, 4)}`
  if (code < ADDRESSES) return `channel:${hex(code - CHANNELS, 2)}`
  return code === SECURE ? "secure" : `address:${code - ADDRESSES}`
}

function functionName(code: number): string | undefined {
  if (code >= NAMES) {
    if (code === SECURE) return "protected service"
    if (code >= ADDRESSES) return "address notification"
    return code < CHANNELS ? resolves.get(code - NAMES) : channelNames.get(code - CHANNELS)
  }
  const group = groups.get(code >> 16)
  const service = services.get(code >> 16)?.get(code & 0xffff)
  return group === undefined ? undefined : `${group}: ${service ?? "another service"}`
}

const latin = new TextDecoder("latin1")
const placeText = ({ area, name }: PlaceFacts): string =>
  area === SHELL ? `shell command ${latin.decode(name)}` : `file ${latin.decode(name)}`

export const codesysProtocol = protocol({
  name: "codesys",
  title: "CODESYS V3",
  family: "ot",
  wireshark: "tcp.port in {11740..11743} || udp.port in {1740..1743}",
  functionKey,
  functionName,
  detailKey: errorKey,
  detailName: errorName,
  placeText,
  unseen:
    "public research: Microsoft's forensic tools for ICS, Kaspersky's report on the runtime, a public Wireshark script",
  commands: commandsOf([
    { keys: ["0x01:0x04", "0x01:0x0b"], does: "Reset the controller to its origin", technique: "T0809" },
    { keys: ["0x01:0x06"], does: "Change the operating mode of the controller", technique: "T0858" },
    { keys: ["0x01:0x09"], does: "Rename the controller", technique: "T0836" },
    { keys: ["0x02:0x03", "0x02:0x08"], does: "Create an application in the controller", technique: "T0843" },
    { keys: ["0x02:0x04"], does: "Delete an application from the controller", technique: "T0809" },
    { keys: ["0x02:0x05", "0x02:0x07", "0x02:0x30", "0x02:0x34"], does: "Download a program", technique: "T0843" },
    { keys: ["0x02:0x06"], does: "Change the program while it runs", technique: "T0889" },
    { keys: ["0x02:0x10"], does: "Start the application", technique: "T0858" },
    { keys: ["0x02:0x11"], does: "Stop the application", technique: "T0858" },
    { keys: ["0x02:0x12", "0x02:0x24"], does: "Reset the application", technique: "T0858" },
    { keys: ["0x02:0x13"], does: "Set a breakpoint (the application will halt there)", technique: "T0858" },
    { keys: ["0x02:0x19"], does: "Make the application go on at another statement", technique: "T0821" },
    { keys: ["0x02:0x20", "0x02:0x21"], does: "Change which values are forced", technique: "T0835" },
    { keys: ["0x02:0x22"], does: "Let the application run one cycle", technique: "T0858" },
    { keys: ["0x02:0x23", "0x02:0x27"], does: "Change the application that the controller boots", technique: "T0889" },
    { keys: ["0x02:0x26"], does: "Load the boot application", technique: "T0858" },
    { keys: ["0x02:0x37"], does: "Put retained values back", technique: "T0836" },
    { keys: ["0x08:0x02", "0x08:0x03"], does: "Write a file to the controller", technique: "T0867" },
    { keys: ["0x08:0x05", "0x08:0x06"], does: "Read a file from the controller", technique: "T0845" },
    { keys: ["0x08:0x0e", "0x08:0x11"], does: "Delete files of the controller", technique: "T0809" },
    {
      keys: ["0x08:0x0f", "0x08:0x10", "0x08:0x12"],
      does: "Rename or create files of the controller",
      technique: "T0867",
    },
    { keys: ["0x09:0x04", "0x09:0x06", "0x1b:0x02"], does: "Write variables", technique: "T0855", everyday: true },
    { keys: ["0x11:0x01"], does: "Run a command in the controller's shell", technique: "T0807" },
  ]),
})
