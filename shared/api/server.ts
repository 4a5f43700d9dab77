/** The one door: known method, role, input, handler, output, audit. Every host comes through here. */
import * as v from "valibot"
import type { RefusalCode, RefusalDetail, Request } from "./client.ts"
import { methods } from "./contract/index.ts"
import type { MethodName, Methods } from "./contract/index.ts"
import type { Person } from "./contract/session.ts"
import { mayDo, neededRole } from "./roles.ts"

/** A request that can't be granted: the person gets the message. Anything else that is thrown is a bug. */
export class Refusal extends Error {
  override readonly name = "Refusal"
  readonly code: RefusalCode
  readonly detail: RefusalDetail
  constructor(code: RefusalCode, message: string, detail: RefusalDetail = {}) {
    super(message)
    this.code = code
    this.detail = detail
  }
}

/** A value that another thread has checked against the method's output and written as JSON. */
export class CheckedText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type ParsedInput<Name extends MethodName> = v.InferOutput<Methods[Name]["input"]>
export type MadeOutput<Name extends MethodName> = v.InferInput<Methods[Name]["output"]>

/** One handler per method: a missing one does not compile. */
export type Handlers<Context> = {
  readonly [Name in MethodName]: (
    input: ParsedInput<Name>,
    context: Context,
  ) => Promise<MadeOutput<Name> | CheckedText> | MadeOutput<Name>
}

export type Door<Context extends { readonly person: Person | null }> = {
  readonly handlers: Handlers<Context>
  readonly audit: (method: MethodName, input: unknown, context: Context) => Promise<void>
  /** Told of bugs: what a handler threw, or an output that breaks its contract. */
  readonly bug: (method: string, error: unknown) => void
}

/** What a person with a first password may do before choosing an own one. */
const beforeOwnPassword: readonly string[] = ["session.state", "session.changePassword", "session.signOut"]

const refusalText = (code: RefusalCode, message: string, detail: RefusalDetail = {}): string =>
  JSON.stringify({ ok: false, code, message, ...detail })

function firstIssue(issues: readonly v.BaseIssue<unknown>[]): string {
  const issue = issues[0]
  const place = issue?.path?.map((item) => String(item.key)).join(".") ?? ""
  return `${place ? `"${place}": ` : ""}${issue?.message ?? "unexpected value"}`
}

/** The value as JSON, after a check against the method's output. Throws TypeError where it breaks the contract. */
export function checkedText(name: MethodName, value: unknown): string {
  const result = v.safeParse(methods[name].output, value)
  if (!result.success) throw new TypeError(`The answer of ${name} breaks its contract: ${firstIssue(result.issues)}.`)
  return JSON.stringify(result.output)
}

function judgeCaller(name: MethodName, person: Person | null): Refusal | null {
  const need = methods[name].need
  if (need === "anyone") return null
  if (person === null) return new Refusal("signed-out", "You are not signed in, or were signed out. Sign in again.")
  if (person.mustChangePassword && !beforeOwnPassword.includes(name))
    return new Refusal("must-change-password", "Choose a password of your own first.")
  if (!mayDo(person.role, need))
    return new Refusal(
      "forbidden",
      `This needs ${neededRole[need]}; you are signed in as ${person.role}. Ask an Admin.`,
    )
  return null
}

const isKnown = (name: unknown): name is MethodName => typeof name === "string" && Object.hasOwn(methods, name)

/** Answers one request with JSON text. Never throws. */
export async function answer<Context extends { readonly person: Person | null }>(
  door: Door<Context>,
  request: Request,
  context: Context,
): Promise<string> {
  const name = request.method
  if (!isKnown(name)) return refusalText("not-found", `There is no method "${String(name).slice(0, 100)}".`)
  const refused = judgeCaller(name, context.person)
  if (refused) return refusalText(refused.code, refused.message)
  const input = v.safeParse(methods[name].input, request.input)
  if (!input.success)
    return refusalText("bad-input", `The request ${name} was not understood: ${firstIssue(input.issues)}.`)
  try {
    const handle = door.handlers[name] as (input: unknown, context: Context) => Promise<unknown>
    const value = await handle(input.output, context)
    const text = value instanceof CheckedText ? value.text : checkedText(name, value)
    if (methods[name].audit) await door.audit(name, input.output, context)
    return `{"ok":true,"value":${text}}`
  } catch (error) {
    if (error instanceof Refusal) return refusalText(error.code, error.message, error.detail)
    door.bug(name, error)
    return refusalText(
      "internal",
      `Something went wrong inside the sensor (${name}). The log says what; please report it.`,
    )
  }
}
