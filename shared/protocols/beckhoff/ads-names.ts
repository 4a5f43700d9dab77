/** Commands, ports and states of ADS (Beckhoff Information System, "ADS Specification" and "AMS NetId and port numbers"). */

/** Services of AMS over UDP are numbered behind the commands. */
export const SERVICES = 0x10000

const commands: ReadonlyMap<number, string> = new Map([
  [1, "read device info"],
  [2, "read"],
  [3, "write"],
  [4, "read state"],
  [5, "write control (run, stop, reset, reconfigure)"],
  [6, "add device notification"],
  [7, "delete device notification"],
  [8, "device notification"],
  [9, "read write"],
  [SERVICES + 1, "read server information"],
  [SERVICES + 6, "add route"],
])

const ports: ReadonlyMap<number, string> = new Map([
  [1, "router"],
  [100, "logger"],
  [110, "event logger"],
  [200, "real time"],
  [290, "trace"],
  [300, "input and output"],
  [301, "additional task 1"],
  [302, "additional task 2"],
  [500, "motion"],
  [501, "motion, real time"],
  [800, "PLC"],
  [801, "PLC runtime 1"],
  [811, "PLC runtime 2"],
  [821, "PLC runtime 3"],
  [831, "PLC runtime 4"],
  [851, "PLC runtime 1 (TwinCAT 3)"],
  [852, "PLC runtime 2 (TwinCAT 3)"],
  [853, "PLC runtime 3 (TwinCAT 3)"],
  [854, "PLC runtime 4 (TwinCAT 3)"],
  [900, "cam controller"],
  [10000, "system service"],
  [10201, "scope"],
])

export const SYSTEM_SERVICE = 10_000

/** Index groups that act by themselves: of the system service, and of the process image. */
const services: ReadonlyMap<number, string> = new Map([
  [120, "open file"],
  [121, "close file"],
  [122, "read file"],
  [123, "write file"],
  [131, "delete file"],
  [132, "rename file"],
  [133, "find files"],
  [200, "registry of the machine"],
  [201, "registry of the user"],
  [202, "registry of classes"],
  [400, "time services"],
  [500, "start process"],
  [600, "change NetId"],
  [601, "query NetId"],
  [700, "target information"],
  [801, "add route"],
  [802, "delete route"],
  [803, "list routes"],
  [0xf081, "several writes"],
  [0xf082, "several reads and writes"],
  [0xf040, "clear inputs"],
  [0xf050, "clear outputs"],
])
export const adsServiceName = (group: number): string | undefined => services.get(group)

/** States of ADS (Beckhoff's open source ADS library). */
export const adsStateNames: readonly string[] = [
  ...["invalid", "idle", "reset", "init", "start", "run", "stop", "save configuration", "load configuration"],
  ...["power failure", "power good", "error", "shutdown", "suspend", "resume", "config", "reconfig", "stopping"],
  ...["incompatible", "exception"],
]

/** Ports whose state is that of a PLC program. */
export const isPlcRuntime = (port: number): boolean => port >= 800 && port < 900

/** ADS states as modes of a controller. */
export const adsModes: ReadonlyMap<number, string> = new Map([
  [5, "run"],
  [6, "stop"],
  [11, "fault"],
  [15, "program"],
])

export const isAdsCommand = (code: number): boolean => code > 0 && commands.has(code)
export const adsCommandKey = (code: number): string => (code < SERVICES ? String(code) : `udp:${code - SERVICES}`)
export const adsCommandName = (code: number): string | undefined => commands.get(code)
export const adsPortKey = (port: number): string => `port:${port}`
export const adsPortName = (port: number): string | undefined => ports.get(port)
