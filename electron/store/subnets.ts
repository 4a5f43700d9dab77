/** Table subnets: what people configured, and what the sensor learned by itself. */
import type { Subnet } from "../../shared/insight/notices/subnets.ts"
import { keepBefore } from "./before.ts"
import type { Database } from "./database.ts"
import { settings } from "./settings.ts"

/** What people set belongs to nobody's import. */
const people = ""
const learningName = "subnets.learn"

export const subnets = {
  all: (database: Database): Subnet[] =>
    database
      .all<{ data: string }>("select data from subnets order by id")
      .map(({ data }) => JSON.parse(data) as Subnet),
  put(database: Database, owner: string, one: Subnet): void {
    keepBefore(database, owner, "subnets", one.cidr)
    database.run(
      "insert into subnets (id, owner, data) values (?, ?, ?) on conflict (id) do update set owner = excluded.owner, data = excluded.data",
      ...[one.cidr, owner, JSON.stringify(one)],
    )
  },
  /** As a person wants it; `before`: the range that it had. */
  save(database: Database, before: string, one: Subnet): void {
    if (before !== one.cidr) subnets.remove(database, [before])
    subnets.take(database, [one])
  },
  take(database: Database, all: readonly Subnet[]): void {
    for (const one of all) {
      // An import that is under way must not take back what a person set.
      database.run("delete from undo where part = 'subnets' and key = ?", one.cidr)
      subnets.put(database, people, one)
    }
  },
  remove(database: Database, all: readonly string[]): void {
    for (const cidr of all) {
      database.run("delete from undo where part = 'subnets' and key = ?", cidr)
      database.run("delete from subnets where id = ?", cidr)
    }
  },
  /** Subnets that are found become known by themselves, as long as the sensor learns. */
  learns: (database: Database): boolean => settings.get(database, learningName) !== "off",
  setLearning(database: Database, on: boolean): void {
    settings.set(database, learningName, on ? "on" : "off")
  },
}
