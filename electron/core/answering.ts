/** What a site thread answers: whole answers of methods, checked and written as JSON, and what the core itself needs of many rows. */
import { checkedText } from "../../shared/api/server.ts"
import { answers } from "../handlers/answers/index.ts"
import type { Database } from "../store/database.ts"

export { made } from "../handlers/answers/made.ts"

const isAnswer = (name: string): name is keyof typeof answers => Object.hasOwn(answers, name)

export function answerText(database: Database, method: string, input: unknown): string {
  if (!isAnswer(method)) throw new TypeError(`No site thread answers ${method}.`)
  const make = answers[method] as (database: Database, input: unknown) => unknown
  return checkedText(method, make(database, input))
}
