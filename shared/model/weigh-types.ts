/** What kind of device it is, from everything that speaks for it together: one strong word settles it, many weak ones add up. */
import { strongest } from "./choose.ts"
import { deviceTypes, type Claim, type DeviceType } from "./device.ts"

/** What a device or its neighbour says, and what a product's name gives away, is no matter of weighing. */
const said = 0.6

/** These are servers, too: what speaks for a server speaks for them, once something of their own does. */
const servers: ReadonlySet<string> = new Set<DeviceType>([
  "domain-controller",
  "database-server",
  "historian",
  "scada-server",
  "time-server",
])
/** Almost any computer looks like one of these; what it does for the process tells more. */
const general: ReadonlySet<string> = new Set<DeviceType>(["server", "workstation"])
const forProcess: ReadonlySet<string> = new Set<DeviceType>([
  "plc",
  "rtu",
  "ied",
  "dcs-controller",
  "safety-controller",
  "drive",
  "robot",
  "hmi",
  "scada-server",
  "engineering-station",
  "historian",
  "protocol-converter",
])

/** By type and way of knowing, the surest. */
type Evidence = ReadonlyMap<string, ReadonlyMap<string, number>>

/** "unknown" where nothing speaks for anything. The order of the claims does not matter. */
export function weighedType(claims: readonly Claim[]): DeviceType {
  const first = strongest(claims, "type")
  if (first === undefined) return "unknown"
  return typeOf(first.confidence >= said ? first.value : heaviest(evidenceOf(claims)))
}

function heaviest(evidence: Evidence): string {
  const candidates = [...evidence.keys()].sort()
  const hasRole = candidates.some((type) => forProcess.has(type))
  const fit = hasRole ? candidates.filter((type) => !general.has(type)) : candidates
  const weights = new Map(fit.map((type) => [type, weightOf(type, evidence)] as const))
  return fit.reduce((best, type) => (weights.get(type)! > weights.get(best)! ? type : best))
}

/** Ways of knowing do not depend on each other: what each leaves of doubt is multiplied. */
function weightOf(type: string, evidence: Evidence): number {
  const ways = new Map(evidence.get(type))
  if (servers.has(type))
    for (const [way, confidence] of evidence.get("server") ?? [])
      ways.set(way, Math.max(confidence, ways.get(way) ?? 0))
  return 1 - [...ways.values()].sort((a, b) => a - b).reduce((doubt, confidence) => doubt * (1 - confidence), 1)
}

function evidenceOf(claims: readonly Claim[]): Evidence {
  const evidence = new Map<string, Map<string, number>>()
  for (const { field, value, rule, confidence } of claims) {
    if (field !== "type") continue
    const ways = evidence.get(value) ?? new Map<string, number>()
    evidence.set(value, ways.set(wayOf(rule), Math.max(confidence, ways.get(wayOf(rule)) ?? 0)))
  }
  return evidence
}

/** Who answers two protocols is no surer a server than who answers one: rules that begin alike are one way of knowing. */
const wayOf = (rule: string): string => rule.split(" ", 1)[0]!

const typeOf = (value: string): DeviceType => deviceTypes.find((type) => type === value) ?? "unknown"
