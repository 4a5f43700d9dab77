/** The options of `npm start` and `npm run console`. */

export type ConsoleOptions = {
  readonly data: string | null
  readonly sample: boolean
  readonly port: number
  /** Null where the network settings govern. */
  readonly host: string | null
  /** A new site's account gets no password: the first one is obtained by recovery. */
  readonly preconfigured: boolean
  readonly browser: boolean
  readonly captures: readonly string[]
}

export class WrongUsage extends Error {
  override readonly name = "WrongUsage"
}

const usage = "Options: --data DIR, --sample, --port N, --host ADDRESS, --browser, --preconfigured, --import FILE…"

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new WrongUsage(`--port ${text} is no port: give a number from 0 to 65535.`)
  return port
}

/** `words`: what follows the program's name. Throws WrongUsage. */
export function consoleOptions(words: readonly string[]): ConsoleOptions {
  const rest = [...words]
  let data: string | null = null
  let host: string | null = null
  let preconfigured = false
  let port = 8443
  let sample = false
  let browser = false
  const captures: string[] = []
  const value = (name: string): string => {
    const word = rest.shift()
    if (word === undefined || word.startsWith("--")) throw new WrongUsage(`${name} needs a value. ${usage}`)
    return word
  }
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--data") data = value(word)
    else if (word === "--host") host = value(word)
    else if (word === "--port") port = portOf(value(word))
    else if (word === "--sample") sample = true
    else if (word === "--browser") browser = true
    else if (word === "--preconfigured") preconfigured = true
    else if (word === "--import") {
      captures.push(value(word))
      while (rest[0] !== undefined && !rest[0].startsWith("--")) captures.push(rest.shift()!)
    } else throw new WrongUsage(`"${word}" is not an option. ${usage}`)
  }
  return { data, sample, port, host, preconfigured, browser, captures }
}
