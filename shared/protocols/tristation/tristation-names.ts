/**
 * Commands and answers of TriStation 1131: as the authors of the TRITON malware named them and the published dissector of Nozomi
 * Networks ("TriStation.lua", BSD) lists them. The manufacturer publishes none.
 */
import type { Protocol } from "../protocol.ts"

export const STATUS = 19
export const STATUS_ANSWER = 108
export const CHASSIS_ANSWER = 119
export const ATTACHED = 106
export const REJECTED = 100
/** Answers from here on refuse: key, sequence, length, … */
export const FIRST_REFUSAL = 200

/** Functions beyond the commands: answers whose request was not seen, and the messages of the link. */
export const ANSWER = 256
export const LINK = 512

export const tristationKey = (code: number): string =>
  code >= LINK ? `link:${code - LINK}` : code >= ANSWER ? `answer:${code - ANSWER}` : String(code)
export const tristationName = (code: number): string | undefined =>
  code >= LINK ? links[code - LINK] : code >= ANSWER ? answers.get(code - ANSWER) : requests[code]
/** Details: the reasons of commands, then the messages of the link that refuse a connection. */
export const refusalKey = (code: number): string => `refused:${code >= LINK ? tristationKey(code) : code}`
export const refusalName = (code: number): string | undefined =>
  code >= LINK ? tristationName(code) : refusals.get(code)

const links: readonly (string | undefined)[] = [
  undefined,
  "connect",
  "connect reply",
  "disconnect reply",
  "disconnect",
  "command",
  "ping",
  "connection limit reached",
  "not connected",
  "main processors do not answer",
  "access denied",
  "connection failed",
]

const requests: readonly (string | undefined)[] = [
  "start download all",
  "start download change",
  "update configuration",
  "upload configuration",
  "set I/O addresses",
  "allocate network",
  "load vector table",
  "set calendar",
  "get calendar",
  "set scan time",
  "end download all",
  "end download change",
  "cancel download change",
  "attach Tricon",
  "set I/O address limits",
  "configure module",
  "set multiple point values",
  "enable all points",
  "upload vector table",
  "get control program status",
  "run program",
  "halt program",
  "pause program",
  "do single scan",
  "get chassis status",
  "get minimum scan time",
  "set node number",
  "set I/O point values",
  "get I/O point values",
  "get main processor status",
  "set retentive values",
  "adjust clock calendar",
  "clear module alarms",
  "get event log",
  "set SOE block",
  "record event log",
  "get SOE data",
  "enable OVD",
  "disable OVD",
  "enable all OVDs",
  "disable all OVDs",
  "process Modbus",
  "upload network",
  "set label",
  "configure system variables",
  "deconfigure module",
  "get system variables",
  "get module types",
  "begin conversion table download",
  "continue conversion table download",
  "end conversion table download",
  "get conversion table",
  "set ICM status",
  "broadcast SOE data available",
  "get module versions",
  "allocate program",
  "allocate function",
  "clear retentives",
  "set initial values",
  "start TS2 program download",
  "set TS2 data area",
  "get TS2 data",
  "set TS2 data",
  "set program information",
  "get program information",
  "upload program",
  "upload function",
  "get point groups",
  "allocate symbol table",
  "get I/O address",
  "resend I/O address",
  "get program timing",
  "allocate multiple functions",
  "get node number",
  "get symbol table",
  ...Array.from({ length: 5 }, () => undefined),
  "go to download mode",
]

const answers: ReadonlyMap<number, string> = new Map([
  [100, "command rejected"],
  [101, "download all permitted"],
  [102, "download change permitted"],
  [103, "modification accepted"],
  [104, "download cancelled"],
  [105, "program accepted"],
  [106, "Tricon attached"],
  [108, "control program status"],
  [109, "program is running"],
  [110, "program is halted"],
  [111, "program is paused"],
  [112, "end of single scan"],
  [119, "chassis status"],
  [151, "module versions"],
  [153, "program allocated"],
  [154, "function allocated"],
  [162, "program"],
  [163, "function"],
])

const refusals: ReadonlyMap<number, string> = new Map([
  [200, "wrong command"],
  [201, "load is in progress"],
  [202, "bad clock calendar data"],
  [203, "control program not halted"],
  [204, "control program checksum error"],
  [205, "no memory available"],
  [206, "control program not valid"],
  [207, "not loading a control program"],
  [208, "network is out of range"],
  [209, "not enough arguments"],
  [210, "a network is missing"],
  [211, "the download time mismatches"],
  [212, "key setting prohibits this operation"],
  [213, "bad control program version"],
  [214, "command not in correct sequence"],
  [216, "bad index for a module"],
  [217, "module address is invalid"],
  [220, "bad offset for an I/O point"],
  [221, "invalid point type"],
  [222, "invalid point location"],
  [223, "program name is invalid"],
  [227, "invalid module type"],
  [229, "invalid table type"],
  [231, "invalid network continuation"],
  [232, "invalid scan time"],
  [233, "load is busy"],
  [234, "a main processor has re-educated"],
  [235, "invalid chassis or slot"],
  [236, "invalid SOE number"],
  [237, "invalid SOE type"],
  [238, "invalid SOE state"],
  [239, "the variable is write protected"],
  [240, "node number mismatch"],
  [241, "command not allowed"],
  [242, "invalid sequence number"],
  [243, "time change on a Tricon that is not the master"],
  [244, "no free TriStation ports"],
  [245, "invalid TriStation I command"],
  [246, "invalid TriStation 1131 command"],
  [247, "only one chassis allowed"],
  [248, "bad variable address"],
  [249, "response overflow"],
  [250, "invalid bus"],
  [251, "disable is not allowed"],
  [252, "invalid length"],
  [253, "point cannot be disabled"],
  [254, "too many retentive variables"],
])

type Row = readonly [
  codes: readonly number[],
  does: string,
  technique: NonNullable<Protocol["commands"]>[string]["technique"],
]
/** Whatever programs or halts a safety controller is worth a look: nothing here is everyday. */
const rows: readonly Row[] = [
  [[0, 1, 59], "Start a download into the safety controller", "T0843"],
  [[5, 6, 10, 11, 48, 49, 50, 68], "Download into the safety controller", "T0843"],
  [[55, 56, 72], "Write program code into the safety controller", "T0889"],
  [[12], "Cancel a download", "T0843"],
  [[3, 18, 42, 65, 66, 74], "Read the program out of the safety controller", "T0845"],
  [[2, 4, 14, 15, 44, 45, 52, 60, 62, 63, 70], "Change the configuration of the safety controller", "T0836"],
  [[7, 31], "Set the clock", "T0836"],
  [[9], "Change the scan time", "T0836"],
  [[16, 27], "Set the values of points", "T0835"],
  [[17], "Enable all points", "T0835"],
  [[20], "Run the program of the safety controller", "T0858"],
  [[21], "Halt the safety controller", "T0858"],
  [[22], "Pause the safety controller", "T0858"],
  [[23], "Run a single scan", "T0858"],
  [[80], "Put the safety controller into download mode", "T0858"],
  [[26, 43], "Rename or renumber the safety controller", "T0836"],
  [[30, 57, 58], "Change kept or initial values", "T0836"],
  [[32], "Clear the alarms of the modules", "T0878"],
  [[34], "Change the recording of events", "T0836"],
  [[37, 39], "Enable the diagnosis of outputs", "T0837"],
  [[38, 40], "Disable the diagnosis of outputs", "T0837"],
]

export const tristationCommands: NonNullable<Protocol["commands"]> = Object.fromEntries(
  rows.flatMap(([codes, does, technique]) => codes.map((code) => [code, { does, technique }])),
)
