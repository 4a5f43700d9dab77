/** What is known to give malware away: names, web requests, files and bytes that were published. */
import { indicators as published, type Indicator, type IndicatorPlace } from "../catalogue/indicators.ts"
import type { Detection, Example, ExampleFact, Judging, Spoken } from "../detection.ts"

const of = (what: IndicatorPlace): readonly Indicator[] => published.filter((indicator) => indicator.what === what)
const places = Object.fromEntries(
  (["domain", "url-path", "url", "user-agent", "cookie", "smb-name"] as const).map((what) => [what, of(what)]),
) as Readonly<Record<"domain" | "url-path" | "url" | "user-agent" | "cookie" | "smb-name", readonly Indicator[]>>

type Ends = Pick<Spoken<"asked">, "client" | "server" | "protocol" | "time">

function found({ kind, source: citation }: Indicator, seen: string, ends: Ends, { raise }: Judging): void {
  const { client, server, protocol, time } = ends
  const message = `Traffic between {source} and {target} shows what was published of this malware (${citation}).`
  raise({ kind, source: client, target: server, protocol, message, line: { what: seen.slice(0, 200) }, time })
}

const isWithin = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`)

function domains(name: string, ends: Ends, judging: Judging): void {
  const asked = name.toLowerCase().replace(/\.$/, "")
  for (const indicator of places.domain) if (isWithin(asked, indicator.value)) found(indicator, asked, ends, judging)
}

function web(fact: Spoken<"web">, judging: Judging): void {
  const { host, path, userAgent, cookies } = fact
  if (host !== "") domains(host.replace(/:\d+$/, ""), fact, judging)
  const [bare = ""] = path.split("?")
  for (const indicator of places["url-path"]) if (bare.endsWith(indicator.value)) found(indicator, path, fact, judging)
  for (const indicator of places.url) if (path.includes(indicator.value)) found(indicator, path, fact, judging)
  for (const indicator of places["user-agent"])
    if (userAgent === indicator.value) found(indicator, userAgent, fact, judging)
  for (const indicator of places.cookie) if (cookies.includes(indicator.value)) found(indicator, path, fact, judging)
}

function file(fact: Spoken<"file">, judging: Judging): void {
  const last = fact.name.split(/[\\/]/).at(-1)!.toLowerCase()
  if (fact.protocol !== "smb") return
  for (const indicator of places["smb-name"])
    if (last === indicator.value.toLowerCase()) found(indicator, fact.name, fact, judging)
}

function marker(fact: Spoken<"marker">, judging: Judging): void {
  const indicator = published[fact.indicator]
  if (indicator !== undefined) found(indicator, "Bytes of a published indicator", fact, judging)
}

const ends = { says: "said", from: "10.0.0.8", to: "10.0.0.4" } as const
const request = {
  kind: "web",
  method: "GET",
  host: "plant.example",
  path: "/",
  userAgent: "Browser/1.0",
  soapAction: "",
  cookies: [],
  headers: 9,
  longestHeader: 120,
  fault: "",
} as const

/** A fact that shows the indicator. */
function shown(indicator: Indicator, number: number): ExampleFact {
  const { what, value } = indicator
  const http = { ...ends, protocol: "http" } as const
  switch (what) {
    case "domain":
      return { ...ends, protocol: "dns", said: { kind: "asked", name: `www.${value}` } }
    case "url":
    case "url-path":
      return { ...http, said: { ...request, path: value } }
    case "user-agent":
      return { ...http, said: { ...request, userAgent: value } }
    case "cookie":
      return { ...http, said: { ...request, cookies: [value] } }
    case "smb-name":
      return { ...ends, protocol: "smb", said: { kind: "file", name: `\\${value}`, way: "opened" } }
    default:
      return { ...ends, protocol: "tcp", said: { kind: "marker", indicator: number } }
  }
}

/** While the sensor learns: no indicator is normal. */
const fires = published.map((indicator, number): Example => {
  const name = `${indicator.kind}: ${indicator.what} ${number}`
  return {
    name,
    learned: [{ says: "appears", of: "10.0.0.8" }],
    then: [{ says: "appears", of: "10.0.0.8" }, shown(indicator, number)],
    // Whoever asks for a published name does that, too.
    raises: indicator.what === "domain" ? [indicator.kind, "malicious-domain-name-request"] : [indicator.kind],
  }
})

export const malware: Detection = {
  kinds: [...new Set(published.map(({ kind }) => kind))],
  facts: {
    asked: (fact, judging) => domains(fact.name, fact, judging),
    web,
    file,
    marker,
  },
  examples: [
    ...fires,
    {
      name: "a name that only ends alike",
      then: [
        { says: "appears", of: "10.0.0.8" },
        { ...ends, protocol: "dns", said: { kind: "asked", name: `not${places.domain[0]!.value}` } },
      ],
      raises: [],
    },
  ],
}
