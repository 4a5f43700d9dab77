/** The message of a rule: text with fields in braces. `{source}` and `{target}` stay; who shows the alert knows the names of the ends. */
import { fieldsOf, isTopic } from "./fields.ts"

const braces = /\{([^{}]*)\}/g

export const placeholdersOf = (about: string): readonly string[] =>
  isTopic(about)
    ? ["source", "target", "protocol", "rule", ...fieldsOf(about).map(({ id }) => id)]
    : ["source", "target", "protocol", "rule"]

/** Names in braces that stand for nothing. */
export function unknownIn(message: string, about: string): readonly string[] {
  const known = placeholdersOf(about)
  return [...message.matchAll(braces)].map((found) => found[1]!).filter((name) => !known.includes(name))
}

const longest = 200

/** What traffic says must not stand for an end. */
const plain = (text: string): string => text.replaceAll(/[{}]/g, "|").slice(0, longest)

export const filledIn = (message: string, valueOf: (name: string) => string | number | undefined): string =>
  message
    .replaceAll(braces, (whole, name: string) => {
      if (name === "source" || name === "target") return whole
      const value = valueOf(name)
      return value === undefined || value === "" ? "(not told)" : plain(String(value))
    })
    .slice(0, 2000)
