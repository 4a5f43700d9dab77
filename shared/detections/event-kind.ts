/** The kinds of entries of the event timeline, as data. `by`: what traffic shows, or what people (and the sensor for them) did. */
export const eventSeverities = ["info", "notice", "alert"] as const

export type EventSeverity = (typeof eventSeverities)[number]

type Kind = {
  readonly title: string
  readonly severity: EventSeverity
  readonly by: "traffic" | "people"
  /** What nothing tells yet, by name: the event does not come until it is told. */
  readonly missing?: string
}

const traffic = (title: string, severity: EventSeverity, missing?: string): Kind => ({
  ...{ title, severity, by: "traffic" },
  ...(missing === undefined ? {} : { missing }),
})
const people = (title: string, severity: EventSeverity, missing?: string): Kind => ({
  ...traffic(title, severity, missing),
  by: "people",
})

export const eventKinds = {
  DEVICE_CREATE: traffic("Device detected", "notice"),
  DEVICE_UPDATE: traffic("Device updated", "info"),
  ALERT_REPORTED: traffic("Alert detected", "alert"),
  ALERT_UPDATED: people("Alert updated", "info"),
  SCAN: traffic("Scanning device detected", "notice"),
  PROGRAM_DEVICE: traffic("PLC programming", "notice"),
  MMS_PROGRAM_DEVICE: traffic("PLC program update", "notice"),
  SCL_UPLOADED: people("SCL file uploaded", "info", "an import of SCL files (IEC 61850-6)"),
  EXCLUSION_RULE_CREATED: people("Exclusion rule created", "info"),
  EXCLUSION_RULE_REMOVED: people("Exclusion rule removed", "info"),
  EXCLUSION_RULE_UPDATED: people("Exclusion rule updated", "info"),
  DEVICE_CONNECTION_CREATED: traffic("Device connection detected", "info"),
  USER_LOGIN: people("User sign-in attempt", "info"),
  FILE_TRANSFER: traffic("File transfer detected", "info"),
  CUSTOM_EVENT: people("Event of your own", "info"),
  REMOTE_ACCESS: traffic("Remote access connection established", "notice"),
  BACK_TO_NORMAL: traffic("Back to normal", "info"),
  MMS_MEMORY_BLOCK_OPERATION: traffic("MMS memory block operation", "notice"),
  MMS_PROGRAM_OPERATION: traffic("MMS program operation", "notice"),
  HTTP_BASIC_AUTHENTICATION: traffic("HTTP basic authentication", "notice"),
  SIEMENS_S_7_MEMORY_BLOCK_OPERATION: traffic("Siemens S7 memory block operation", "notice"),
  SIEMENS_S_7_AUTHENTICATION: traffic("Siemens S7 authentication", "notice"),
  REPORT_CREATED: people("Report created", "info"),
  SNMP_TRAP: traffic("SNMP trap detected", "info"),
  DATABASE_ACTION: traffic("Database structure manipulation", "notice"),
  PLC_MODULE_CHANGE: traffic("PLC module change", "notice"),
  FIRMWARE_UPDATE: traffic("Firmware update", "notice"),
  PLC_START: traffic("PLC start", "notice"),
  SRTP_PLC_RESET: traffic("PLC reset", "notice", "the reset of a GE controller"),
  SRTP_PLC_COPY_FIRMWARE: traffic("Firmware update", "notice", "the copying of firmware over GE SRTP"),
  SRTP_LOGIN_PROGRAMMING: traffic("PLC programming mode set", "notice"),
  SRTP_PLC_CHANGE_PASSWORD: traffic("PLC password change", "notice", "the change of a password over GE SRTP"),
  OPC_DATA_ACCESS_GROUP_MANAGEMENT_OPERATION: traffic("OPC Data Access group management operation", "info"),
  OPC_DATA_ACCESS_ITEM_MANAGEMENT_OPERATION: traffic("OPC Data Access item management operation", "info"),
  OPC_DATA_ACCESS_IO_SUBSCRIPTION_MANAGEMENT_OPERATION: traffic(
    "OPC Data Access I/O subscription management operation",
    "info",
  ),
  OPC_AE_EVENT_SUBSCRIPTION: traffic("OPC AE event subscription", "info"),
  OPC_AE_EVENT_CONDITION_MANAGEMENT_OPERATION: traffic("OPC AE event condition management operation", "info"),
  OPC_AE_EVENT: traffic("OPC AE event", "info"),
  SRTP_CHANGE_PRIVILEGE: traffic("PLC access level changed", "notice"),
  SRTP_CHANGE_LEVEL_FAILED: traffic("PLC access level change failed", "notice"),
  SUITELINK_INIT_CONNECTION: traffic("Wonderware session begun", "info", "sessions of SuiteLink"),
  USER_OPERATION: people("User operation", "info"),
  DIP_UPLOADED: people("Data intelligence package uploaded", "info"),
  FTP_AUTHENTICATION_FAILURE: traffic("FTP authentication failure", "notice"),
  PROFINET_DPC_VALUE_SET: traffic("PROFINET SET operation", "notice"),
  S7PLUS_PLC_MODE_CHANGE: traffic("PLC mode change", "notice"),
  S7_PLC_MODE_CHANGE: traffic("PLC mode change", "notice"),
  DELETE_DEVICE: people("Device deleted", "info"),
  S7PLUS_PROGRAMMING: traffic("PLC programming", "notice"),
  FIRMWARE_CHANGED: traffic("PLC firmware changed", "notice"),
  DELTAV_PROGRAMMING: traffic("DeltaV install script", "notice", "messages of Emerson DeltaV"),
  USER_DEFINED_RULE_CREATED: people("Custom rule created", "info"),
  USER_DEFINED_RULE_EDITED: people("Custom rule edited", "info"),
  USER_DEFINED_RULE_DELETED: people("Custom rule deleted", "info"),
  USER_DEFINED_RULE_OPERATION: traffic("Custom rule matched", "notice"),
  REMOTE_PROCESS_EXECUTION: traffic("Remote process execution", "notice"),
  DEVICE_UNIFICATION: traffic("Devices joined", "info"),
  NOTIFICATION: people("Notification resolved by hand", "info"),
  ENIP_CONTROLLER_PROGRAM_DELETE: traffic("Controller program deleted", "notice"),
  ENIP_CONTROLLER_PROGRAM_RESET: traffic(
    "Controller program reset",
    "notice",
    "which object of a controller a CIP reset is for, where that is a program",
  ),
  ENIP_CONTROLLER_GENERIC_RESET: traffic("Controller reset", "notice"),
  ENIP_CONTROLLER_GENERIC_STOP: traffic("Controller stop", "notice"),
  ENIP_CONTROLLER_GENERIC_START: traffic("Controller start", "notice"),
  TELNET_AUTHENTICATION_FAILURE: traffic("Telnet authentication failure", "notice"),
  CONFIGURATION_OF_CLEARTEXT_PASSWORD: traffic(
    "Clear-text password configured",
    "notice",
    "passwords inside the settings that are sent to a device",
  ),
  CLEARTEXT_AUTHENTICATION: traffic("Clear-text authentication", "notice"),
  PROGRAM_UPLOAD_DEVICE: traffic("PLC program upload", "notice"),
  CONFIGURATION_CHANGE: traffic("PLC configuration write", "notice"),
  CONFIGURATION_READ: traffic("PLC configuration read", "info"),
  SYSLOG_MSG: traffic("Syslog message", "info"),
  INTERNET_ACCESS: traffic("Internet access", "notice"),
  CAMP_MEMORY_WRITE_OPERATION: traffic(
    "Common ASCII Message Protocol memory write",
    "notice",
    "messages of the Common ASCII Message Protocol",
  ),
  MUTED_ALERT: traffic("Event detected and muted", "info"),
  DHCP_UPDATE: traffic("Address update", "info"),
  DIP_FAILURE: people("Data intelligence package could not be installed", "notice"),
  DELETE_DEVICE_SCHEDULE: traffic("Inactive devices scheduled for deletion", "info"),
  PLC_OPERATING_MODE_CHANGED: traffic("PLC operating mode changed", "notice"),
  HARDWARE_UPDATE_BY_IDENTIFIER: traffic("Hardware address update", "info"),
} as const satisfies Record<string, Kind>

export type EventKindCode = keyof typeof eventKinds
