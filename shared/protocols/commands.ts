/** Tables of what acts on a device, written by what it does. */
import type { Command } from "./protocol.ts"

/** By function key or detail key. */
export type Commands = Readonly<Record<string, Command>>

export const commandsOf = (rows: readonly (Command & { readonly keys: readonly string[] })[]): Commands =>
  Object.fromEntries(rows.flatMap(({ keys, ...command }) => keys.map((key) => [key, command] as const)))
