/** Every protocol that can be told, by name and title. */
import type { MadeOutput } from "../../../shared/api/server.ts"
import "../../../shared/protocols/index.ts" // declares the protocols
import "../../../shared/protocols/network.ts"
import { declaredProtocols } from "../../../shared/protocols/protocol.ts"

export const listProtocols = (): MadeOutput<"protocols.list"> => ({
  protocols: declaredProtocols().map(({ name, title }) => ({ name, title })),
})

export type KnownProtocols = ReadonlyMap<string, { readonly title: string; readonly ot: boolean }>

/** By name. Told once to the thread that takes requests, which loads no dissector. */
export const knownProtocols = (): KnownProtocols =>
  new Map(declaredProtocols().map(({ name, title, family }) => [name, { title, ot: family === "ot" }]))
