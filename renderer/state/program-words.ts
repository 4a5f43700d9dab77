/** Browser and system in words, from what a browser says of itself. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bElectron\/(\d+)/, "This program's own window"],
  [/\bEdg\/(\d+)/, "Edge"],
  [/\bFirefox\/(\d+)/, "Firefox"],
  [/\bOPR\/(\d+)/, "Opera"],
  [/\b(?:Headless)?Chrom(?:e|ium)\/(\d+)/, "Chrome"],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, "Safari"],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/Windows/, "Windows"],
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
]

/** "Firefox 142 on Windows"; what is not a browser's text is given back as it is. */
export function programWords(said: string): string {
  if (!said.startsWith("Mozilla/")) return said === "" ? "unknown" : said
  const browser = browsers.find(([pattern]) => pattern.test(said))
  const system = systems.find(([pattern]) => pattern.test(said))?.[1]
  const version = browser?.[0].exec(said)?.[1]
  const name = browser ? (browser[1].startsWith("This") ? browser[1] : `${browser[1]} ${version ?? ""}`) : "A browser"
  return system === undefined ? name : `${name} on ${system}`
}
