/** What every command of the authority works with: the words it was given, the terminal, the clock, and its two ways to say no. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs"
import { dirname } from "node:path"
import { parseArgs } from "node:util"
import { WrongUsage } from "./arguments.ts"

/** It was understood, but must not or can't be done: exit code 1. */
export class AuthorityRefused extends Error {
  override readonly name = "AuthorityRefused"
}

export type Terminal = {
  /** Whether somebody is there to be asked. */
  readonly interactive: boolean
  readonly ask: (question: string, hidden: boolean) => Promise<string>
}

export type AuthorityDesk = {
  readonly out: (text: string) => void
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly terminal: Terminal
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number
}

/** Options of a command by their names, `--name VALUE` each; "…" marks one that may be given several times. */
export class Options {
  readonly #values: ReadonlyMap<string, readonly string[]>
  readonly #desk: AuthorityDesk
  readonly rest: readonly string[]

  constructor(words: readonly string[], names: readonly string[], desk: AuthorityDesk) {
    const options = Object.fromEntries(names.map((name) => [name, { type: "string", multiple: true } as const]))
    try {
      const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true })
      this.#values = new Map(Object.entries(values).map(([name, value]) => [name, value as string[]]))
      this.rest = positionals
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      const known = names.map((name) => `--${name}`).join(", ")
      throw new WrongUsage(`${error.message.split(". ")[0]}. Options of this command: ${known || "none"}.`)
    }
    this.#desk = desk
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  get(name: string): string | undefined {
    return this.all(name).at(-1)
  }

  /** Asked for on the terminal where it is missing; "" given there is the default. Throws WrongUsage where nobody can be asked. */
  async need(name: string, question: string, otherwise?: string): Promise<string> {
    const given = this.get(name)
    if (given !== undefined && (given.trim() !== "" || otherwise !== undefined)) return given
    if (given !== undefined) throw new WrongUsage(`--${name} is empty: ${question}.`)
    if (!this.#desk.terminal.interactive) {
      if (otherwise !== undefined) return otherwise
      throw new WrongUsage(`--${name} is missing: ${question}.`)
    }
    const hint = otherwise === undefined ? "" : ` [${otherwise || "none"}]`
    const answer = (await this.#desk.terminal.ask(`${question}${hint}: `, false)).trim()
    if (answer !== "") return answer
    if (otherwise !== undefined) return otherwise
    throw new WrongUsage(`--${name} is missing: ${question}.`)
  }
}

function passphraseIn(file: string, variable: string): string {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "")
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new AuthorityRefused(`The file that ${variable} names can't be read: ${message}. Check the path.`)
  }
}

/** From the environment (NAME or a file that NAME_FILE names) or asked; never a word of the command line, which others can see. */
export async function passphrase(desk: AuthorityDesk, variable: string, question: string): Promise<string> {
  const given = desk.environment[variable]
  if (given !== undefined && given !== "") return given
  const file = desk.environment[`${variable}_FILE`]
  if (file !== undefined && file !== "") return passphraseIn(file, `${variable}_FILE`)
  if (!desk.terminal.interactive)
    throw new WrongUsage(`${question} is missing: set ${variable} or ${variable}_FILE, or run this on a terminal.`)
  return desk.terminal.ask(`${question}: `, true)
}

const shortestPassphrase = 12

/** A new one, typed twice where it is typed. */
export async function newPassphrase(desk: AuthorityDesk, variable: string, question: string): Promise<string> {
  const chosen = await passphrase(desk, variable, `${question} (at least ${shortestPassphrase} characters)`)
  if ([...chosen].length < shortestPassphrase)
    throw new AuthorityRefused(`The passphrase is too short: use at least ${shortestPassphrase} characters.`)
  const typed = (desk.environment[variable] ?? "") === "" && (desk.environment[`${variable}_FILE`] ?? "") === ""
  if (typed && (await desk.terminal.ask("The same once more: ", true)) !== chosen)
    throw new AuthorityRefused("The two passphrases differ. Nothing was made; start again.")
  return chosen
}

/** Never overwrites. On the disk when it returns. Throws AuthorityRefused. */
export function writeNew(path: string, content: string | Uint8Array, mode = 0o600): void {
  refuseExisting(path)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, "wx", mode)
  try {
    writeSync(file, typeof content === "string" ? Buffer.from(content) : content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

export function refuseExisting(path: string): void {
  if (existsSync(path))
    throw new AuthorityRefused(`${path} exists already and is not overwritten. Give another name with --out.`)
}
