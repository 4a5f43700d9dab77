/** The properties of a device as lines: the value shown, the claims behind it, and in a word how it is known. */
import type { ClaimRow, DeviceRow } from "../../../shared/api/contract/devices.ts"
import { formatDay } from "../../parts/format/times.ts"
import { supportEnd } from "../../../shared/model/os-support.ts"
import { changingFields, claimFields, type ClaimField } from "../../../shared/facts/claim-field.ts"
import {
  controllerTypes,
  fieldTitles,
  modeTitles,
  titleOfPurdue,
  titleOfType,
  wordsOfClaim,
} from "../../state/device-words.ts"

export type Property = {
  readonly field: ClaimField
  readonly title: string
  readonly value: string
  readonly mono: boolean
  /** Strongest first. */
  readonly claims: readonly ClaimRow[]
  readonly edited: boolean
  /** "2 proofs", "bytes", "MAC prefix", "set by hand"; empty where nothing is known. */
  readonly known: string
  /** How many other values are claimed. */
  readonly rivals: number
  /** What follows from the value; "" as a rule. */
  readonly note: string
  /** The note is bad news. */
  readonly isBad: boolean
}

const monospaced: ReadonlySet<ClaimField> = new Set(["firmware", "serial", "orderNumber", "hardware"])
/** A device has several of them; none contradicts another. */
const severalAtOnce: ReadonlySet<ClaimField> = new Set(["hostname", "software"])
/** Always listed, known or not; the others only where there is something to say. */
const always: ReadonlySet<ClaimField> = new Set(["vendor", "model", "firmware", "serial", "type", "purdue", "os"])

/** The order is the one by which the sensor chooses. */
export const holdsUntilNext = (field: ClaimField): boolean => changingFields.has(field)

const strongestFirst = (field: ClaimField, claims: readonly ClaimRow[]): readonly ClaimRow[] =>
  claims.toSorted(
    (a, b) => b.confidence - a.confidence || (changingFields.has(field) ? b.time - a.time : a.time - b.time),
  )

function shownValue(field: ClaimField, row: DeviceRow, claims: readonly ClaimRow[]): string {
  switch (field) {
    case "type":
      return titleOfType(row.type)
    case "purdue":
      return titleOfPurdue(row.purdue)
    case "mode":
      return row.mode === "unknown" && !controllerTypes.has(row.type) ? "" : modeTitles[row.mode]
    case "hostname":
      return row.hostnames.join(", ")
    case "software":
      return [...new Set(claims.map(({ value }) => value))].join(", ")
    case "vendor":
    case "model":
    case "firmware":
    case "serial":
    case "os":
    case "description":
      return row[field]
    case "stationName":
    case "orderNumber":
    case "hardware":
    case "location":
    case "keySwitch":
    case "project":
    case "protection":
      return claims[0]?.value ?? ""
    default:
      return field satisfies never
  }
}

/** The kind of device is weighed from everything together: the reasons for what is shown come first. */
const reasonsFirst = (type: string, claims: readonly ClaimRow[]): readonly ClaimRow[] =>
  claims.toSorted((a, b) => Number(b.value === type) - Number(a.value === type))

function howKnown(field: ClaimField, claims: readonly ClaimRow[], edited: boolean): string {
  if (edited) return "set by hand"
  const strongest = claims[0]
  if (!strongest) return ""
  const reasons = claims.filter(({ value }) => value === strongest.value).length
  if (field === "type" && reasons > 1) return `${reasons} reasons`
  const alike = claims.filter(({ value, spans }) => value === strongest.value && spans.length > 0).length
  if (alike > 1) return `${alike} proofs`
  if (alike === 1) return "bytes"
  return strongest.rule.startsWith("MAC prefix") ? "MAC prefix" : "a rule"
}

/** Until when the maker sends security updates. `now`: milliseconds since 1970 UTC. */
export function supportNote(os: string, now: number): Pick<Property, "note" | "isBad"> {
  const end = supportEnd(os)
  if (end === null) return { note: "", isBad: false }
  const at = Date.parse(`${end.ends}T12:00:00Z`) // noon, so that it is the same day in every zone
  const day = formatDay(at * 1000)
  const isBad = at < now
  if (isBad) return { note: `no security updates since ${day}${end.atTheLatest ? " at the latest" : ""}`, isBad }
  return { note: `security updates until ${day}${end.atTheLatest ? " at the latest" : ""}`, isBad }
}

export function propertiesOf(row: DeviceRow, claims: readonly ClaimRow[]): readonly Property[] {
  return claimFields.flatMap((field) => {
    const ordered = strongestFirst(
      field,
      claims.filter((claim) => claim.field === field),
    )
    const own = field === "type" ? reasonsFirst(row.type, ordered) : ordered
    const value = shownValue(field, row, own)
    if (value === "" && own.length === 0 && !always.has(field)) return []
    const edited = row.edited.includes(field)
    const rivals = new Set(own.map((claim) => wordsOfClaim(field, claim.value))).size - 1
    return {
      field,
      title: fieldTitles[field],
      value: value === "" ? "unknown" : value,
      mono: monospaced.has(field),
      claims: own,
      edited,
      known: howKnown(field, own, edited),
      rivals: severalAtOnce.has(field) ? 0 : Math.max(0, rivals),
      ...(field === "os" ? supportNote(value, Date.now()) : { note: "", isBad: false }),
    }
  })
}
