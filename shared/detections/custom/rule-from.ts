/** A rule to begin with, made of what somebody is looking at: an alert, an event of the timeline, a function or a place of a device. */
import { severities, type Severity } from "../alert-kind.ts"
import { typed } from "./typed-value.ts"
import { fieldOf, isTopic, topics, type Topic, type TopicId } from "./fields.ts"
import type { Condition, Operator, Rule } from "./rule.ts"
import { emptyRule } from "./rule-templates.ts"

type Line = { readonly what: string; readonly where: string; readonly value: string }

export type Looked = {
  readonly kind: string
  readonly title: string
  readonly severity: Severity
  readonly protocol: string
  /** IP address, or MAC; "": nobody. */
  readonly source: string
  readonly target: string
  /** What exactly it was, the first of them counts. */
  readonly lines: readonly Line[]
}

const longestName = 100
const is = (field: string, value: string, operator: Operator = "is"): Condition => ({
  ...{ field, operator, value: value.trim(), to: "", other: "" },
})

/** By the kind of alert, from the most special to the most general; what fits none is a request of a protocol. */
const byKind: readonly (readonly [kind: RegExp, about: TopicId])[] = [
  [/^unauthorized-database-operation$/, "statement"],
  [/login|sign-in|password-guessing/, "signIn"],
  [/suspicious-executable/, "carried"],
  [/file-transfer|antivirus|psexec|remote-windows-service/, "file"],
  [/name-quer|domain-name/, "asked"],
  [/http/, "web"],
  [/dhcp|dynamic-ip/, "lease"],
  [/field-device-discovered|bacnet-route/, "part"],
  [/firmware-change|firmware-version|software-changed|plc-firmware|operating-mode-changed|lldp-device/, "claim"],
  [/^new-asset/, "appears"],
  [/^arp-/, "resolve"],
  [/port-scan|scan-detected|known-malicious-ip|number-of-sessions|denial-of-service|disconnected/, "attempt"],
  [/bandwidth|icmp-flooding/, "trafficMinute"],
  [
    /abnormal-(?:exception|termination)|restarts-frequently|restart-rate|continuous-event|unresponsive|inactive-communication|polling|periodic/,
    "functionMinute",
  ],
  [/internet|external-address|new-port|multicast|ssh-access|remote-access/, "speaks"],
  [/message-length|malformed|^illegal-(?!bacnet|protocol)|invalid-smb/, "malformed"],
]
/** What stands first in a line is what the command does, not the name of the function. */
const byEffect =
  /^(?:an-s7-stop|ge-srtp-stop|controller-(?:stop|reset)$|outstation-restarted|profinet-device-factory|firmware-update$|unauthorized-plc-|change-of-device-configuration)/

/** Signs of malware, by where they were seen. */
function signOf({ kind, protocol, lines: [line] }: Looked): TopicId | undefined {
  if (!/^suspicion-of-|^invalid-smb|^malware-test/.test(kind)) return undefined
  if (line?.what === "Bytes of a published indicator") return "marker"
  return protocol === "dns" ? "asked" : protocol === "http" ? "web" : protocol === "smb" ? "file" : undefined
}

const topicOf = (looked: Looked): TopicId => {
  const { kind, protocol, lines } = looked
  const sign = signOf(looked)
  if (sign !== undefined) return sign
  if (kind === "traffic-that-was-removed-from-the-baseline") return "trafficMinute"
  if (kind === "unauthorized-file-transfer" && lines[0]?.what === "Program") return "carried"
  const found = byKind.find(([kinds]) => kinds.test(kind))?.[1]
  return found ?? (protocol === "" || protocol === "tcp" || protocol === "udp" ? "trafficMinute" : "operation")
}

/** The condition on an end: by what its address is. A group of the network is one, too. */
function endOf(id: "source" | "target", address: string): readonly Condition[] {
  if (typed("ip", address) !== undefined) return [is(`${id}Ip`, address)]
  return typed("mac", address) === undefined ? [] : [is(`${id}Mac`, address)]
}

/** What the first line says, in the fields of the topic. */
function ofLine(about: TopicId, { kind }: Looked, line: Line | undefined): readonly Condition[] {
  if (line === undefined) return []
  const { what, where, value } = line
  const told = (...all: readonly (readonly [field: string, text: string])[]): readonly Condition[] =>
    all.flatMap(([field, text]) => (text.trim() === "" ? [] : [is(field, text)]))
  switch (about) {
    case "operation":
      return told([byEffect.test(kind) ? "does" : "function", what], ["where", where])
    case "functionMinute":
      return told(["function", what])
    case "signIn":
      return told(["user", where])
    case "file":
    case "carried":
      if (where === "") return told(["name", what])
      return where.startsWith("SHA-256 ") ? told(["sha256", where.slice(8)]) : told(["name", where])
    case "asked":
      return told(["name", what])
    case "statement":
      return told(["text", where])
    case "claim":
      if (kind === "plc-operating-mode-changed") return told(["property", "mode"], ["part", where])
      return told(["property", what.split(",")[0]!], ["value", value], ["part", where])
    case "part":
      return told(["part", what])
    default:
      return []
  }
}

const messages: Partial<Record<TopicId, string>> = {
  operation: "{source} asked {target}: {function}, {where}.",
  functionMinute: "{source} asked {target}: {function}.",
  signIn: "{user} signed in on {target} from {source}.",
  file: "The file {name} passed between {source} and {target}.",
  carried: "The file {name} passed between {source} and {target}.",
  asked: "{source} asked for {name}.",
  statement: "{source} sent a statement to {target}: {text}",
  claim: "{source} tells of itself: {property} {value}.",
  part: "{source} answers for {part}.",
}

/** A condition that can always be met, where nothing else is known: a rule needs one. */
const something: Partial<Record<TopicId, Condition>> = {
  trafficMinute: is("packets", "1", "least"),
  functionMinute: is("requests", "1", "least"),
  attempt: is("port", "0", "least"),
  speaks: is("port", "0", "least"),
  marker: is("indicator", "0", "least"),
}

export function ruleOf(looked: Looked): Rule {
  const about = topicOf(looked)
  const topic: Topic = topics[about]
  const { title, severity, protocol, source, target, lines } = looked
  const ends = [...endOf("source", source), ...(topic.hasTarget ? endOf("target", target) : [])]
  const conditions = [...ends, ...ofLine(about, looked, lines[0])].filter(
    ({ field }) => fieldOf(about, field) !== undefined,
  )
  const least = something[about]
  return {
    ...emptyRule,
    ...{ name: `Again: ${title}`.slice(0, longestName), about, severity },
    protocol: topic.hasProtocol && protocol !== "tcp" && protocol !== "udp" ? protocol : "",
    // An answer may have been what was told of: its ends stand the other way round.
    direction: topic.hasTarget ? "either" : "asked",
    sets: [conditions.length > 0 ? conditions : least === undefined ? emptyRule.sets[0]! : [least]],
    message:
      messages[about] ??
      (topic.hasTarget ? "{source} and {target}: it happened again." : "{source}: it happened again."),
  }
}

export type Asked = {
  readonly protocol: string
  readonly title: string
  /** The function's name; its key where it has none. */
  readonly function: string
  readonly where: string
  readonly value: string
  /** Addresses; "": anybody. */
  readonly source: string
  readonly target: string
}

/** Of a function that a device was asked for or asks for, perhaps at one place with a value. */
export function ruleOfFunction({ protocol, title, function: name, where, value, source, target }: Asked): Rule {
  const isNumber = typed("number", value) !== undefined
  const told = [
    ...(source === "" ? [] : endOf("source", source)),
    ...(target === "" ? [] : endOf("target", target)),
    is("function", name),
    ...(where === "" ? [] : [is("where", where)]),
    ...(isNumber ? [is("value", value)] : []),
  ]
  return {
    ...emptyRule,
    ...{ name: `${title}: ${name}`.slice(0, longestName), about: "operation", protocol, sets: [told] },
    message: isNumber
      ? "{source} asked {target}: {function}, {where}, {value}."
      : "{source} asked {target}: {function}, {where}.",
  }
}

/** By the kind of event of the timeline: an alert's kind that says the same, or the technique of what was done. */
const ofEvents: readonly (readonly [event: RegExp, like: string, technique: string])[] = [
  [/^FILE_TRANSFER$/, "unauthorized-file-transfer", ""],
  [/AUTHENTICATION(?!.*S_7)|^FTP_|^TELNET_/, "unauthorized-sign-in", ""],
  [/^DATABASE_ACTION$/, "unauthorized-database-operation", ""],
  [/^(?:REMOTE_ACCESS|INTERNET_ACCESS)$/, "unauthorized-ssh-access", ""],
  [/^FIRMWARE_CHANGED$/, "firmware-change-detected", ""],
  [/^PLC_OPERATING_MODE_CHANGED$/, "plc-operating-mode-changed", ""],
  [/^PLC_MODULE_CHANGE$/, "field-device-discovered-unexpectedly", ""],
  [/^(?:DEVICE_CREATE|DEVICE_CONNECTION_CREATED)$/, "unauthorized-ssh-access", ""],
  [/^SCAN$/, "port-scan-detected", ""],
  [/^DHCP_/, "unauthorized-dhcp-server", ""],
  [/^PROGRAM_UPLOAD/, "", "T0845"],
  [/PROGRAM_DEVICE|PROGRAMMING$/, "", "T0843"],
  [/^CONFIGURATION_CHANGE$/, "", "T0836"],
  [/^FIRMWARE_UPDATE$/, "", "T0857"],
  [/_STOP$|_START$|MODE_CHANGE$/, "", "T0858"],
  [/_RESET$/, "", "T0816"],
]

type Event = Pick<Looked, "title" | "protocol" | "source" | "target"> & { readonly kind: string }

/** Of an event that tells of no alert. */
export function ruleOfEvent({ kind, title, protocol, source, target }: Event): Rule {
  const [, like = "", technique = ""] = ofEvents.find(([events]) => events.test(kind)) ?? []
  const rule = ruleOf({ kind: like, title, severity: "minor", protocol, source, target, lines: [] })
  if (technique === "") return rule
  const isBlank = rule.sets[0]!.every(({ field }) => field === "")
  return { ...rule, sets: [[...(isBlank ? [] : rule.sets[0]!), is("technique", technique)]] }
}

/** A rule in the address of a page, so that Back and a reload keep it. */
export const ruleText = (rule: Rule): string => JSON.stringify(rule)

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= 2000

function isCondition(value: unknown): value is Condition {
  if (typeof value !== "object" || value === null) return false
  const one = value as Record<string, unknown>
  return ["field", "operator", "value", "to", "other"].every((key) => isText(one[key]))
}

/** null: the text is no rule. Whether the rule makes sense is judged where every rule is. */
export function readRuleText(text: string): Rule | null {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  if (typeof read !== "object" || read === null) return null
  const { about, name, protocol, sets, message, severity, direction } = read as Record<string, unknown>
  const isSound = isText(about) && isTopic(about) && isText(name) && isText(protocol) && isText(message)
  if (!isSound || !Array.isArray(sets) || sets.length === 0 || sets.length > 10) return null
  if (!sets.every((set) => Array.isArray(set) && set.length <= 10 && set.every(isCondition))) return null
  return {
    ...emptyRule,
    ...{ about, name, protocol, message },
    sets: sets as Condition[][],
    direction: direction === "either" ? "either" : "asked",
    severity: severities.find((one) => one === severity) ?? emptyRule.severity,
  }
}
