/** The words for what a device is, the same on the page, on paper and in reports: types, Purdue levels, modes. */
import type { DeviceType, PlcMode } from "./device.ts"

const typeTitles: Readonly<Record<DeviceType, string>> = {
  plc: "PLC",
  hmi: "HMI",
  "engineering-station": "Engineering station",
  historian: "Historian",
  rtu: "RTU",
  ied: "IED",
  "dcs-controller": "DCS controller",
  drive: "Drive",
  robot: "Robot",
  "io-adapter": "I/O adapter",
  meter: "Meter",
  "safety-controller": "Safety controller",
  "scada-server": "SCADA server",
  "protocol-converter": "Protocol converter",
  "field-device": "Field device",
  workstation: "Workstation",
  server: "Server",
  "domain-controller": "Domain controller",
  "database-server": "Database server",
  printer: "Printer",
  "ip-camera": "IP camera",
  phone: "Phone",
  storage: "Storage",
  switch: "Switch",
  router: "Router",
  firewall: "Firewall",
  "access-point": "Access point",
  "time-server": "Time server",
  ups: "UPS",
  unknown: "unknown",
}
export const titleOfType = (type: string): string => typeTitles[type as DeviceType] ?? type

const purdueTitles: Readonly<Record<string, string>> = {
  "-1": "unknown",
  "0": "Field devices",
  "1": "Process control",
  "2": "Supervisory",
  "3": "Site operations",
  "4": "Enterprise",
}
/** "Process control (level 1)". */
export const titleOfPurdue = (level: number): string =>
  level < 0 ? "unknown" : `${purdueTitles[String(level)] ?? ""} (level ${level === 4 ? "4–5" : level})`

export const modeTitles: Readonly<Record<PlcMode, string>> = {
  run: "Run",
  program: "Program",
  remote: "Remote",
  stop: "Stop",
  test: "Test",
  fault: "Fault",
  unknown: "unknown",
}

export const titleOfMode = (mode: string): string => modeTitles[mode as PlcMode] ?? mode
