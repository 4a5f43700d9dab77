/** What HTTP says of the programs at its ends: the server's name and page title, the realm it guards, the browser and its system. */
import type { Reader } from "../../bytes/reader.ts"
import type { ClaimField } from "../../facts/claim-field.ts"
import type { Findings } from "../dissector.ts"
import { latinText } from "./lines.ts"
import { windowsVersions } from "./windows-versions.ts"

const utf8 = new TextDecoder("utf-8")
const longest = 160
/** A title stands at the beginning of a page. */
export const mostLooked = 4096

/** Tells `out` a property, proved by where the text stands in the segment at hand; by all of it where the text came in pieces. */
function claim(
  r: Reader,
  out: Findings,
  field: ClaimField,
  value: string,
  text: string,
  [rule, confidence]: Rule,
): void {
  const found = latinText(r.bytes, r.at, r.end).indexOf(text)
  const [at, length] = found < 0 ? [r.at, r.left] : [r.at + found, text.length]
  out.claim("sender", field, value, rule, confidence, at, length)
}
type Rule = readonly [rule: string, confidence: number]

/** RFC 9110 sections 10.2.4 and 11.5. `head`: lines that end with a line feed alone. */
export function claimServer(r: Reader, head: string, out: Findings): void {
  const program = plain(/\nserver:[ \t]*([^\n]*)/i.exec(head)?.[1])
  if (program !== "") claim(r, out, "software", `${program} (HTTP)`, program, ["HTTP server header", 0.6])
  const realm = plain(/\nwww-authenticate:[^\n]*\brealm="([^"\n]*)"/i.exec(head)?.[1])
  if (/[A-Za-z]{2}/.test(realm)) claim(r, out, "description", `web server: ${realm}`, realm, ["HTTP realm", 0.45])
}

/** A head, with lines that end with a line feed alone, and the beginning of the body behind it. */
export type Page = { readonly head: string; readonly body: Uint8Array }

/** HTML, the title element: the first of a page that says that it is one. */
export function claimTitle(r: Reader, { head, body }: Page, out: Findings): void {
  if (!/\ncontent-type:[ \t]*text\/html/i.test(head) || /\ncontent-encoding:/i.test(head)) return
  const text = latinText(body, 0, body.length)
  const begins = /<title[^>]{0,100}>/i.exec(text)
  if (begins === null) return
  const at = begins.index + begins[0].length
  const end = text.indexOf("<", at)
  const title = end < 0 ? "" : utf8.decode(body.subarray(at, end)).replace(/\s+/g, " ").trim()
  // Pages of errors are titled by their error.
  if (!/\p{L}{2}/u.test(title) || /\p{Cc}/u.test(title) || /^\d{3}\b/.test(title) || end - at > longest) return
  claim(r, out, "description", `web page: ${title}`, text.slice(at, end), ["HTML title", 0.45])
}

/** Later ones call themselves by the names of earlier ones, too. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/(\d+)/, "Edge"],
  [/\bOPR\/(\d+)/, "Opera"],
  [/\bFirefox\/(\d+)/, "Firefox"],
  [/\bMSIE (\d+)/, "Internet Explorer"],
  [/\bTrident\/.*\brv:(\d+)/, "Internet Explorer"],
  [/\bChrome\/(\d+)/, "Chrome"],
  [/\bVersion\/(\d+)[^ ]* (?:Mobile\/\S+ )?Safari\//, "Safari"],
]

/** RFC 9110 section 10.1.5. */
export function claimAgent(r: Reader, agent: string, out: Findings): void {
  const system = systemOf(agent)
  if (system !== "") claim(r, out, "os", system, agent, ["HTTP user agent", 0.45])
  const program = programOf(agent)
  if (program !== "") claim(r, out, "software", program, agent, ["HTTP user agent", 0.5])
}

function systemOf(agent: string): string {
  const [, version = ""] = /\bWindows NT (\d+\.\d)/.exec(agent) ?? []
  const [, ce] = /\bWindows CE(?: (\d))?/.exec(agent) ?? []
  if (Object.hasOwn(windowsVersions, version)) return windowsVersions[version]!
  if (ce !== undefined) return `Windows CE ${ce}`
  const [, android] = /\bAndroid (\d+(?:\.\d+)*)/.exec(agent) ?? []
  if (android !== undefined) return `Android ${android}`
  if (/\b(?:iPhone|iPad); /.test(agent)) return "iOS"
  const [, mac] = /\bMac OS X (\d+[._]\d+)/.exec(agent) ?? []
  if (mac !== undefined) return `Mac OS X ${mac.replace("_", ".")}`
  return /\bLinux\b/.test(agent) ? "Linux" : ""
}

function programOf(agent: string): string {
  for (const [pattern, name] of browsers) {
    const [, version] = pattern.exec(agent) ?? []
    if (version !== undefined) return `${name} ${version} (browser)`
  }
  if (/^Mozilla\//.test(agent)) return ""
  const first = plain(/^[^\s(;]+(?: \d[\w.]*)?/.exec(agent)?.[0])
  return first.length >= 3 ? `${first} (HTTP client)` : ""
}

/** Printable, and short enough to be a name. */
function plain(text: string | undefined): string {
  const trimmed = (text ?? "").trim()
  return trimmed.length <= longest && /^[\x20-\x7e]+$/.test(trimmed) ? trimmed : ""
}
