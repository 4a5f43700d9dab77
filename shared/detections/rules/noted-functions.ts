/** Requests that are worth a line in the event timeline and are no alert by themselves: traps, messages, calls that run something, log-ons. */
import type { Detection, Example, ExampleFact, FunctionWords, Judging, MinuteCount, Spoken } from "../detection.ts"
import type { EventKindCode } from "../event-kind.ts"

/** Microseconds. */
const pause = 3600e6

/** True where it was not told within the last hour; capture time may also go back, with another capture. */
export function isDue(key: string, time: number, { swap }: Judging): boolean {
  const before = swap(key, String(time))
  const isRecent = before !== "" && Math.abs(time - Number(before)) < pause
  if (isRecent) swap(key, before)
  return !isRecent
}

type Ends = Pick<Spoken<"operation">, "client" | "server">
export const pairOf = ({ client, server }: Ends, { world }: Judging): string =>
  `${world.text(client)}|${world.text(server)}`

type Function = {
  readonly protocol: string
  /** Of its name, or of what it does. */
  readonly words: RegExp
  readonly kind: EventKindCode
  readonly says: string
  /** It is told where the function is refused. */
  readonly refused?: true
  /** Goes on all day: only the first one is told. */
  readonly once?: true
}

/** By the names and effects that dissectors give functions. */
const functions: readonly Function[] = [
  { protocol: "snmp", words: /^trap|^inform/, kind: "SNMP_TRAP", says: "{source} sent {target} an SNMP trap." },
  {
    protocol: "syslog",
    words: /^(?:notice|informational|debug)$/,
    kind: "SYSLOG_MSG",
    says: "{source} sends {target} syslog messages of the severity “{name}”.",
    once: true,
  },
  {
    protocol: "syslog",
    words: /^(?:emergency|alert|critical|error|warning)$/,
    kind: "SYSLOG_MSG",
    says: "{source} sent {target} a syslog message of the severity “{name}”.",
  },
  {
    protocol: "dcerpc",
    words: /create a service|register a task|run a task|add a job|run a method/,
    kind: "REMOTE_PROCESS_EXECUTION",
    says: "{source} had {target} run something: {name}.",
  },
  {
    protocol: "dcerpc",
    words: /IOPCServer|IOPCGroupStateMgt/,
    kind: "OPC_DATA_ACCESS_GROUP_MANAGEMENT_OPERATION",
    says: "{source} managed groups of values of the OPC server {target}.",
    once: true,
  },
  {
    protocol: "dcerpc",
    words: /IOPCItemMgt/,
    kind: "OPC_DATA_ACCESS_ITEM_MANAGEMENT_OPERATION",
    says: "{source} managed items of a group of the OPC server {target}.",
    once: true,
  },
  {
    protocol: "dcerpc",
    words: /IOPCAsyncIO2|IOPCDataCallback/,
    kind: "OPC_DATA_ACCESS_IO_SUBSCRIPTION_MANAGEMENT_OPERATION",
    says: "{source} and {target} exchanged values that were subscribed to over OPC.",
    once: true,
  },
  {
    protocol: "dcerpc",
    words: /IOPCEventServer\): subscribe|IOPCEventSubscriptionMgt/,
    kind: "OPC_AE_EVENT_SUBSCRIPTION",
    says: "{source} subscribed to alarms and events of the OPC server {target}, or changed what it gets.",
  },
  {
    protocol: "dcerpc",
    words: /able a condition|acknowledge a condition/,
    kind: "OPC_AE_EVENT_CONDITION_MANAGEMENT_OPERATION",
    says: "{source} enabled, disabled or acknowledged conditions of the OPC server {target}.",
  },
  {
    protocol: "dcerpc",
    words: /IOPCEventSink/,
    kind: "OPC_AE_EVENT",
    says: "{source} tells {target} events over OPC.",
    once: true,
  },
  {
    protocol: "s7comm",
    words: /plc password|_N_LOGIN_|Log in to the controller/i,
    kind: "SIEMENS_S_7_AUTHENTICATION",
    says: "{source} gave or cleared the password of the controller {target} over S7comm.",
  },
  {
    protocol: "ge-srtp",
    words: /programmer logon/,
    kind: "SRTP_LOGIN_PROGRAMMING",
    says: "{source} logged on or off as the programmer of {target} over GE SRTP.",
  },
  {
    protocol: "ge-srtp",
    words: /change privilege level/,
    kind: "SRTP_CHANGE_PRIVILEGE",
    says: "{source} asked {target} over GE SRTP for another access level.",
  },
  {
    protocol: "ge-srtp",
    words: /change privilege level/,
    kind: "SRTP_CHANGE_LEVEL_FAILED",
    says: "{target} refused {source} another access level over GE SRTP.",
    refused: true,
  },
  {
    protocol: "ge-srtp",
    words: /^set controller ID/,
    kind: "DEVICE_UPDATE",
    says: "{source} gave {target} another name over GE SRTP.",
  },
]
const spoken: ReadonlySet<string> = new Set(functions.map(({ protocol }) => protocol))

function tellFunction(
  { protocol, name, does }: FunctionWords,
  ends: Ends,
  isRefusal: boolean,
  time: number,
  judging: Judging,
  unproved?: true,
): void {
  for (const one of functions) {
    if (one.protocol !== protocol || (one.refused === true) !== isRefusal) continue
    if (one.once === true && unproved) continue
    if (!one.words.test(name) && !one.words.test(does)) continue
    const what = one.says.includes("{name}") ? name : ""
    if (!isDue(`noted|${one.kind}|${pairOf(ends, judging)}|${what}`, time, judging)) continue
    const text = one.says.replace("{name}", name)
    const by = { source: ends.client, target: ends.server, protocol }
    judging.tell({ kind: one.kind, ...by, text, time, ...(unproved ? { unproved } : {}) })
  }
}

function asked(fact: Spoken<"operation">, judging: Judging): void {
  if (!spoken.has(fact.protocol) || fact.outcome === "response" || fact.outcome === "exception") return
  tellFunction(judging.world.functionWords(fact.function), fact, false, fact.time, judging)
}

function refused(fact: Spoken<"refusal">, judging: Judging): void {
  if (spoken.has(fact.protocol))
    tellFunction(judging.world.functionWords(fact.function), fact, true, fact.time, judging)
}

/** What was asked in a minute that is over; no single frame proves it. */
export function noteMinute(words: FunctionWords, count: MinuteCount, time: number, judging: Judging): void {
  if (!spoken.has(words.protocol)) return
  if (count.requests + count.messages > 0) tellFunction(words, count, false, time, judging, true)
  if (count.exceptions > 0) tellFunction(words, count, true, time, judging, true)
}

/** A name that the words of a function fit. */
const sample = ({ words }: Function): string => words.source.replaceAll(/^\^|\(\?:|\|.*/g, "").replaceAll("\\", "")

export const notedFunctions: Detection = {
  kinds: [],
  facts: { operation: asked, refusal: refused },
  examples: functions.flatMap((one): readonly Example[] => {
    const { protocol, kind, refused: isRefusal } = one
    const ends = { from: "10.0.0.9", to: "10.0.0.2", protocol } as const
    const raises = isRefusal === true ? ["ge-srtp-command-failure"] : []
    const says = isRefusal === true ? "refusal" : "operation"
    const fact: ExampleFact = { says, ...ends, key: "new", does: sample(one) }
    return [
      {
        name: `${kind}: ${protocol}`,
        then: [fact],
        raises,
        tells: isRefusal === true ? [kind, "SRTP_CHANGE_PRIVILEGE"] : [kind],
        isLearning: true,
      },
      {
        name: `${kind}: ${protocol}, within the hour`,
        learned: [fact],
        then: [{ ...fact, at: 60 }],
        raises,
        tells: [],
        isLearning: true,
      },
    ]
  }),
}
