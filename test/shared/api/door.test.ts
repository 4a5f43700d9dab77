/** The one door: every method with every role, unknown methods, wrong inputs, broken outputs, the audit trail. */
import { describe, expect, test } from "vitest"
import { methods } from "../../../shared/api/contract/index.ts"
import type { MethodName } from "../../../shared/api/contract/index.ts"
import type { Person, Role } from "../../../shared/api/contract/session.ts"
import { Refusal, answer } from "../../../shared/api/server.ts"
import type { Door, Handlers } from "../../../shared/api/server.ts"

type Context = { readonly person: Person | null }
type Answer = { ok: boolean; code?: string; message?: string; value?: unknown }

const names = Object.keys(methods) as MethodName[]
const reached: string[] = []
const audited: string[] = []
const bugs: string[] = []

/** Handlers that only note that they were reached; their value breaks most contracts, which the door must notice. */
const handlers = Object.fromEntries(
  names.map((name) => [name, () => (reached.push(name), {})]),
) as unknown as Handlers<Context>
const door: Door<Context> = {
  handlers,
  audit: async (method) => void audited.push(method),
  bug: (method) => void bugs.push(method),
}
const ask = async (method: string, input: unknown, person: Person | null, through = door): Promise<Answer> =>
  JSON.parse(await answer(through, { method, input }, { person })) as Answer

const person = (role: Role, mustChangePassword = false): Person => ({ name: "p", role, mustChangePassword })
const callers = [null, person("Read only"), person("Security Analyst"), person("Admin")]
/** How far down the list of callers each need lets them in. */
const firstAllowed = { anyone: 0, read: 1, analyst: 2, admin: 3 }

describe.each(names)("%s", (name) => {
  test("lets in the roles it should and no others", async () => {
    for (const [rank, caller] of callers.entries()) {
      const { code } = await ask(name, { nonsense: 1 }, caller)
      const expected =
        rank >= firstAllowed[methods[name].need] ? "bad-input" : caller === null ? "signed-out" : "forbidden"
      expect([rank, code]).toEqual([rank, expected])
    }
    expect(reached).not.toContain(name)
  })
})

test("a first password opens nothing but its own change", async () => {
  const open = []
  for (const name of names.filter((one) => methods[one].need !== "anyone"))
    if ((await ask(name, { nonsense: 1 }, person("Admin", true))).code !== "must-change-password") open.push(name)
  expect(open.sort()).toEqual(["session.changePassword", "session.signOut"])
})

test("unknown names are not found, also those that every object has", async () => {
  for (const name of ["nothing", "constructor", "__proto__", "toString", ""])
    expect((await ask(name, {}, person("Admin"))).code).toBe("not-found")
})

test("a value that breaks the contract is a bug, told to the log and not to the caller", async () => {
  const { code, message } = await ask("site.status", {}, person("Admin"))
  expect([code, bugs.at(-1)]).toEqual(["internal", "site.status"])
  expect(message).not.toContain("contract")
})

test("changes are audited when they succeed, questions and refusals are not", async () => {
  await ask("map.unpin", {}, person("Admin"))
  expect(audited).toEqual(["map.unpin"])
  const refusing = {
    ...door,
    handlers: { ...handlers, "map.unpin": () => Promise.reject(new Refusal("refused", "No pins.")) },
  }
  expect(await ask("map.unpin", {}, person("Admin"), refusing)).toEqual({
    ok: false,
    code: "refused",
    message: "No pins.",
  })
  expect(audited).toEqual(["map.unpin"])
})
