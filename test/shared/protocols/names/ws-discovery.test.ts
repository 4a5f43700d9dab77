import { expect, test } from "vitest"
import { wsDiscovery } from "../../../../shared/protocols/names/ws-discovery.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"

const envelope = (action: string, body: string): Uint8Array =>
  new TextEncoder().encode(
    `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>` +
      `<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/${action}</a:Action></s:Header><s:Body>${body}</s:Body></s:Envelope>`,
  )
const camera = (scopes: string): Uint8Array =>
  envelope(
    "ProbeMatches",
    `<d:ProbeMatch><d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types><d:Scopes MatchBy="x">${scopes}</d:Scopes></d:ProbeMatch>`,
  )
const onvif = (path: string): string => `onvif://www.onvif.org/${path}`
const computer = envelope("Hello", "<wsd:Types>wsdp:Device pub:Computer</wsd:Types>")
const probe = envelope("Probe", "<d:Types>dn:NetworkVideoTransmitter</d:Types>")

dissectorSuite(wsDiscovery, {
  samples: [
    { name: "probe", bytes: probe },
    { name: "a camera answers", bytes: camera(`${onvif("hardware/M3045-V")} ${onvif("name/Dock%20camera")}`) },
    { name: "a computer says hello", bytes: computer },
  ],
  refused: [
    { name: "a page", bytes: new TextEncoder().encode(`<html><body>${"x".repeat(80)}</body></html>`) },
    { name: "no XML", bytes: new TextEncoder().encode(`{"Envelope": "${"x".repeat(80)}"}`) },
  ],
})

const report = (...messages: readonly Uint8Array[]): Conversation["report"] => {
  const conversation = new Conversation(wsDiscovery)
  for (const bytes of messages) conversation.read(bytes)
  return conversation.report
}

test("who looks for what is counted, and says nothing of itself", () => {
  const { operations, claims } = report(probe, envelope("Bye", "<d:Types>wsdp:Device pub:Computer</d:Types>"), computer)
  expect(operations).toEqual(["ws-discovery 2 request", "ws-discovery 1 message", "ws-discovery 0 message"])
  expect(claims).toEqual([
    "sender type = workstation",
    "sender description = announces itself as Windows computer",
    "sender os = Windows",
  ])
})

test("a camera names its model and its place", () => {
  const scopes = ["type/video_encoder", "hardware/M3045-V", "location/city/Lyon", "location/Dock", "name/CAM-DOCK"]
  const { claims } = report(camera(scopes.map(onvif).join(" ")))
  expect(claims).toEqual([
    "sender type = ip-camera",
    "sender description = announces itself as network camera (ONVIF)",
    "sender model = M3045-V",
    "sender location = Lyon",
    "sender location = Dock",
    "sender hostname = CAM-DOCK",
  ])
})

test("a name with spaces is none of a host, and broken marks are left", () => {
  expect(report(camera(`${onvif("name/AXIS%20M3045")} ${onvif("hardware/%E0%A4%A")}`)).claims.slice(2)).toEqual([
    "sender description = AXIS M3045",
  ])
})

test("claims point at the words that prove them", () => {
  const bytes = camera(onvif("hardware/M3045-V"))
  const { spans } = report(bytes)
  const texts = spans.map(({ at, length }) => Buffer.from(bytes.subarray(at, at + length)).toString())
  expect(texts.slice(-1)).toEqual(["M3045-V"])
  expect(texts[0]).toBe("dn:NetworkVideoTransmitter tds:Device")
})
