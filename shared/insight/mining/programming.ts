/**
 * Which functions of control protocols change or read the program, the settings or the running of a controller. Every function that a
 * dissector names is judged: a programming command with what it does, or none. Sources stand beside each protocol.
 */

type Judged = {
  readonly source: string
  /** Function key to what it does, in plain words. */
  readonly commands: Readonly<Record<string, string>>
  /** Functions that are none: reading and writing values, setting up, listing. */
  readonly others: readonly string[]
}

const download = "Load a program into the controller"
const upload = "Read the program out of the controller"
const run = "Start or restart"
const stop = "Stop"
const look = "Look at the program's blocks"
const configure = "Change settings"
const erase = "Delete"
const firmware = "Load firmware"
const session = "Work with the programming software"

const numbers = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, at) => String(first + at))

export const judgedFunctions: Readonly<Record<string, Judged>> = {
  s7comm: {
    source: "Siemens S7-300/400 system functions; names of Wireshark's s7comm dissector",
    commands: {
      "1": "Change the operating mode",
      "26": download,
      "27": download,
      "28": download,
      "29": upload,
      "30": upload,
      "31": upload,
      "40": "Start a program service (start, copy to memory, delete blocks)",
      "41": stop,
      "userdata:0:0": stop,
      "userdata:0:1": run,
      "userdata:0:2": run,
      "userdata:0:3": run,
      "userdata:0:4": stop,
      "userdata:0:6": run,
      "userdata:0:9": run,
      "userdata:0:11": run,
      "userdata:0:12": run,
      "userdata:1:12": erase,
      "userdata:1:16": "Force values",
      "userdata:3:1": look,
      "userdata:3:2": look,
      "userdata:3:3": look,
      "userdata:5:1": "Give or clear the controller's password",
      "userdata:5:2": "Give or clear the controller's password",
      "userdata:7:2": configure,
      "userdata:7:4": configure,
    },
    others: [
      ...["0", "4", "5", "240"],
      ...["1", "2", "14", "15", "19"].map((sub) => `userdata:1:${sub}`),
      ...["1", "4", "5", "7", "8"].map((sub) => `userdata:2:${sub}`),
      ...numbers(1, 3).map((sub) => `userdata:4:${sub}`),
      ...["5", "6", "7", "8", "9", "11", "12", "13", "14", "17", "18", "19", "22"].map((sub) => `userdata:4:${sub}`),
      ...["1", "3"].map((sub) => `userdata:7:${sub}`),
    ],
  },
  modbus: {
    source: "Modbus application protocol V1.1b3 section 6; Schneider's function codes 40, 42, 90, 125 and 126",
    commands: { "40": session, "42": session, "90": session, "125": firmware, "126": session },
    others: [...numbers(1, 8), "11", "12", "15", "16", "17", "20", "21", "22", "23", "24", "43"],
  },
  cip: {
    source: "CIP volume 1 appendix A table A-3; Rockwell 1756-PM020",
    commands: {
      "5": run,
      "6": run,
      "7": stop,
      "8": "Make an object in the device",
      "9": erase,
      "21": configure,
      "22": configure,
      "26": configure,
      "27": configure,
      "79": upload,
      "80": download,
      "81": erase,
    },
    others: [
      ...["1", "2", "3", "4", "10", "13", "14", "16", "17", "20", "23", "24", "25", "28"],
      ...["75", "76", "77", "78", "82", "83", "84", "85", "86", "87", "90", "91"],
    ],
  },
  enip: {
    source: "CIP volume 2 table 2-3.2: the envelope commands none; its services are CIP's",
    commands: {},
    others: ["0", "1", "4", "99", "100", "101", "102", "111", "112", "114", "115"],
  },
  dnp3: {
    source: "IEEE 1815-2012 table 4-2",
    commands: {
      "13": run,
      "14": run,
      "15": configure,
      "16": configure,
      "17": run,
      "18": stop,
      "19": configure,
      "27": erase,
      "31": configure,
    },
    others: [...numbers(0, 12), ...numbers(20, 26), "28", "29", "30", "32", "33", "129", "130", "131"],
  },
  bacnet: {
    source: "ANSI/ASHRAE 135-2020 clauses 14, 15 and 16: files, objects, and device management",
    commands: {
      "confirmed:6": "Read a file out of the controller",
      "confirmed:7": "Load a file into the controller",
      "confirmed:10": "Make an object in the device",
      "confirmed:11": erase,
      "confirmed:17": "Switch the device's communication on or off",
      "confirmed:20": run,
    },
    others: [
      ...[...numbers(0, 5), "8", "9", ...numbers(12, 16), "18", "19", ...numbers(21, 33)].map((n) => `confirmed:${n}`),
      ...numbers(0, 14).map((n) => `unconfirmed:${n}`),
    ],
  },
  iec104: {
    source: "IEC 60870-5-101 section 7.2.1.1: reset process (105) and parameters (110 to 113)",
    commands: { "105": run, "110": configure, "111": configure, "112": configure, "113": configure },
    others: [
      ...[...numbers(1, 21), ...numbers(30, 40), ...numbers(45, 51), ...numbers(58, 64), "70"],
      ...[...numbers(100, 104), "106", "107", ...numbers(120, 127)],
    ],
  },
  ads: {
    source: "Beckhoff Information System, ADS Specification; routes decide who may program the controller",
    commands: { "5": "Change the operating mode", "udp:6": "Enter a route into the controller" },
    others: [...numbers(1, 4), ...numbers(6, 9), "udp:1"],
  },
  fins: {
    source: "OMRON W342 section 5: parameter and program areas, operating mode, access right, files, forced bits",
    commands: {
      "2:2": configure,
      "2:3": configure,
      "2:33": configure,
      "3:4": "Protect the program or take its protection off",
      "3:5": "Protect the program or take its protection off",
      "3:6": upload,
      "3:7": download,
      "3:8": erase,
      "4:1": run,
      "4:2": stop,
      "4:3": run,
      "7:2": configure,
      "12:1": session,
      "12:2": session,
      "12:3": session,
      "34:2": "Read a file out of the controller",
      "34:3": "Load a file into the controller",
      "34:4": erase,
      "34:5": erase,
      "34:6": "Change files in the controller",
      "34:7": "Change files in the controller",
      "34:8": "Change files in the controller",
      "34:10": "Copy between memory and files",
      "34:11": "Copy between memory and files",
      "34:12": "Copy between memory and files",
      "34:16": "Read a file out of the controller",
      "34:17": "Load a file into the controller",
      "34:21": "Change files in the controller",
      "35:1": "Force values",
      "35:2": "Force values",
      "38:1": configure,
      "38:2": configure,
    },
    others: [
      ...numbers(1, 5).map((sub) => `1:${sub}`),
      ...["2:1", "2:32", "5:1", "5:2", "6:1", "6:2", "6:3", "6:32", "7:1", "8:1", "8:2", "8:3", "9:32"],
      ...["33:1", "33:2", "33:3", "34:1", "34:9", "34:15", "35:10", "38:3"],
    ],
  },
  "hart-ip": {
    source:
      "HCF_SPEC-127 and HCF_SPEC-151: commands that write what an instrument measures with, is called or answers to",
    commands: {
      "6": configure,
      "18": configure,
      "19": configure,
      "22": configure,
      ...Object.fromEntries([...numbers(34, 37), "39", ...numbers(43, 47)].map((command) => [command, configure])),
      "40": "Force values",
      "41": "Start a self test",
      "42": run,
      ...Object.fromEntries(["49", "51", "52", "53", "55", "56", "59", "64", "65"].map((n) => [n, configure])),
      "66": "Force values",
      ...Object.fromEntries([...numbers(67, 69), "82", "83", ...numbers(87, 89)].map((n) => [n, configure])),
      "71": "Lock or unlock the device",
      "79": "Force values",
      ...Object.fromEntries(["103", "104", "107", "108", "109"].map((n) => [n, configure])),
    },
    others: [
      ...[...numbers(0, 3), "7", "8", "9", ...numbers(11, 17), "20", "21", "33", "38", "48", "50", "54", "60", "62"],
      ...["63", "70", ...numbers(72, 78), "80", "81", "84", "85", "86", "90", "105", "106"],
      ...numbers(0, 5).map((message) => `session:${message}`),
    ],
  },
  "opc-ua": {
    source:
      "OPC 10000-4: node management (section 5.8) changes what the server offers; what a method does, the server knows",
    commands: {
      "488": "Make objects in the server",
      "494": configure,
      "500": erase,
      "506": erase,
      "712": "Call a method",
    },
    others: [
      ...["397", "422", "428", "437", "446", "452", "461", "467", "473", "479", "527", "533", "554", "560", "566"],
      ...["615", "621", "631", "664", "673", "700", "751", "763", "769", "775", "781", "787", "793", "799", "826"],
      ...["832", "841", "847", "12208", "12211", "hello", "error", "reverse-hello", "sealed"],
    ],
  },
  c37118: {
    source: "IEEE C37.118.2-2011 section 6.6: commands ask for data and descriptions, and turn the data on and off",
    commands: {},
    others: [...numbers(0, 3), "5", ...["1", "2", "3", "4", "5", "6", "8"].map((command) => `4:${command}`)],
  },
  goose: {
    source:
      "IEC 61850-8-1 section 18: states of protection and control, sent again and again; none is a command to a program",
    commands: {},
    others: numbers(0, 4),
  },
  mms: {
    source:
      "ISO 9506-2 sections 8 to 17; IEC 61850-8-1 table 33: domains hold programs and data, program invocations run them",
    commands: {
      "26": download,
      "27": download,
      "28": download,
      "29": upload,
      "30": upload,
      "31": upload,
      "32": download,
      "33": upload,
      "34": download,
      "35": upload,
      "36": erase,
      "38": "Make a program ready to run",
      "39": erase,
      "40": run,
      "41": stop,
      "42": run,
      "43": run,
      "44": stop,
      "46": "Load a file into the device",
      "75": "Rename a file in the device",
      "76": erase,
      "87": configure,
    },
    others: [
      ...[...numbers(0, 25), "37", "45", ...numbers(47, 74), "77", "78", ...numbers(80, 86)],
      ...numbers(0, 2).map((n) => `unconfirmed:${n}`),
      ...["4", "5", "8", "11"].map((n) => `association:${n}`),
    ],
  },
  sv: {
    source: "IEC 61850-9-2: measurements",
    commands: {},
    others: ["0", "1"],
  },
  "profinet-dcp": {
    source: "IEC 61158-6-10 section 4.3: Set gives a device its name, its address or its factory settings",
    commands: { "4:0": "Set name, address or factory settings" },
    others: ["4:1", "3:0", "3:1", "5:0", "5:1", "6:0", "6:1"],
  },
}

/** What the function does, or "" where it is no programming command. */
export const programmingCommand = (protocol: string, key: string): string =>
  judgedFunctions[protocol]?.commands[key] ?? ""
