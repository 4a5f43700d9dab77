/** Somebody stops, restarts, resets or loads a controller. It is told every time, learned or not: a planned stop is closed with a glance. */
import type { Detection, Example, FunctionWords, Judging, Spoken } from "../detection.ts"
import type { EventKindCode } from "../event-kind.ts"

type Command = { readonly kind: string; readonly event: EventKindCode; readonly says: string }

const stopWords = /\b(?:stop|halt|pause|out of operation)\b/i
const startWords = /\b(?:start|run|go on)\b/i

const stopKinds: Readonly<Record<string, string>> = {
  s7comm: "an-s7-stop-plc-command-was-sent",
  "s7comm-plus": "an-s7-stop-plc-command-was-sent",
  "ge-srtp": "ge-srtp-stop-plc-command-was-sent",
}
/** Where a restart is that of a station, not of a controller. */
const outstations: ReadonlySet<string> = new Set(["dnp3", "iec104"])

const modeEvents: Readonly<Record<string, EventKindCode>> = {
  s7comm: "S7_PLC_MODE_CHANGE",
  "s7comm-plus": "S7PLUS_PLC_MODE_CHANGE",
  mms: "MMS_PROGRAM_OPERATION",
}
const startEvents: Readonly<Record<string, EventKindCode>> = {
  ...{ cip: "ENIP_CONTROLLER_GENERIC_START", pccc: "ENIP_CONTROLLER_GENERIC_START" },
  mms: "MMS_PROGRAM_OPERATION",
}

function commandOf({ protocol, key, does }: FunctionWords, technique: string): Command | undefined {
  if (protocol === "profinet-dcp" && key.startsWith("set:5:"))
    return { kind: "profinet-device-factory-reset", event: "PROFINET_DPC_VALUE_SET", says: "reset to factory settings" }
  if (technique === "T0857" || technique === "T0839")
    return { kind: "firmware-update", event: "FIRMWARE_UPDATE", says: "loaded firmware into" }
  if (technique === "T0858" && stopWords.test(does))
    return {
      kind: stopKinds[protocol] ?? "controller-stop",
      event: modeEvents[protocol] ?? "ENIP_CONTROLLER_GENERIC_STOP",
      says: "told to stop",
    }
  // What shuts a Windows computer down stops no controller.
  if (technique !== "T0816" || protocol === "dcerpc") return undefined
  const kind = outstations.has(protocol) ? "outstation-restarted" : "controller-reset"
  return { kind, event: "ENIP_CONTROLLER_GENERIC_RESET", says: "told to restart" }
}

function judge(fact: Spoken<"place">, { world, raise, tell }: Judging): void {
  const { client, server, protocol, technique, place, time } = fact
  if (technique === "") return
  const words = world.functionWords(fact.function)
  const line = { what: words.does, where: world.placeText(place) }
  const command = commandOf(words, technique)
  if (command === undefined) {
    if (technique === "T0858" && startWords.test(words.does))
      tell({
        kind: startEvents[protocol] ?? "PLC_START",
        source: client,
        target: server,
        protocol,
        text: `{source} told {target} over ${words.title}: ${words.does}.`,
        time,
        place,
      })
    return
  }
  const says = command.says.startsWith("told")
    ? `{source} told {target} over ${words.title} to ${command.says.slice(8)}.`
    : command.says.startsWith("reset")
      ? `{source} told {target} over ${words.title} to go back to its factory settings.`
      : `{source} loaded firmware into {target} over ${words.title}.`
  tell({ kind: command.event, source: client, target: server, protocol, text: says, time, place })
  raise({ kind: command.kind, source: client, target: server, protocol, message: says, line, time, follow: { place } })
}

export const controllerCommand: Detection = {
  kinds: [
    ...new Set(Object.values(stopKinds)),
    "controller-stop",
    "controller-reset",
    "outstation-restarted",
    "profinet-device-factory-reset",
    "firmware-update",
  ],
  facts: { place: judge },
  examples: [
    {
      name: "an S7 controller is stopped",
      then: [
        {
          says: "place",
          from: "10.0.0.9",
          to: "10.0.0.2",
          protocol: "s7comm",
          key: "41",
          where: "",
          does: "Stop the controller",
          technique: "T0858",
        },
      ],
      raises: ["an-s7-stop-plc-command-was-sent"],
    },
    {
      name: "it is told while the sensor learns, too, and of who always does it",
      learned: [
        {
          says: "place",
          from: "10.0.0.9",
          to: "10.0.0.2",
          protocol: "enip",
          key: "6",
          where: "",
          does: "Put the controller into run mode",
          technique: "T0858",
        },
      ],
      then: [
        {
          says: "place",
          from: "10.0.0.9",
          to: "10.0.0.2",
          protocol: "cip",
          key: "class:142:7",
          isDetail: true,
          where: "",
          does: "Stop the controller",
          technique: "T0858",
        },
      ],
      raises: ["controller-stop"],
    },
    {
      name: "a controller is started: an event, no alert",
      then: [
        {
          says: "place",
          from: "10.0.0.9",
          to: "10.0.0.2",
          protocol: "umas",
          key: "64",
          where: "",
          does: "Start the controller",
          technique: "T0858",
        },
      ],
      raises: [],
    },
    ...(
      [
        ["cip", "class:142:6", "Put the controller into run mode", "ENIP_CONTROLLER_GENERIC_START"],
        ["mms", "40", "Start or restart", "MMS_PROGRAM_OPERATION"],
        ["umas", "64", "Start the controller", "PLC_START"],
      ] as const
    ).map(([protocol, key, does, event]): Example => ({
      name: `${does}, over ${protocol}`,
      then: [{ says: "place", from: "10.0.0.9", to: "10.0.0.2", protocol, key, where: "", does, technique: "T0858" }],
      raises: [],
      tells: [event],
    })),
    {
      name: "a GE controller is stopped",
      then: [
        {
          says: "place",
          from: "10.0.0.9",
          to: "10.0.0.2",
          protocol: "ge-srtp",
          key: "state:2",
          isDetail: true,
          where: "",
          does: "Stop the controller and its outputs",
          technique: "T0858",
        },
      ],
      raises: ["ge-srtp-stop-plc-command-was-sent"],
    },
    {
      name: "a controller is restarted",
      then: [
        {
          says: "place",
          from: "10.0.0.9",
          to: "10.0.0.2",
          protocol: "cip",
          key: "class:1:5",
          isDetail: true,
          where: "",
          does: "Reset the device",
          technique: "T0816",
        },
      ],
      raises: ["controller-reset"],
    },
    {
      name: "a Windows computer is shut down",
      then: [
        {
          says: "place",
          from: "10.0.0.9",
          to: "10.0.0.2",
          protocol: "dcerpc",
          key: "32:0",
          where: "",
          does: "Shut the computer down or restart it",
          technique: "T0816",
        },
      ],
      raises: [],
    },
    {
      name: "a DNP3 outstation is restarted",
      then: [
        {
          says: "place",
          from: "10.0.0.9",
          to: "10.0.0.2",
          protocol: "dnp3",
          key: "13",
          where: "outstation 10",
          does: "Restart the outstation",
          technique: "T0816",
        },
      ],
      raises: ["outstation-restarted"],
    },
    {
      name: "a PROFINET device goes back to its factory settings",
      then: [
        {
          says: "place",
          from: "00:11:22:33:44:55",
          to: "00:11:22:33:44:66",
          protocol: "profinet-dcp",
          key: "set:5:6",
          isDetail: true,
          where: "",
          does: "Reset the device or some of its data to the factory settings",
          technique: "T0809",
        },
      ],
      raises: ["profinet-device-factory-reset"],
    },
    {
      name: "firmware is loaded",
      then: [
        {
          says: "place",
          from: "10.0.0.9",
          to: "10.0.0.2",
          protocol: "cip",
          key: "class:161:75",
          isDetail: true,
          where: "",
          does: "Load firmware",
          technique: "T0857",
        },
      ],
      raises: ["firmware-update"],
    },
  ],
}
