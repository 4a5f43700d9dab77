/** What people do that no desk writes into the timeline itself, in words. */
import type { MethodName } from "../../shared/api/contract/index.ts"
import type { ParsedInput } from "../../shared/api/server.ts"
import type { EventKindCode } from "../../shared/detections/event-kind.ts"
import { titleOfPurdue, titleOfType } from "../../shared/model/device-titles.ts"
import type { AuditEntry } from "../store/audit.ts"
import type { NotedEvent } from "../store/events.ts"

type Operation<Name extends MethodName> = {
  readonly title: string
  readonly code?: EventKindCode
  /** `file`: of the import that is meant. */
  readonly text: (input: ParsedInput<Name>, file: string) => string
}

const most = 10
const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path
const listed = (all: readonly string[]): string =>
  all.length <= most ? all.join(", ") : `${all.slice(0, most).join(", ")} and ${all.length - most} more`

const operations: { readonly [Name in MethodName]?: Operation<Name> } = {
  "captures.add": { title: "Captures given to import", text: ({ paths }) => `${listed(paths.map(baseName))}.` },
  "captures.announce": {
    title: "Capture sent up to import",
    text: ({ name, size }) => `${name}, ${Math.max(1, Math.round(size / 1000)).toLocaleString("en-US")} kB.`,
  },
  "captures.cancel": {
    title: "Import cancelled",
    text: (_, file) => `What had been read of ${file} was taken back.`,
  },
  "captures.forget": {
    title: "Import taken off the list",
    text: (_, file) => `${file}. What was learned from it stays.`,
  },
  "devices.edit": { title: "Device edited", code: "DEVICE_UPDATE", text: ({ edit }) => editText(edit) },
  "mining.save": {
    title: "Report saved",
    code: "REPORT_CREATED",
    text: ({ definition }) => `“${definition.name}”.`,
  },
}

type Edit = ParsedInput<"devices.edit">["edit"]

const fields: Readonly<Record<keyof Edit, string>> = {
  ...{ name: "name", type: "type", purdue: "Purdue level", vendor: "vendor", model: "model" },
  ...{ os: "operating system", description: "description", authorized: "authorised", important: "important" },
  ...{ scanner: "scanner", programming: "programming device" },
}

function editText(edit: Edit): string {
  const said = (Object.keys(fields) as (keyof Edit)[]).flatMap((field) => {
    const value = edit[field]
    if (value === undefined) return []
    if (value === null) return [`${fields[field]} as traffic shows it`]
    return [`${fields[field]}: ${valueText(field, value)}`]
  })
  const text = said.join("; ")
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function valueText(field: keyof Edit, value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "yes" : "no"
  if (field === "type") return titleOfType(String(value))
  return field === "purdue" ? titleOfPurdue(Number(value)) : `“${value}”`
}

/** Operations that name an import by its id. */
export const namesImport = (method: MethodName): boolean => method === "captures.cancel" || method === "captures.forget"

/** null: the timeline says nothing of it, or somebody else writes it there. `input`: as the method's schema let it through. */
export function operationOf(
  method: MethodName,
  input: unknown,
  { at, who, origin, subject }: AuditEntry,
  file: string,
): NotedEvent | null {
  const operation = operations[method]
  if (operation === undefined) return null
  const { title, code, text } = operation as Operation<"captures.add">
  const device = method === "devices.edit" ? subject : ""
  const told = { title, text: text(input as ParsedInput<"captures.add">, file).slice(0, 2000) }
  return { ...told, ...(code === undefined ? {} : { code }), kind: "work", device, at, who, origin }
}
