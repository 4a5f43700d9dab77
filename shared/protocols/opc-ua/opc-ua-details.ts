/** What is counted of OPC UA beside its services: how a channel is secured, who logs in, which methods are called, why something is refused. */
import { opcUaStatusName } from "./opc-ua-status.ts"

/** The kind stands above the lowest 16 bits. */
export const details = {
  status: 0x10000,
  policy: 0x20000,
  mode: 0x30000,
  user: 0x40000,
  /** An endpoint that a server offers: policy × 16 + mode. */
  offers: 0x50000,
  method: 0x60000,
  attribute: 0x70000,
  history: 0x80000,
  certificate: 0x90000,
  notification: 0xa0000,
  fault: 0xb0000,
} as const

/** OPC 10000-7: what stands behind the # of a policy's URI. 0: another one. */
const policies = [
  "other",
  "None",
  "Basic128Rsa15",
  "Basic256",
  "Basic256Sha256",
  "Aes128_Sha256_RsaOaep",
  "Aes256_Sha256_RsaPss",
  "ECC_nistP256",
  "ECC_nistP384",
  "ECC_curve25519",
  "ECC_brainpoolP256r1",
  "ECC_brainpoolP384r1",
] as const
export const POLICY_NONE = 1

/** OPC 10000-4 section 7.20 MessageSecurityMode; what follows was seen on a channel whose opening is sealed. */
export const modes = ["invalid", "none", "sign", "sign-and-encrypt"] as const
const users = ["other", "anonymous", "name", "certificate", "token", "name-readable-password"] as const
const userNames = [
  "log in with an unknown kind of identity",
  "log in without a name",
  "log in with a user name",
  "log in with a certificate",
  "log in with a token",
  "log in with a password that anyone on the way can read",
] as const
/** Methods of namespace 0 that are told apart; 0: the server's own. */
export const methods = [
  "own",
  "server-state",
  "acknowledge-alarm",
  "comment-alarm",
  "enable-alarm",
  "disable-alarm",
  "shelve-alarm",
  "trust",
  "certificate",
  "roles",
  "program",
  "read-file",
  "write-file",
  "delete-file",
  "query",
] as const
const methodNames = [
  "a method of the server's own",
  "request server state change",
  "acknowledge or confirm an alarm",
  "comment on an alarm",
  "enable an alarm, or put it back",
  "disable an alarm",
  "shelve, suppress or silence an alarm",
  "change the list of trusted certificates",
  "change or apply the server's certificate",
  "change roles",
  "start or stop a program",
  "read a file",
  "write a file",
  "delete a file",
  "ask for monitored items or data again",
] as const
export type Method = (typeof methods)[number]
const histories = ["other", "change", "delete"] as const
const historyNames = ["change recorded values or events", "change recorded values or events", "delete recorded ones"]
const certificates = ["valid", "expired", "not-yet-valid"] as const

/** OPC 10000-4 section 7.25: what a subscription brings. */
export const notifications = ["other", "data", "events", "status"] as const
const notificationNames = [
  "a notification of the server's own",
  "notification of changed data",
  "notification of events or alarms",
  "notification that a subscription changed or ended",
] as const

const keyOf = (list: readonly string[], code: number): string => list[code] ?? String(code)

export function opcUaDetailKey(code: number): string {
  const value = code & 0xffff
  switch (code & 0xff0000) {
    case details.status:
      return `status:0x${value.toString(16).padStart(4, "0")}0000`
    case details.policy:
      return `policy:${keyOf(policies, value)}`
    case details.mode:
      return `mode:${keyOf(modes, value)}`
    case details.user:
      return `user:${keyOf(users, value)}`
    case details.offers:
      return `offers:${keyOf(policies, value >> 4)}:${keyOf(modes, value & 15)}`
    case details.method:
      return `method:${keyOf(methods, value)}`
    case details.attribute:
      return value === 13 ? "attribute:value" : "attribute:other"
    case details.history:
      return `history:${keyOf(histories, value)}`
    case details.notification:
      return `notification:${keyOf(notifications, value)}`
    case details.fault:
      return "service-fault"
    default:
      return `certificate:${keyOf(certificates, value)}`
  }
}

const secured = ["", "without security", "signed", "signed and encrypted"] as const

export function opcUaDetailName(code: number): string | undefined {
  const value = code & 0xffff
  switch (code & 0xff0000) {
    case details.status:
      return opcUaStatusName(value)
    case details.policy:
      return value === POLICY_NONE ? "security policy None: nothing is protected" : `security policy ${policies[value]}`
    case details.mode:
      return `messages ${secured[value] ?? ""}`
    case details.user:
      return userNames[value]
    case details.offers:
      return `offers an endpoint ${secured[value & 15] ?? ""} (${policies[value >> 4]})`
    case details.method:
      return methodNames[value]
    case details.attribute:
      return value === 13 ? "write the value" : "write another attribute"
    case details.history:
      return historyNames[value]
    case details.notification:
      return notificationNames[value]
    case details.fault:
      return "the server answered with a service fault"
    default:
      return value === 1 ? "a certificate that is no longer valid" : "a certificate that is not yet valid"
  }
}

/** The number of a policy in the list, by the end of its URI. */
export function policyAt(bytes: Uint8Array, at: number, length: number): number {
  let from = at + length
  while (from > at && bytes[from - 1] !== 0x23) from--
  for (let n = 1; n < policies.length; n++) {
    const name = policies[n]!
    if (name.length !== at + length - from) continue
    let same = true
    for (let i = 0; i < name.length && same; i++) same = bytes[from + i] === name.charCodeAt(i)
    if (same) return n
  }
  return 0
}

/** Identifiers of methods in namespace 0 (OPC 10000-6 annex A, NodeIds.csv). */
const known: readonly (readonly [Method, readonly number[]])[] = [
  ["server-state", [12886]],
  ["acknowledge-alarm", [9111, 9113, 9156, 9158]],
  ["comment-alarm", [9029, 9053, 9091, 9136]],
  ["enable-alarm", [9027, 9051, 9089, 9134, 2947, 9211, 17868, 17870, 18199]],
  ["disable-alarm", [9028, 9052, 9090, 9135, 17869]],
  ["shelve-alarm", [2948, 2949, 9212, 9213, 16402, 16403]],
  ["trust", [12535, 12546, 12548, 12550, 12655, 12666, 12668, 12670, 13613, 13624, 13627, 13629]],
  ["certificate", [12737, 12740, 13737]],
  ["roles", [15624, 15626, 15997, 16000, 16176, 16178, 16180, 16182, 16301, 16304]],
  ["program", [2426, 2427, 2428, 2429, 2430]],
  ["read-file", [11580, 11585, 12527, 12532, 12647, 12652]],
  ["write-file", [11588, 13387, 13390, 13395]],
  ["delete-file", [13393]],
  ["query", [11492, 12873, 12749, 3875, 4198, 5123, 5550, 12912, 12916, 12918, 12984]],
]
const methodOf: ReadonlyMap<number, number> = new Map(
  known.flatMap(([method, ids]) => ids.map((id) => [id, methods.indexOf(method)] as const)),
)

/** 0 for what namespace 0 does not define. */
export const opcUaMethod = (id: number): number => methodOf.get(id) ?? 0
