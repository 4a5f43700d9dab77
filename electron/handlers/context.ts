/** What a handler gets to work with: who asks, the site's tables, and the core's own doings. */
import type { Caller } from "../../shared/api/host.ts"
import type { Capture } from "../../shared/api/contract/captures.ts"
import type { Person } from "../../shared/api/contract/session.ts"
import type { SystemMessage } from "../../shared/api/contract/site.ts"
import type { MethodName } from "../../shared/api/contract/index.ts"
import type { CheckedText, MadeOutput } from "../../shared/api/server.ts"
import type { MadeInput, MadeName, MadeValue } from "./answers/made.ts"
import type { TableCaller } from "../store/tables.ts"

/** The site's threads, as the rest of the core calls them. */
export type Site = {
  readonly readOnly: boolean
  /** Changes a table in one transaction; on the disk when the promise resolves. */
  readonly write: TableCaller
  readonly query: TableCaller
  /** The whole answer of a method, made and checked in another thread. */
  readonly answer: (method: MethodName, input: unknown) => Promise<CheckedText>
  /** What the core itself needs of many rows, made in another thread. */
  readonly made: <Name extends MadeName>(name: Name, input: MadeInput<Name>) => Promise<MadeValue<Name>>
  readonly addCaptures: (files: readonly { path: string; file: string; by: string }[]) => Promise<string[]>
  readonly cancelCapture: (id: string) => Promise<void>
  readonly forgetCapture: (id: string) => Promise<void>
  /** How traffic is judged was set anew: it holds from here on. */
  readonly judgeAnew: () => Promise<void>
  /** The capture being read, with its newest figures. */
  readonly reading: () => Capture | null
  readonly databaseSize: () => Promise<number>
}

export type SignIns = {
  /** Throws Refusal. The token is set for the caller. */
  readonly signIn: (name: string, password: string, context: Context) => Promise<Person>
  readonly signInOnce: (secret: string, context: Context) => Promise<Person>
  readonly signOut: (context: Context) => Promise<void>
  readonly changePassword: (current: string, next: string, context: Context) => Promise<void>
}

export type Context = {
  readonly caller: Caller
  readonly person: Person | null
  readonly site: Site
  readonly signIns: SignIns
  /** What the host must remember for this caller. */
  readonly setToken: (token: string | null) => void
  /** Microseconds since 1970 UTC. */
  readonly now: () => number
  readonly announceUpload: (
    name: string,
    size: number,
    print: string,
    by: string,
  ) => Promise<{ id: string; received: number; chunk: number }>
  /** A ticket for one download. */
  readonly offerDownload: (file: string, type: string, bytes: Uint8Array) => string
  /** The bell of this user. */
  readonly messages: (user: string) => Promise<SystemMessage[]>
  readonly diskFree: () => Promise<number>
  /** What is captured live, for the top bar; null: nothing. */
  readonly monitoring: () => MadeOutput<"site.status">["monitoring"]
  /** Tells everyone that a person changed a device. */
  readonly deviceChanged: (id: string) => void
  /** A person changed alerts: everyone is told how many are open. */
  readonly alertsChanged: () => Promise<void>
  /** What the page needs to know before anybody has signed in. */
  readonly about: () => Promise<About>
}

export type About = {
  readonly sample: boolean
  readonly version: string
  /** The sensor's name, or "". */
  readonly sensor: string
  readonly developmentRoot: boolean
  readonly wizardPending: boolean
  readonly preconfigured: boolean
}

/** The name of who asks; a handler that needs one is only reached with one. */
export const by = (context: Context): string => context.person?.name ?? ""
