/** How functions of DCE/RPC are numbered and named: by the interface that was bound and the operation (opnum) of a request. */
import { interfaces } from "./dcerpc-interfaces.ts"

const byUuid: ReadonlyMap<string, number> = new Map(interfaces.map(({ uuid }, number) => [uuid, number]))

/** Its place in the list; 0 for all that nobody here knows. */
export const interfaceOf = (uuid: string): number => byUuid.get(uuid) ?? 0

export const interfaceName = (number: number): string => interfaces[number]?.name ?? interfaces[0]!.name

const PER_INTERFACE = 4096
/** Functions are numbered by interface and operation. */
export const functionOf = (number: number, operation: number): number =>
  number * PER_INTERFACE + Math.min(operation, PER_INTERFACE - 1)
const split = (code: number): readonly [number, number] => [Math.floor(code / PER_INTERFACE), code % PER_INTERFACE]

export const functionKey = (code: number): string => split(code).join(":")

/** What is called stands first: the interface is the same for many lines. */
export function functionName(code: number): string | undefined {
  const [number, operation] = split(code)
  const found = interfaces[number]
  if (found === undefined) return undefined
  return `${found.operations?.[operation] ?? `operation ${operation}`} (${found.name})`
}
