/** Widgets about what a protocol was used for. Protocols that no dissector decodes yet are named as they will be: their widgets then fill by themselves. */
import type { Ask, Keys, Widget } from "./widget.ts"

type Entry = Pick<Widget, "key" | "title" | "theme" | "description"> & Partial<Widget>

const functions = (protocol: string, keys: Keys = "all"): Ask => ({ ask: "functions", protocol, keys })

const entry = (asks: Ask, one: Entry): Widget => ({
  kind: "Protocol",
  shape: "bars",
  unit: "messages",
  asks,
  honours: ["devices", "subnet", "vlan", "port", "most"],
  w: 6,
  h: 3,
  most: 10,
  ...one,
})

export const protocolWidgets: readonly Widget[] = [
  entry(functions("database"), {
    key: "database-tables",
    title: "Database tables access",
    theme: "Database",
    kind: "Security",
    description: "Which tables of databases were read and written, and how often.",
  }),
  entry(functions("modbus"), {
    key: "modbus-functions",
    title: "Modbus traffic by function",
    theme: "Modbus",
    description: "Messages by function code: reading is usual, writing and diagnostics are worth a look.",
  }),
  entry(functions("dnp3"), {
    key: "dnp3-functions",
    title: "DNP3 traffic by function",
    theme: "DNP3",
    description: "Messages by function: reads, direct operates, restarts, unsolicited responses.",
  }),
  entry(functions("mms"), {
    key: "mms-services",
    title: "MMS traffic by service",
    theme: "MMS",
    description: "Messages by service of the Manufacturing Message Specification, as IEC 61850 uses it.",
  }),
  entry(functions("opc-ua"), {
    key: "opc-ua-services",
    title: "OPC UA traffic by service",
    theme: "OPC UA",
    description: "Messages by service: read, write, browse, call, subscriptions.",
  }),
  entry(functions("ge-srtp"), {
    key: "srtp-services",
    title: "SRTP traffic by service code",
    theme: "SRTP",
    description: "Messages of GE's Service Request Transport Protocol by service code.",
  }),
  entry(
    { ask: "exceptions-by-day", protocol: "ge-srtp" },
    {
      key: "srtp-errors",
      title: "SRTP errors by day",
      theme: "SRTP",
      kind: "Operational",
      description: "Requests of GE's Service Request Transport Protocol that were answered with an error, day by day.",
      shape: "bars-over-time",
      unit: "errors",
      honours: ["devices", "subnet", "vlan", "port"],
      most: 1,
    },
  ),
  entry(functions("s7comm", { without: "userdata:" }), {
    key: "s7-control-functions",
    title: "S7 traffic by control function",
    theme: "Siemens S7",
    description: "Messages by function: reading and writing variables, downloads, uploads, starting and stopping.",
  }),
  entry(functions("s7comm", { starts: "userdata:" }), {
    key: "s7-sub-functions",
    title: "S7 traffic by sub-function",
    theme: "Siemens S7",
    description: "Messages of the user data services by group and sub-function: system lists, blocks, clock, security.",
  }),
  entry(functions("cip", { without: "class:" }), {
    key: "cip-services",
    title: "EtherNet/IP traffic by CIP service",
    theme: "EtherNet/IP",
    description: "Messages by service of the Common Industrial Protocol: reading and writing of tags and attributes.",
  }),
  entry(functions("cip", { starts: "class:" }), {
    key: "cip-classes",
    title: "EtherNet/IP traffic by CIP class",
    theme: "EtherNet/IP",
    description: "Requests by the class of object they went to: identity, connection manager, message router, program.",
  }),
  entry(functions("enip"), {
    key: "enip-commands",
    title: "EtherNet/IP traffic by command",
    theme: "EtherNet/IP",
    description: "Messages by encapsulation command: list identity, register session, send unit data.",
  }),
  entry(functions("iec104"), {
    key: "iec104-asdu",
    title: "IEC-60870 traffic by ASDU",
    theme: "IEC 60870-5-104",
    description: "Messages by type of application data: measured values, commands, interrogation.",
  }),
  entry(functions("opc-classic", { starts: "management:" }), {
    key: "opc-management",
    title: "OPC top management operations",
    theme: "OPC (classic)",
    description: "The most frequent operations on groups, items and subscriptions of classic OPC.",
    most: 5,
  }),
  entry(functions("opc-classic", { starts: "io:" }), {
    key: "opc-io",
    title: "OPC top I/O operations",
    theme: "OPC (classic)",
    description: "The most frequent reads and writes of classic OPC.",
    most: 5,
  }),
  entry(functions("deltav", { starts: "roc:" }), {
    key: "deltav-operations",
    title: "DeltaV ROC operations distribution",
    theme: "DeltaV",
    description: "Messages between DeltaV stations and controllers by operation.",
  }),
  entry(functions("deltav", { starts: "event:" }), {
    key: "deltav-events",
    title: "DeltaV ROC events by name",
    theme: "DeltaV",
    kind: "Operational",
    description: "Events that DeltaV controllers reported, by name.",
  }),
  entry(
    { ask: "functions-over-time", protocol: "deltav", keys: { starts: "event:" } },
    {
      key: "deltav-events-by-time",
      title: "DeltaV events by time",
      theme: "DeltaV",
      kind: "Operational",
      description: "Events that DeltaV controllers reported, over time.",
      shape: "bars-over-time",
      most: 5,
    },
  ),
  entry(functions("ads", { starts: "port:" }), {
    key: "ams-ports",
    title: "AMS traffic by server port",
    theme: "AMS",
    description: "Messages of Beckhoff's Automation Message Specification by the AMS port of the server.",
  }),
  entry(functions("ads", { without: "port:" }), {
    key: "ams-commands",
    title: "AMS traffic by command",
    theme: "AMS",
    description: "Messages of Beckhoff's Automation Message Specification by command: read, write, control.",
  }),
  entry(functions("bacnet"), {
    key: "bacnet-services",
    title: "BACnet services",
    theme: "BACnet",
    description: "Messages by confirmed and unconfirmed service of building automation.",
  }),
  entry(functions("suitelink", { starts: "tag:" }), {
    key: "suitelink-tags",
    title: "SuiteLink top queried tags",
    theme: "SuiteLink",
    description: "The tags of Wonderware SuiteLink that were asked for most often.",
    most: 5,
  }),
  entry(
    { ask: "tag-values", protocol: "suitelink" },
    {
      key: "suitelink-values",
      title: "SuiteLink numeric tag behavior",
      theme: "SuiteLink",
      kind: "Operational",
      description: "The values of numeric tags of Wonderware SuiteLink over time.",
      shape: "lines",
      most: 5,
    },
  ),
]
