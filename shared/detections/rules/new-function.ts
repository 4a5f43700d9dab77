/** A client uses a function of a server, or a detail of it, that it never used while the sensor learned. */
import type { Detection, Example, ExampleFact, FunctionWords, Judging, Spoken } from "../detection.ts"
import { isProgramming } from "./programming.ts"

/** By protocol: the kind of alert for its functions; and for its details, by how their keys begin. */
const ofFunctions: Readonly<Record<string, string>> = {
  modbus: "unpermitted-usage-of-modbus-function-code",
  umas: "unpermitted-modbus-schneider-electric-extension",
  s7comm: "unauthorized-siemens-s7-execution-of-control-function",
  "s7comm-plus": "unauthorized-siemens-s7-plus-operation",
  enip: "new-activity-detected-ethernet-ip-protocol-command",
  "cip-io": "new-activity-detected-ethernet-ip-i-o-connection",
  cip: "new-activity-detected-cip-class-service",
  pccc: "new-activity-detected-cip-pccc-command",
  dnp3: "unpermitted-usage-of-dnp3-function-code",
  iec104: "unpermitted-usage-of-asdu-types",
  mms: "unauthorized-mms-service",
  "opc-ua": "unauthorized-opc-ua-request-response",
  "ge-srtp": "unauthorized-ge-srtp-protocol-command",
  fins: "omron-fins-unauthorized-command",
  slmp: "unauthorized-mitsubishi-melsec-command",
  melsoft: "unauthorized-mitsubishi-melsec-command",
  ads: "new-activity-detected-using-ams-protocol-command",
  "profinet-dcp": "unauthorized-profinet-frame-type",
  "profinet-rt": "unauthorized-profinet-frame-type",
  "profinet-cm": "unauthorized-profinet-frame-type",
  "roc-plus": "unauthorized-emerson-roc-operation",
  sbus: "unauthorized-saia-s-bus-command",
  "lon-ip": "new-activity-detected-lontalk-command-codes",
  snmp: "unauthorized-snmp-operation",
  dcerpc: "new-activity-detected-unauthorized-rpc-message-type",
}

const ofDetails: readonly (readonly [protocol: string, keys: RegExp, kind: string])[] = [
  ["cip", /^class:\d+$/, "new-activity-detected-cip-class"],
  ["dnp3", /^iin:/, "unpermitted-usage-of-internal-indication-iin"],
]

/** Functions of S7 that run blocks of the user's own. */
const userFunctions = /^userdata:.*:?(?:4|3):/

/** Of remote procedure calls of Windows, by what they do to the computer. */
const ofWindows: readonly (readonly [does: RegExp, kind: string])[] = [
  [/service of the computer|service on the computer/, "unauthorized-windows-service"],
  [/program run on the computer|method of Windows management/, "unauthorized-windows-process"],
]

function kindOf({ protocol, key, does, isDetail }: FunctionWords): string | undefined {
  if (protocol === "dcerpc") {
    const found = ofWindows.find(([words]) => words.test(does))
    if (found !== undefined) return found[1]
  }
  if (isDetail) return ofDetails.find(([of, keys]) => of === protocol && keys.test(key))?.[2]
  if (protocol === "s7comm" && userFunctions.test(key))
    return "unauthorized-siemens-s7-execution-of-user-defined-function"
  return ofFunctions[protocol]
}

function judge(fact: Spoken<"operation">, { world, raise }: Judging): void {
  const { client, server, outcome, time } = fact
  if (outcome !== "request" && outcome !== "message") return
  if (world.isLearning(client, server)) return
  const words = world.functionWords(fact.function)
  const kind = kindOf(words)
  if (kind === undefined || isProgramming(words, fact.technique)) return
  raise({
    kind,
    source: client,
    target: server,
    protocol: words.protocol,
    message: `{source} used functions of ${words.title} on {target} that it never used there while the sensor learned.`,
    line: { what: words.name },
    time,
    follow: { function: fact.function },
  })
}

const asks = (protocol: string, key: string, more: { isDetail?: boolean; does?: string } = {}): ExampleFact => ({
  ...{ says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol, key },
  ...more,
})

/** One that fires for each kind; and the same, silent, where it was asked for while the sensor learned. */
const provedBy = (kind: string, protocol: string, fact: ExampleFact): readonly Example[] => {
  const learned = [asks(protocol, "usual")]
  const answers = { ...fact, outcome: "response" } as ExampleFact
  return [
    { name: `${kind}: ${protocol}`, learned, then: [fact], raises: [kind] },
    { name: `${kind}: ${protocol}, as ever`, learned: [...learned, fact], then: [fact, answers], raises: [] },
  ]
}
const proofs: readonly Example[] = [
  ...Object.entries(ofFunctions).flatMap(([protocol, kind]) => provedBy(kind, protocol, asks(protocol, "new"))),
  ...provedBy("unpermitted-usage-of-internal-indication-iin", "dnp3", asks("dnp3", "iin:3", { isDetail: true })),
  ...provedBy("unauthorized-siemens-s7-execution-of-user-defined-function", "s7comm", asks("s7comm", "userdata:4:1")),
  ...provedBy(
    "unauthorized-windows-service",
    "dcerpc",
    asks("dcerpc", "2:12", { does: "Create a service on the computer" }),
  ),
  ...provedBy(
    "unauthorized-windows-process",
    "dcerpc",
    asks("dcerpc", "3:1", { does: "Have a program run on the computer by its scheduler" }),
  ),
]

export const newFunction: Detection = {
  kinds: [
    ...new Set(Object.values(ofFunctions)),
    ...ofWindows.map(([, kind]) => kind),
    ...ofDetails.map(([, , kind]) => kind),
    "unauthorized-siemens-s7-execution-of-user-defined-function",
  ],
  facts: { operation: judge },
  examples: [
    ...proofs,
    {
      name: "a known client writes for the first time",
      learned: [{ says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "3" }],
      then: [{ says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "6" }],
      raises: ["unpermitted-usage-of-modbus-function-code"],
    },
    {
      name: "a class of objects that was never asked for",
      learned: [{ says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "cip", key: "14" }],
      then: [
        { says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "cip", key: "class:142", isDetail: true },
      ],
      raises: ["new-activity-detected-cip-class"],
    },
    {
      name: "what is new while the sensor learns is normal",
      learned: [
        { says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "3" },
        { says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "6" },
      ],
      then: [],
      raises: [],
    },
    {
      name: "a new device has days of its own to become known",
      learned: [{ says: "appears", of: "10.0.0.2" }],
      then: [
        { says: "appears", of: "10.0.0.9" },
        { says: "operation", from: "10.0.0.9", to: "10.0.0.2", protocol: "modbus", key: "3", at: 86_400 },
      ],
      raises: [],
    },
    {
      name: "after its first days, it is judged as all others",
      learned: [{ says: "appears", of: "10.0.0.2" }],
      then: [
        { says: "appears", of: "10.0.0.9" },
        { says: "operation", from: "10.0.0.9", to: "10.0.0.2", protocol: "modbus", key: "6", at: 8 * 86_400 },
      ],
      raises: ["unpermitted-usage-of-modbus-function-code"],
    },
    {
      name: "an answer with a code of its own is no new use",
      learned: [{ says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "dnp3", key: "1" }],
      then: [
        { says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "dnp3", key: "129", outcome: "response" },
      ],
      raises: [],
    },
  ],
}
