/** The result document of one capture, made in this process. */
import { analyse } from "../../electron/cli/analyse.ts"
import type { Accounting } from "../../shared/engine/batch.ts"
import { resultDocument } from "../../shared/engine/result-document.ts"

const hashEntry = new URL("../../electron/entry/hash.ts", import.meta.url)

export type Result = {
  readonly captures: readonly { readonly packets: number; readonly bytes: number; readonly wireBytes: number }[]
  readonly accounting: Accounting
  readonly addresses: Readonly<Record<"mac" | "ipv4" | "ipv6", Readonly<Record<string, AddressCounts>>>>
  readonly vlans: Readonly<Record<string, number>>
  readonly tunnels?: {
    readonly conversations: { readonly tcp: number; readonly udp: number }
    readonly opened: readonly { readonly addresses: readonly string[]; readonly beneathIp: boolean }[]
  }
  readonly conversations: { readonly tcp: number; readonly udp: number }
  readonly protocols: Readonly<Record<string, { readonly packets: number }>>
  readonly functions: Readonly<Record<string, Readonly<Record<string, FunctionCounts>>>>
  readonly names: Readonly<Record<string, readonly string[]>>
  readonly devices: readonly {
    readonly addresses: readonly string[]
    readonly hostnames: readonly string[]
    readonly claims: readonly { readonly field: string; readonly value: string }[]
  }[]
}
type AddressCounts = {
  readonly txPackets: number
  readonly rxPackets: number
  readonly txBytes: number
  readonly rxBytes: number
}
type FunctionCounts = {
  readonly name?: string
  readonly requests?: number
  readonly responses?: number
  readonly exceptions?: number
  readonly count?: number
  readonly messages?: number
}

/** Read back from its JSON, as whoever uses the command line does. */
export async function resultOf(path: string): Promise<Result> {
  const { analysis, site } = await analyse([path], () => "", hashEntry)
  return JSON.parse(JSON.stringify(resultDocument(analysis, site))) as Result
}
