/** The page's way to ask: typed over any transport. */
import type { EventName, EventPayload, Input, MethodName, Output } from "./contract/index.ts"

export type Request = { readonly method: string; readonly input: unknown }
/** Where a check has a name of its own: which one refused (a closed list of the method's area), and what to do about it. */
export type RefusalDetail = { readonly reason?: string; readonly remedy?: string }
export type Response =
  | { readonly ok: true; readonly value: unknown }
  | ({ readonly ok: false; readonly code: RefusalCode; readonly message: string } & RefusalDetail)

/** signed-out and must-change-password lead to their pages; the others are shown with their message. */
export type RefusalCode =
  | "not-found"
  | "signed-out"
  | "must-change-password"
  | "forbidden"
  | "bad-input"
  | "refused"
  | "too-many"
  | "internal"
  | "unreachable"

/** What a host must lend the page: one way to ask, one way to listen. `listen` returns how to stop. */
export type Transport = {
  readonly send: (request: Request) => Promise<Response>
  readonly listen: (heard: (event: string, payload: unknown) => void) => () => void
}

export class Refused extends Error {
  override readonly name = "Refused"
  readonly code: RefusalCode
  /** Name of the check that refused, or "". */
  readonly reason: string
  readonly remedy: string
  constructor(code: RefusalCode, message: string, { reason = "", remedy = "" }: RefusalDetail = {}) {
    super(message)
    this.code = code
    this.reason = reason
    this.remedy = remedy
  }
}

export type Api = {
  ask<Name extends MethodName>(method: Name, input: Input<Name>): Promise<Output<Name>>
  on<Name extends EventName>(event: Name, heard: (payload: EventPayload<Name>) => void): () => void
}

export function createApi(transport: Transport): Api {
  return {
    async ask(method, input) {
      const response = await transport.send({ method, input })
      if (!response.ok) throw new Refused(response.code, response.message, response)
      return response.value as never // the server checked it against the same contract
    },
    on: (event, heard) =>
      transport.listen((said, payload) => {
        if (said === event) heard(payload as never)
      }),
  }
}
