/** The words after a command, taken apart: files and options, each option known or refused. */

/** The call can't be understood: what is wrong, and how it should be. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage"
}

export type Words = {
  readonly files: readonly string[]
  readonly flags: ReadonlySet<string>
  readonly lists: ReadonlyMap<string, readonly string[]>
}

/** `flags` stand alone; `lists` take all words up to the next option. */
export function parseWords(words: readonly string[], flags: readonly string[], lists: readonly string[]): Words {
  const files: string[] = []
  const found = new Set<string>()
  const values = new Map<string, string[]>()
  let into = files
  for (const word of words) {
    if (word === "--") into = files
    else if (flags.includes(word)) {
      found.add(word)
      into = files
    } else if (lists.includes(word)) {
      into = values.get(word) ?? []
      values.set(word, into)
    } else if (word.startsWith("--")) {
      throw new WrongUsage(`Unknown option ${word}. Options: ${[...flags, ...lists].join(", ")}.`)
    } else into.push(word)
  }
  for (const [name, list] of values)
    if (list.length === 0) throw new WrongUsage(`${name} needs at least one file after it.`)
  return { files, flags: found, lists: values }
}
