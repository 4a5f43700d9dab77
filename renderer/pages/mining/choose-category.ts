/** Choosing in the category tree: what lies under a chosen category is chosen with it. */
type Node = { readonly key: string; readonly depth: number }

const isUnder = (key: string, above: string): boolean => key.startsWith(`${above}/`)

export type Choice = "all" | "some" | "none"
export function choiceOf(key: string, chosen: readonly string[]): Choice {
  if (chosen.some((one) => one === key || isUnder(key, one))) return "all"
  return chosen.some((one) => isUnder(one, key)) ? "some" : "none"
}

const childrenOf = (nodes: readonly Node[], key: string): readonly string[] => {
  const at = nodes.findIndex((one) => one.key === key)
  const depth = nodes[at]?.depth ?? 0
  return nodes.filter((one) => one.depth === depth + 1 && isUnder(one.key, key)).map((one) => one.key)
}

/** A chosen parent of which one child is taken away becomes its other children. */
function without(nodes: readonly Node[], key: string, chosen: readonly string[]): readonly string[] {
  return chosen.flatMap((one) => {
    if (one === key || isUnder(one, key)) return []
    return isUnder(key, one) ? without(nodes, key, childrenOf(nodes, one)) : [one]
  })
}

export const toggleCategory = (nodes: readonly Node[], key: string, chosen: readonly string[]): readonly string[] =>
  choiceOf(key, chosen) === "all" ? without(nodes, key, chosen) : [...chosen.filter((one) => !isUnder(one, key)), key]
