/** How people write the names of protocols, as the sensor's dissectors declare it. The page can't load those for their names alone: it is told once. */

let titles: ReadonlyMap<string, string> = new Map()

export function setProtocols(protocols: readonly { readonly name: string; readonly title: string }[]): void {
  titles = new Map(protocols.map(({ name, title }) => [name, title]))
}

export const titleOfProtocol = (name: string): string => titles.get(name) ?? name
