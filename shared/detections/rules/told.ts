/** What a message says by itself that is an alert: faults that devices tell of themselves, and messages that break their specification. */
import type { Detection, Example, Judging, Spoken } from "../detection.ts"

type Word = {
  readonly kind: string
  readonly protocol: string
  /** Keys of functions, or of details. */
  readonly keys: RegExp
  /** One of them, where the pattern is none. */
  readonly like?: string
  /** Who the alert is about is the source: who sent what is wrong. */
  readonly by: "client" | "server"
  /** `{source}` is who sent it, `{target}` who got it. */
  readonly says: string
}

const words: readonly Word[] = [
  {
    kind: "illegal-modbus-operation-function-code-zero",
    protocol: "modbus",
    keys: /^0$/,
    by: "client",
    says: "{source} sent Modbus function 0 to {target}, which the specification forbids.",
  },
  {
    kind: "illegal-modbus-operation-exception-raised-by-master",
    protocol: "modbus",
    keys: /^from-client:/,
    like: "from-client:0",
    by: "client",
    says: "{source} sent {target} a Modbus exception; only servers answer with exceptions.",
  },
  {
    kind: "slave-device-received-illegal-function-code",
    protocol: "modbus",
    keys: /^exception:1$/,
    by: "client",
    says: "{target} does not know a function that {source} asked of it over Modbus.",
  },
  {
    kind: "slave-device-received-illegal-data-address-parameter",
    protocol: "modbus",
    keys: /^exception:2$/,
    by: "client",
    says: "{source} asked {target} over Modbus for addresses that it does not have.",
  },
  {
    kind: "slave-device-received-illegal-data-value-parameter",
    protocol: "modbus",
    keys: /^exception:3$/,
    by: "client",
    says: "{source} sent {target} a value over Modbus that it does not accept.",
  },
  {
    kind: "slave-device-unrecoverable-failure",
    protocol: "modbus",
    keys: /^exception:4$/,
    by: "server",
    says: "{source} told {target} over Modbus that it failed and can't recover by itself.",
  },
  {
    kind: "function-code-not-supported-by-outstation",
    protocol: "dnp3",
    keys: /^iin:8$/,
    by: "client",
    says: "{target} told {source} over DNP3 that it does not support the function.",
  },
  {
    kind: "unknown-object-sent-to-outstation",
    protocol: "dnp3",
    keys: /^iin:9$/,
    by: "client",
    says: "{target} told {source} over DNP3 that it does not know the object.",
  },
  {
    kind: "incorrect-parameter-sent-to-outstation",
    protocol: "dnp3",
    keys: /^iin:10$/,
    by: "client",
    says: "{target} told {source} over DNP3 that a parameter is not valid.",
  },
  {
    kind: "event-buffer-overflow-in-outstation",
    protocol: "dnp3",
    keys: /^iin:11$/,
    by: "server",
    says: "{source} told {target} over DNP3 that its event buffer overflowed: events were lost.",
  },
  {
    kind: "outstations-corrupted-configuration-detected",
    protocol: "dnp3",
    keys: /^iin:13$/,
    by: "server",
    says: "{source} told {target} over DNP3 that its configuration is damaged.",
  },
  {
    kind: "usage-of-reserved-status-flags-iin",
    protocol: "dnp3",
    keys: /^iin:1[45]$/,
    like: "iin:14",
    by: "server",
    says: "{source} set status flags in its answers to {target} that DNP3 keeps free.",
  },
  {
    kind: "suspicion-of-hardware-problems-in-outstation",
    protocol: "dnp3",
    keys: /^iin:6$/,
    by: "server",
    says: "{source} told {target} over DNP3 that it is in trouble.",
  },
  {
    kind: "suspicion-of-hardware-problems-in-outstation",
    protocol: "hart-ip",
    keys: /^status:128$/,
    by: "server",
    says: "{source} told {target} over HART-IP that the device malfunctions.",
  },
  {
    kind: "outstations-configuration-changed",
    protocol: "hart-ip",
    keys: /^status:64$/,
    by: "server",
    says: "{source} told {target} over HART-IP that its configuration was changed.",
  },
  {
    kind: "outstations-configuration-changed",
    protocol: "egd",
    keys: /^configuration-changed$/,
    by: "client",
    says: "{source} sends {target} Ethernet Global Data of another configuration than before.",
  },
  {
    kind: "master-requested-an-application-layer-confirmation",
    protocol: "dnp3",
    keys: /^confirm-from-master$/,
    by: "client",
    says: "{source} asked {target} over DNP3 for a confirmation; only outstations do that.",
  },
  {
    kind: "master-slave-authentication-error",
    protocol: "dnp3",
    keys: /^authentication:/,
    like: "authentication:1",
    by: "client",
    says: "{source} and {target} failed to authenticate each other over DNP3.",
  },
  {
    kind: "initiation-of-an-obsolete-function-code-initialize-data",
    protocol: "dnp3",
    keys: /^15$/,
    by: "client",
    says: "{source} sent {target} the obsolete DNP3 function “initialize data”.",
  },
  {
    kind: "initiation-of-an-obsolete-function-code-save-config",
    protocol: "dnp3",
    keys: /^19$/,
    by: "client",
    says: "{source} sent {target} the obsolete DNP3 function “save configuration”.",
  },
  {
    kind: "usage-of-a-reserved-function-code",
    protocol: "dnp3",
    keys: /^(?:3[4-9]|[4-9]\d|1[01]\d|12[0-8])$/,
    like: "42",
    by: "client",
    says: "{source} sent {target} a DNP3 function that the specification keeps free.",
  },
  {
    kind: "slave-device-received-illegal-asdu-type",
    protocol: "iec104",
    keys: /^cause:44$/,
    by: "client",
    says: "{target} told {source} over IEC 60870-5-104 that it does not know the type of a message.",
  },
  {
    kind: "slave-device-received-illegal-command-cause-of-transmission",
    protocol: "iec104",
    keys: /^cause:45$/,
    by: "client",
    says: "{target} told {source} over IEC 60870-5-104 that the cause of transmission is not valid.",
  },
  {
    kind: "slave-device-received-illegal-common-address",
    protocol: "iec104",
    keys: /^cause:46$/,
    by: "client",
    says: "{source} asked {target} over IEC 60870-5-104 for a station that it does not have.",
  },
  {
    kind: "slave-device-received-illegal-information-object-address",
    protocol: "iec104",
    keys: /^cause:47$/,
    by: "client",
    says: "{source} asked {target} over IEC 60870-5-104 for an information object that it does not have.",
  },
  {
    kind: "illegal-bacnet-message",
    protocol: "bacnet",
    keys: /^(?:reject|abort):/,
    like: "reject:1",
    by: "client",
    says: "{target} could not read what {source} sent it over BACnet.",
  },
  {
    kind: "bad-mms-device-state",
    protocol: "mms",
    keys: /^physical:[123]$/,
    like: "physical:2",
    by: "server",
    says: "{source} told {target} over MMS that it does not work as it should.",
  },
  {
    kind: "illegal-protocol-version",
    protocol: "enip",
    keys: /^status:105$/,
    by: "client",
    says: "{source} spoke a version of EtherNet/IP that {target} does not know.",
  },
  {
    kind: "profinet-dcp-command-failed",
    protocol: "profinet-dcp",
    keys: /^error:[1-9]/,
    like: "error:6:5:6",
    by: "server",
    says: "{source} refused a change that {target} asked of it over PROFINET DCP.",
  },
  {
    kind: "goose-control-block-requires-further-configuration",
    protocol: "goose",
    keys: /^needs-commissioning$/,
    by: "client",
    says: "{source} publishes GOOSE messages that say: the control block needs commissioning.",
  },
  {
    kind: "goose-dataset-configuration-was-changed",
    protocol: "goose",
    keys: /^(?:configuration|data-set|entries)-changed$/,
    like: "data-set-changed",
    by: "client",
    says: "{source} publishes another data set over GOOSE than before.",
  },
  {
    kind: "sampled-values-message-dataset-configuration-was-changed",
    protocol: "sv",
    keys: /^(?:configuration|data-set|units)-changed$/,
    like: "data-set-changed",
    by: "client",
    says: "{source} publishes another data set as Sampled Values than before.",
  },
]

const byProtocol = new Map<string, Word[]>()
for (const word of words) byProtocol.set(word.protocol, [...(byProtocol.get(word.protocol) ?? []), word])

function judge(
  { client, server, protocol, key, time, function: id }: Spoken<"operation">,
  { world, raise }: Judging,
): void {
  for (const { kind, keys, by, says } of byProtocol.get(protocol) ?? []) {
    if (!keys.test(key)) continue
    const [source, target] = by === "client" ? [client, server] : [server, client]
    const { name } = world.functionWords(id)
    raise({ kind, source, target, protocol, message: says, line: { what: name }, time, follow: { function: id } })
  }
}

const plain = ({ keys, like }: Word): string => like ?? keys.source.slice(1, -1)

/** Between ends that are new themselves, so that no departure from the baseline is told with it. */
const fires = words.map((word): Example => {
  const { kind, protocol, says } = word
  const key = plain(word)
  const isDetail = !/^\d+$/.test(key)
  return {
    name: says,
    then: [
      { says: "appears", of: "10.0.0.1" },
      { says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol, key, isDetail },
    ],
    raises: [kind],
  }
})

export const told: Detection = {
  kinds: [...new Set(words.map(({ kind }) => kind))],
  facts: { operation: judge },
  examples: [
    ...fires,
    {
      name: "a DNP3 outstation tells that it has events",
      then: [
        { says: "appears", of: "10.0.0.1" },
        { says: "operation", from: "10.0.0.1", to: "10.0.0.2", protocol: "dnp3", key: "iin:1", isDetail: true },
      ],
      raises: [],
    },
  ],
}
