/** The category tree of a site: the branches that have content, with how many records each has, and those that are always there. */
import { categories } from "./categories.ts"
import type { SiteFacts } from "./record.ts"

export type CategoryNode = {
  readonly key: string
  readonly title: string
  /** 0 for a root. */
  readonly depth: number
  readonly description: string
  readonly records: number
  /** Why there are none, or "". */
  readonly reason: string
}

type Grown = {
  key: string
  title: string
  depth: number
  description: string
  records: number
  reason: string
  under: Grown[]
}

const seedling = (key: string, title: string, depth: number): Grown => ({
  ...{ key, title, depth, description: "", records: 0, reason: "", under: [] },
})

function branch(root: Grown, keys: readonly string[], path: readonly string[]): readonly Grown[] {
  const way = [root]
  keys.forEach((_, at) => {
    const key = keys.slice(0, at + 1).join("/")
    const above = way.at(-1)!
    const found = above.under.find((one) => one.key === key) ?? seedling(key, path[at] ?? keys[at]!, at)
    if (!above.under.includes(found)) above.under.push(found)
    way.push(found)
  })
  return way
}

const flat = (one: Grown): readonly CategoryNode[] =>
  one.under.flatMap(({ under, ...node }) => [node, ...flat({ ...node, under })])

export function categoryTree(facts: SiteFacts): readonly CategoryNode[] {
  const root = seedling("", "", -1)
  for (const category of categories) {
    const counts = new Map<string, { readonly path: readonly string[]; records: number }>()
    for (const { category: key, path } of category.records(facts)) {
      const one = counts.get(key) ?? { path, records: 0 }
      if (one.records++ === 0) counts.set(key, one)
    }
    if (counts.size === 0 && category.whyEmpty === undefined) continue
    const own = branch(root, category.key.split("/"), category.path).at(-1)!
    own.description = category.description
    own.reason = counts.size === 0 ? (category.whyEmpty ?? "") : ""
    for (const [key, { path, records }] of counts)
      for (const node of branch(root, key.split("/"), path)) node.records += records
  }
  return flat(root)
}
