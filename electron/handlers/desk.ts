/** A desk answers every method of one area of the API: its functions bear the methods' names without the area, so that a missing one does not compile. */
import { methods } from "../../shared/api/contract/index.ts"
import type { MethodName } from "../../shared/api/contract/index.ts"
import type { CheckedText, Handlers, MadeOutput, ParsedInput } from "../../shared/api/server.ts"
import type { Context } from "./context.ts"

type Within<Area extends string> = Extract<MethodName, `${Area}.${string}`>

export type Desk<Area extends string> = {
  readonly [Name in Within<Area> as Name extends `${Area}.${infer Short}` ? Short : never]: (
    input: ParsedInput<Name>,
    context: Context,
  ) => Promise<MadeOutput<Name>> | MadeOutput<Name>
}

/** A desk that hands on what a site thread has checked and written already. */
type Answering<Area extends string> = {
  readonly [Short in keyof Desk<Area>]: Desk<Area>[Short] extends (...asked: infer Asked) => infer Made
    ? (...asked: Asked) => Made | Promise<CheckedText>
    : never
}

export function deskHandlers<Area extends string>(
  area: Area,
  desk: Answering<Area>,
): Pick<Handlers<Context>, Within<Area>> {
  const called = desk as Record<string, (input: unknown, context: Context) => unknown>
  const names = Object.keys(methods).filter((name) => name.startsWith(`${area}.`))
  const entries = names.map((name) => {
    const short = name.slice(area.length + 1)
    return [name, (input: unknown, context: Context) => called[short]!(input, context)] as const
  })
  return Object.fromEntries(entries) as never
}
