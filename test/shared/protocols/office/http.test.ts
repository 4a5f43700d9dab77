import { describe, expect, test } from "vitest"
import type { Said } from "../../../../shared/facts/fact.ts"
import { http } from "../../../../shared/protocols/office/http.ts"
import { Conversation, withoutSecrets } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const samples: readonly Sample[] = [
  { name: "request", bytes: hex('"GET /index.html HTTP/1.1" 0d0a "Host: 10.1.10.9" 0d0a 0d0a') },
  { name: "answer", bytes: hex('"HTTP/1.1 401 Unauthorized" 0d0a 0d0a') },
]

dissectorSuite(http, {
  samples,
  refused: [
    { name: "a lower-case word", bytes: hex('"get / http/1.1" 0d0a') },
    { name: "Modbus", bytes: hex("0001 0000 0006 01 03 006b 0003") },
  ],
})

test("answers are counted by status, refusals as exceptions", () => {
  const conversation = new Conversation(http)
  for (const sample of samples) conversation.read(sample.bytes)
  conversation.read(hex('"HTTP/1.0 200 OK" 0d0a 0d0a'))
  expect(conversation.report.operations).toEqual(["http 401 exception", "http 200 response"])
  expect(conversation.report.claims).toEqual([])
})

const client = { direction: 1, side: 0 }
const server = { direction: -1, side: 1 }

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

/** Answers are known by their first line. */
function talk(...texts: readonly string[]): readonly Said[] {
  const conversation = new Conversation(http)
  for (const text of texts) conversation.read(bytesOf(text), /^HTTP.1.. /.test(text) ? server : client)
  return conversation.report.said
}

const web = {
  kind: "web",
  method: "GET",
  host: "",
  path: "/",
  userAgent: "",
  soapAction: "",
  cookies: [],
  headers: 0,
  longestHeader: 0,
  fault: "",
} as const

const whole =
  'POST /a/b.asp?x=1 HTTP/1.1\r\nHost: Plant.Example:8080\r\nUser-Agent: Tool/1\r\nSOAPAction: "urn:Do"\r\n' +
  "Cookie: sid=1; theme = dark\r\nContent-Length: 4\r\n\r\nGET "

const asWhole = {
  ...web,
  method: "POST",
  host: "plant.example:8080",
  path: "/a/b.asp?x=1",
  userAgent: "Tool/1",
  soapAction: "urn:Do",
  cookies: ["sid", "theme"],
  headers: 5,
  longestHeader: 27,
} as const

test("a request is told with what alerts ask for", () => {
  expect(talk(whole)).toEqual([asWhole])
})

test("a head in pieces is one request, however it is cut", () => {
  for (let at = 7; at < whole.length; at++) expect(talk(whole.slice(0, at), whole.slice(at))).toEqual([asWhole])
  expect(talk(...whole.match(/[^]{1,20}/g)!)).toEqual([asWhole])
})

test("several requests in one segment are several, bodies are passed over", () => {
  const get = "GET / HTTP/1.1\r\n\r\n"
  expect(talk(`${whole}${get}${get}`)).toEqual([asWhole, web, web])
  expect(talk(`${whole.slice(0, -2)}`, `T ${get}`)).toEqual([asWhole])
})

test("a head that never ends is told when the server answers", () => {
  expect(talk("GET / HTTP/1.1\r\nHost: a\r\nbroken", "HTTP/1.1 400 Bad Request\r\n\r\n")).toEqual([
    { ...web, host: "a", headers: 2, longestHeader: 7 },
  ])
})

test("bytes that were lost within a head are no fault", () => {
  const said = talk("GET /a HTTP/1.1\r\nHos", "GET /b HTTP/1.1\r\n\r\n")
  expect(said.map((one) => one.kind === "web" && [one.path, one.fault])).toEqual([
    ["/a", ""],
    ["/b", ""],
  ])
})

test.each([
  ["GET /\r\n\r\n", "no HTTP version"],
  ["GET / HTTP/7.1\r\n\r\n", "an HTTP version that does not exist"],
  ["GET /a b HTTP/1.1\r\n\r\n", "a space within the address"],
  ["GET /\x01 HTTP/1.1\r\n\r\n", "forbidden characters in the address"],
  ["GET / HTTP/1.1\r\nHost\r\n\r\n", "a header without a colon"],
  ["GET / HTTP/1.1\r\nHo st: a\r\n\r\n", "forbidden characters in the name of a header"],
  ["GET / HTTP/1.1\r\nHost: a\0\r\n\r\n", "forbidden characters in a header"],
  ["GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "a content length that is no number"],
  [
    "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    "both a length and an encoding without one",
  ],
  ["HELLO / HTTP/1.1\r\nFolded: a\r\n  b\r\n\r\n", ""],
  ["GET http://plant.example HTTP/1.0\r\n\r\n", ""],
])("%j", (text, fault) => {
  expect(talk(text).map((one) => one.kind === "web" && one.fault)).toEqual([fault])
})

test("other protocols on its ports are no requests", () => {
  expect(talk("OPTIONS rtsp://10.0.0.1/ RTSP/1.0\r\n\r\n", "OPTIONS /x RTSP/1.0\r\n\r\n")).toEqual([])
  expect(talk("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).toEqual([])
  const upgraded = ["GET / HTTP/1.1\r\nUpgrade: x\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"]
  expect(talk(...upgraded).length).toBe(1)
})

test("a sign-in in clear text is decided by the answer, and a success told once", () => {
  const asks = "GET / HTTP/1.1\r\nAuthorization: Basic b3BlcmF0b3I6Z2VoZWlt\r\n\r\n"
  const [no, yes] = ["HTTP/1.1 401 Unauthorized\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"]
  const said = talk(asks, no, asks, "HTTP/1.1 100 Continue\r\n\r\n", yes, asks, yes, "GET / HTTP/1.1\r\n\r\n", no)
  const told = { kind: "signIn", user: "operator", isClear: true }
  expect(withoutSecrets(said.filter(({ kind }) => kind === "signIn"))).toEqual([
    { ...told, succeeded: false },
    { ...told, succeeded: true },
  ])
  expect(JSON.stringify(said)).not.toContain("geheim")
})

test("hostile heads are bounded: endless, and of tiny pieces", () => {
  const long = talk(`GET /${"a".repeat(40_000)} HTTP/1.1\r\n\r\n`)
  expect(long.map(({ kind }) => kind)).toEqual(["web", "longText"])
  expect(long[0]?.kind === "web" && long[0].path.length).toBe(2000)
  const conversation = new Conversation(http)
  conversation.read(bytesOf("GET / HTTP/1.1\r\nA: "), client)
  for (let n = 0; n < 70_000; n++) conversation.read(bytesOf("a"), client)
  expect(withoutSecrets(conversation.report.said)).toEqual([{ ...web, headers: 1, longestHeader: 65_536 - 16 }])
})

describe("programs", () => {
  const claims = (...texts: readonly string[]): readonly string[] => {
    const conversation = new Conversation(http)
    for (const text of texts) conversation.read(bytesOf(text), /^HTTP.1.. /.test(text) ? server : client)
    return conversation.report.claims
  }
  const asks = (agent: string): string => `GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: ${agent}\r\n\r\n`
  const page = (title: string, more = ""): string =>
    `HTTP/1.1 200 OK\r\nServer: GoAhead-Webs\r\nContent-Type: text/html; charset=utf-8\r\n${more}\r\n<html><head><title>${title}</title>`

  test("what the server is, what it guards, and how its page is titled", () => {
    expect(claims(asks("x"), page("SIMATIC  CPU 1516\r\n status"))).toEqual([
      "sender software = GoAhead-Webs (HTTP)",
      "sender description = web page: SIMATIC CPU 1516 status",
    ])
    expect(claims('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="Anybus M-Bus"\r\n\r\n')).toEqual([
      "sender description = web server: Anybus M-Bus",
    ])
  })

  test("the proof is the text itself, also behind a head that came in pieces", () => {
    const conversation = new Conversation(http)
    const text = page("Boiler 3")
    conversation.read(bytesOf(text), server)
    const shown = conversation.report.spans.map(({ at, length }) => text.slice(at, at + length))
    expect(shown).toEqual(["GoAhead-Webs", "Boiler 3"])
    const inPieces = new Conversation(http)
    for (const piece of [text.slice(0, 30), text.slice(30)]) inPieces.read(bytesOf(piece), server)
    expect(inPieces.report.claims).toEqual([
      "sender software = GoAhead-Webs (HTTP)",
      "sender description = web page: Boiler 3",
    ])
  })

  test("pages of errors, packed pages and other files have no title", () => {
    expect(claims(page("404 Not Found"))).toEqual(["sender software = GoAhead-Webs (HTTP)"])
    expect(claims(page("Boiler", "Content-Encoding: gzip\r\n"))).toEqual(["sender software = GoAhead-Webs (HTTP)"])
    expect(claims("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<title>Boiler</title>")).toEqual([])
  })

  test.each([
    [
      "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:60.0) Gecko/20100101 Firefox/60.0",
      "Windows 7 or Server 2008 R2",
      "Firefox 60 (browser)",
    ],
    ["Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0)", "Windows XP", "Internet Explorer 8 (browser)"],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.1",
      "Windows 10 or Server 2016, or later",
      "Edge 120 (browser)",
    ],
    [
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 Safari/537.36",
      "Linux",
      "Chrome 99 (browser)",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.0.3 Mobile/15E148 Safari/604.1",
      "iOS",
      "Safari 14 (browser)",
    ],
    ["curl/7.68.0", "", "curl/7.68.0 (HTTP client)"],
    ["Wget/1.20 (linux-gnu)", "", "Wget/1.20 (HTTP client)"],
  ])("%s", (agent, os, program) => {
    const expected = [...(os === "" ? [] : [`sender os = ${os}`]), `sender software = ${program}`]
    expect(claims(asks(agent), asks(agent))).toEqual(expected)
  })
})

test("a password in an address is a readable sign-in; neither it nor what stands before an at sign goes further", () => {
  const said = talk(
    "GET /login?user=adam&password=Secret-1&x=1 HTTP/1.1\r\n\r\n",
    "GET http://joe:Secret-2@Proxy/a?pwd=Secret-3 HTTP/1.1\r\n\r\n",
    "GET /compass=1?north=2 HTTP/1.1\r\n\r\n",
  )
  expect(said.filter(({ kind }) => kind === "presented")).toEqual([
    { kind: "presented", user: "adam", isClear: true, mask: { shown: "S… (8 characters)", isDefault: false } },
    { kind: "presented", user: "", isClear: true, mask: { shown: "S… (8 characters)", isDefault: false } },
  ])
  expect(said.flatMap((one) => (one.kind === "web" ? [`${one.host} ${one.path}`] : []))).toEqual([
    " /login?user=adam&password=…&x=1",
    "proxy /a?pwd=…",
    " /compass=1?north=2",
  ])
  expect(JSON.stringify(said)).not.toContain("Secret")
})
