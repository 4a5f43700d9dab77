/** Databases: refused sign-ins, sign-ins by who never did, and statements that change what a database is made of. */
import type { Detection, ExampleFact, Judging, Spoken } from "../detection.ts"

const refused = "database-login-failed"
const newLogin = "unauthorized-database-login"
const newOperation = "unauthorized-database-operation"

const titles: Readonly<Record<string, string>> = {
  mysql: "MySQL",
  postgresql: "PostgreSQL",
  tds: "SQL Server",
  tns: "Oracle",
}

function signedIn(fact: Spoken<"signIn">, judging: Judging): void {
  const { client, server, protocol, user, succeeded, time } = fact
  const title = titles[protocol]
  if (title === undefined) return
  const { world, raise, isFirst, threshold, counting } = judging
  const where = { source: client, target: server, protocol, time }
  const pair = `${world.text(client)}|${world.text(server)}|${protocol}`
  if (!succeeded) {
    const limit = threshold(refused, server)
    if (!counting.reaches(`${refused}|${pair}`, time, limit)) return
    const message = `{target} (${title}) refused ${limit.count} sign-ins of {source} or more within ${Math.round(limit.seconds / 60)} minutes.`
    return raise({ kind: refused, ...where, message, line: { what: "Sign-in refused", where: user } })
  }
  if (!isFirst(`signIn|${pair}`) || world.isLearning(client, server)) return
  const message = `{source} signed in to ${title} on {target}, which it never did while the sensor learned.`
  raise({ kind: newLogin, ...where, message, line: { what: "Signed in", where: user } })
}

/** Data definition and control: tables and rights, not what stands in them. */
const changing = /^(create|alter|drop|truncate|rename|grant|revoke|deny|backup|restore)\s+([a-z]+)/i

function stated({ client, server, protocol, text, time }: Spoken<"statement">, judging: Judging): void {
  const [, verb, object] = changing.exec(text) ?? []
  if (verb === undefined || object === undefined) return
  const { world, raise, isFirst } = judging
  const what = `${verb.toUpperCase()} ${object.toUpperCase()}`
  // Temporary tables come and go with every report.
  if (/^(?:create|drop)\s+(?:table\s+#|temp)/i.test(text)) return
  const isNew = isFirst(`statement|${world.text(client)}|${world.text(server)}|${what}`)
  if (!isNew || world.isLearning(client, server)) return
  const title = titles[protocol] ?? protocol
  const message = `{source} changed the structure of a database on {target} (${title}), which it never did while the sensor learned.`
  raise({ kind: newOperation, source: client, target: server, protocol, message, line: { what, where: text }, time })
}

const ends = { says: "said", from: "10.0.0.9", to: "10.0.0.2", protocol: "tds" } as const
const signs = (succeeded: boolean, at = 0): ExampleFact => ({
  ...ends,
  said: { kind: "signIn", user: "sa", succeeded, isClear: true },
  at,
})
const states = (text: string): ExampleFact => ({ ...ends, said: { kind: "statement", text } })

export const databases: Detection = {
  kinds: [refused, newLogin, newOperation],
  facts: { signIn: signedIn, statement: stated },
  examples: [
    { name: "a mistyped password", then: [signs(false)], raises: [] },
    { name: "two refusals within five minutes", then: [signs(false), signs(false, 60)], raises: [refused] },
    { name: "two refusals, an hour apart", then: [signs(false), signs(false, 3600)], raises: [] },
    { name: "a computer that never signed in", then: [signs(true)], raises: [newLogin] },
    { name: "a computer that always does", learned: [signs(true)], then: [signs(true)], raises: [] },
    { name: "a table is dropped", then: [states("DROP TABLE recipes")], raises: [newOperation] },
    {
      name: "who changes tables every night",
      learned: [states("alter table batches add x int")],
      then: [states("ALTER TABLE batches ADD y int")],
      raises: [],
    },
    {
      name: "values are read and written",
      then: [states("select * from recipes"), states("update recipes set x = 1"), states("create table #t (x int)")],
      raises: [],
    },
  ],
}
