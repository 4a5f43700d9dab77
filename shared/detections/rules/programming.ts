/** Somebody who never did while the sensor learned loads, reads or changes the program or the configuration of a controller. */
import type { Detection, FunctionWords, Judging, Spoken } from "../detection.ts"
import type { EventKindCode } from "../event-kind.ts"

type Work = { readonly kind: string; readonly event: EventKindCode; readonly did: string }

const loads: Work = {
  kind: "unauthorized-plc-programming",
  event: "PROGRAM_DEVICE",
  did: "changed the program of",
}
const reads: Work = {
  kind: "unauthorized-plc-program-upload",
  event: "PROGRAM_UPLOAD_DEVICE",
  did: "read the program or files of",
}
const configures: Work = {
  kind: "unauthorized-plc-configuration-write",
  event: "CONFIGURATION_CHANGE",
  did: "changed the configuration of",
}

const looks: Work = {
  kind: "unauthorized-plc-configuration-read",
  event: "CONFIGURATION_READ",
  did: "read the configuration of",
}

/** Off unless somebody wants to be told of everybody's changes. */
const anyChange = "change-of-device-configuration"

const byTechnique: Readonly<Record<string, Work>> = {
  T0843: loads,
  T0889: loads,
  T0821: loads,
  T0809: loads,
  T0845: reads,
  T0836: configures,
  T0892: configures,
  T0888: looks,
  T0801: looks,
}

/** What some protocols call it. */
const ownEvents: readonly (readonly [protocol: string, keys: RegExp, event: EventKindCode])[] = [
  ["s7comm-plus", /./, "S7PLUS_PROGRAMMING"],
  ["s7comm", /^pi:_(?:INSE|INS2|DELE|MODU)|^userdata:1:12$/, "SIEMENS_S_7_MEMORY_BLOCK_OPERATION"],
  ["mms", /^(?:26|27|28|32|34)$/, "MMS_PROGRAM_DEVICE"],
  ["mms", /./, "MMS_MEMORY_BLOCK_OPERATION"],
  ["cip", /^class:112:9$/, "ENIP_CONTROLLER_PROGRAM_DELETE"],
]

/** Only of what changes the program: what is read or configured has one event for all. */
const eventOf = (work: Work, { protocol, key }: FunctionWords): EventKindCode =>
  (work === loads && ownEvents.find(([of, keys]) => of === protocol && keys.test(key))?.[2]) || work.event

/** True where this file tells of it: no other alert needs to. */
export const isProgramming = (words: FunctionWords, technique: string): boolean =>
  workOf(words, technique) !== undefined

function workOf({ protocol, key, isEveryday }: FunctionWords, technique: string): Work | undefined {
  // A registry is no program of a controller, and who writes there is no engineering station for it.
  if (isEveryday || protocol === "dcerpc" || (protocol === "profinet-dcp" && key.startsWith("set:5:"))) return undefined
  return byTechnique[technique]
}

function judge(fact: Spoken<"place">, { world, raise, tell, mayProgram, permit }: Judging): void {
  const { client, server, protocol, technique, place, time } = fact
  const words = world.functionWords(fact.function)
  const work = workOf(words, technique)
  if (work === undefined) return
  const message = `{source} ${work.did} {target} over ${words.title}.`
  const where = world.placeText(place)
  const text = `${message.slice(0, -1)}: ${words.name}${where === "" ? "" : `, ${where}`}.`
  tell({ kind: eventOf(work, words), source: client, target: server, protocol, text, time, place })
  if (work === configures) {
    const line = { what: words.does, where }
    raise({ kind: anyChange, source: client, target: server, protocol, message, line, time, follow: { place } })
  }
  // A new device gets no days of grace for this; one that a person named, and one that did it while the sensor learned, does its work.
  if (world.isLearning()) return permit(client)
  if (mayProgram(client)) return
  const line = { what: words.does, where }
  raise({ kind: work.kind, source: client, target: server, protocol, message, line, time, follow: { place } })
}

const download = {
  says: "place",
  from: "10.0.0.9",
  to: "10.0.0.2",
  protocol: "s7comm",
  key: "26",
  where: "OB 1",
  does: "Load a block into the controller",
  technique: "T0843",
} as const

export const programming: Detection = {
  kinds: [loads.kind, reads.kind, configures.kind, looks.kind, anyChange],
  facts: { place: judge },
  examples: [
    {
      name: "a new laptop loads a block",
      then: [{ says: "appears", of: "10.0.0.9" }, download],
      raises: [loads.kind],
      tells: ["PROGRAM_DEVICE"],
    },
    ...(
      [
        ["s7comm-plus", "1"],
        ["s7comm", "pi:_DELE"],
        ["mms", "26"],
        ["mms", "36"],
        ["cip", "class:112:9"],
      ] as const
    ).map(([protocol, key]) => ({
      name: `${protocol} ${key} in the words of the timeline`,
      then: [{ ...download, protocol, key }],
      raises: protocol === "mms" ? [loads.kind, "unauthorized-mms-program-access"] : [loads.kind],
      tells: ownEvents
        .filter(([of, keys]) => of === protocol && keys.test(key))
        .slice(0, 1)
        .map(([, , event]) => event),
    })),
    {
      name: "the engineering station did so while the sensor learned",
      learned: [download],
      then: [{ ...download, where: "OB 35" }],
      raises: [],
    },
    {
      name: "somebody reads the program out",
      then: [{ ...download, key: "29", does: "Read a block out of the controller", technique: "T0845" }],
      raises: [reads.kind],
    },
    {
      name: "an operator panel writes process values all day",
      then: [{ ...download, key: "5", does: "Write values", technique: "T0836", isEveryday: true, where: "DB 1" }],
      raises: ["unauthorized-access-to-siemens-s7-data-block"],
    },
    {
      name: "somebody reads the configuration",
      then: [
        {
          ...download,
          protocol: "tristation",
          key: "20",
          does: "Read the configuration",
          technique: "T0888",
          where: "",
        },
      ],
      raises: [looks.kind],
    },
    {
      name: "the registry of a Windows computer is written",
      then: [
        {
          ...download,
          protocol: "dcerpc",
          key: "5:22",
          does: "Change the computer's registry",
          technique: "T0836",
          where: "",
        },
      ],
      raises: [],
    },
    {
      name: "the address of a device is changed",
      then: [
        {
          ...download,
          protocol: "profinet-dcp",
          key: "set:1:2",
          does: "Change the device's IP address",
          technique: "T0836",
          where: "",
        },
      ],
      raises: [configures.kind, anyChange],
    },
  ],
}
