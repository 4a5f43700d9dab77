/** A device answers that it can't or won't do what it was asked. */
import type { Detection, Example, Judging, Spoken } from "../detection.ts"

const kindsOf: Readonly<Record<string, string>> = {
  modbus: "modbus-exception",
  umas: "modbus-exception",
  bacnet: "bacnet-operation-failed",
  cip: "ethernet-ip-cip-service-request-failed",
  pccc: "ethernet-ip-cip-service-request-failed",
  enip: "ethernet-ip-encapsulation-protocol-command-failed",
  "ge-srtp": "ge-srtp-command-failure",
  dcerpc: "rpc-operation-failed",
  mms: "mms-service-request-failed",
  "opc-ua": "opc-ua-service-request-failed",
  "profinet-dcp": "profinet-dcp-command-failed",
}

/** Policy: off unless somebody wants to be told of each first refusal. */
const newRefusal = "function-code-raised-unauthorized-exception"

function judge(
  { client, server, protocol, function: id, time }: Spoken<"refusal">,
  { world, raise, isFollowed }: Judging,
): void {
  const kind = kindsOf[protocol]
  if (kind === undefined) return
  const words = world.functionWords(id)
  if (!world.isLearning(client, server) && !isFollowed(id)) {
    const text = `{target} refused what {source} asked of it over ${words.title}, which it never did while the sensor learned.`
    const line = { what: words.name }
    raise({ kind: newRefusal, source: client, target: server, protocol, message: text, line, time })
  }
  const message = `{target} refused what {source} asked of it over ${words.title}.`
  raise({
    kind,
    source: client,
    target: server,
    protocol,
    message,
    line: { what: words.name },
    time,
    again: "refused",
    follow: { function: id },
  })
}

const ends = { from: "10.0.0.1", to: "10.0.0.2", key: "usual" } as const
const proofs: readonly Example[] = Object.entries(kindsOf).flatMap(([protocol, kind]): readonly Example[] => [
  {
    name: `${kind}: ${protocol}`,
    learned: [{ says: "operation", ...ends, protocol }],
    then: [{ says: "refusal", ...ends, protocol }],
    raises: [kind, newRefusal],
  },
  {
    name: `${kind}: ${protocol}, answered`,
    learned: [{ says: "operation", ...ends, protocol }],
    then: [{ says: "operation", ...ends, protocol, outcome: "response" }],
    raises: [],
  },
])

export const refused: Detection = {
  kinds: [...new Set(Object.values(kindsOf)), newRefusal],
  facts: { refusal: judge },
  examples: [
    ...proofs,
    {
      name: "a Modbus exception, while the sensor learns too",
      then: [{ says: "refusal", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "3" }],
      raises: ["modbus-exception", "unpermitted-usage-of-modbus-function-code"],
    },
    {
      name: "a known request is refused for the first time",
      learned: [{ says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "3" }],
      then: [{ says: "refusal", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "3" }],
      raises: ["modbus-exception", newRefusal],
    },
    {
      name: "an answer that says yes",
      learned: [{ says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "3" }],
      then: [
        { says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "modbus", key: "3", outcome: "response" },
      ],
      raises: [],
    },
    {
      name: "a web page that is not there is no matter of the plant",
      then: [{ says: "refusal", from: "10.0.0.1", to: "10.0.0.2", protocol: "http", key: "404" }],
      raises: [],
    },
  ],
}
