/** Who may do what, as a person reads it. Each line names the least role; Admin may do everything. */

export type Permission = {
  readonly what: string
  /** read: every signed-in user; analyst: Security Analyst and Admin; admin: Admin only. */
  readonly need: "read" | "analyst" | "admin"
}

export const permissions: readonly Permission[] = [
  { what: "See the overview, the device map, the inventory and imported captures", need: "read" },
  { what: "See alerts and the programming history of a device", need: "read" },
  { what: "Change their own password and end their own sessions", need: "read" },
  { what: "Acknowledge system messages for themselves", need: "read" },
  { what: "Import captures, edit devices, save views for everybody", need: "analyst" },
  { what: "Close, learn and mute alerts, set their severity, comment on them, save their packets", need: "analyst" },
  { what: "Say which devices and times raise no alerts", need: "analyst" },
  { what: "See the event timeline, add events, and create custom alert rules", need: "analyst" },
  { what: "Authorise devices, mark scanners and programming devices", need: "analyst" },
  { what: "Activate the sensor and accept the terms", need: "admin" },
  { what: "Manage SSL/TLS certificates and trusted authorities", need: "admin" },
  { what: "Choose what is monitored, start and stop monitoring", need: "admin" },
  { what: "Choose which alerts are raised and from how many on, turn engines and learning on and off", need: "admin" },
  { what: "Change system settings and the network addresses of the console", need: "admin" },
  { what: "Create, change, switch off and delete users, and reset their passwords", need: "admin" },
  { what: "See and end the sessions of others", need: "admin" },
  { what: "Merge and delete devices, clear data", need: "admin" },
]
