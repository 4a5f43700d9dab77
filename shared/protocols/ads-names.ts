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
