import { expect, test } from "vitest"
import { sip } from "../../../../shared/protocols/office/sip.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"

const lines = (...all: readonly string[]): Uint8Array => new TextEncoder().encode(`${all.join("\r\n")}\r\n\r\n`)
const via = "Via: SIP/2.0/UDP 10.0.0.7:5060;branch=z9hG4bK1"
const program = "User-Agent: Yealink SIP-T42S 66.85"
const register = (number: number, ...more: readonly string[]): Uint8Array =>
  lines("REGISTER sip:pbx.plant.example SIP/2.0", via, "To: <sip:201@pbx>", `CSeq: ${number} REGISTER`, ...more)
const answer = (status: string, number: number, method = "REGISTER", ...more: readonly string[]): Uint8Array =>
  lines(`SIP/2.0 ${status}`, via, `CSeq: ${number} ${method}`, ...more)
const proof = 'Authorization: Digest username="201", realm="pbx", response="5a5a5a"'
const phone = { transport: "udp", direction: 1, side: 0 } as const
const server = { transport: "udp", direction: -1, side: 1 } as const
type Turn = readonly [by: typeof phone | typeof server, bytes: Uint8Array]

dissectorSuite(sip, {
  samples: [
    { name: "register", bytes: register(1, program, proof), circumstances: phone },
    { name: "answer", bytes: answer("401 Unauthorized", 1), circumstances: server },
  ],
  refused: [
    { name: "HTTP", bytes: lines("OPTIONS / HTTP/1.1", "Host: x") },
    { name: "a stream's control", bytes: lines("OPTIONS rtsp://camera RTSP/1.0", "CSeq: 1") },
    { name: "an answer of HTTP", bytes: lines("HTTP/1.1 200 OK") },
    { name: "a status of none", bytes: lines("SIP/2.0 999 x") },
    { name: "discovery", bytes: lines("NOTIFY * HTTP/1.1", "HOST: 239.255.255.250:1900") },
    { name: "a line without its end", bytes: new TextEncoder().encode("REGISTER sip:pbx SIP/2.0") },
  ],
})

const talk = (...turns: readonly Turn[]): Conversation["report"] => {
  const conversation = new Conversation(sip)
  for (const [by, bytes] of turns) conversation.read(bytes, by)
  return conversation.report
}
const signIn = { kind: "signIn", user: "201", isClear: false } as const

test("a telephone signs in, after being asked for the proof", () => {
  const { said, claims, operations } = talk(
    [phone, register(1, program)],
    [server, answer("401 Unauthorized", 1, "REGISTER", 'WWW-Authenticate: Digest realm="pbx"')],
    [phone, register(2, program, proof)],
    [server, answer("100 Trying", 2)],
    [server, answer("200 OK", 2, "REGISTER", "Server: plantpbx 4.1")],
  )
  expect(said).toEqual([{ ...signIn, succeeded: true }])
  expect(claims).toEqual([
    "sender software = Yealink SIP-T42S 66.85 (SIP)",
    "sender type = phone",
    "sender software = plantpbx 4.1 (SIP)",
  ])
  expect(operations).toEqual([
    "sip REGISTER request",
    "sip REGISTER exception",
    "sip REGISTER request",
    "sip REGISTER message",
    "sip REGISTER response",
  ])
})

test("a wrong proof is refused; one that is too old is not", () => {
  const again = 'WWW-Authenticate: Digest realm="pbx", stale=true'
  expect(talk([phone, register(2, proof)], [server, answer("401 Unauthorized", 2)]).said).toEqual([
    { ...signIn, succeeded: false },
  ])
  expect(talk([phone, register(2, proof)], [server, answer("403 Forbidden", 2)]).said).toHaveLength(1)
  expect(talk([phone, register(2, proof)], [server, answer("401 x", 2, "REGISTER", again)]).said).toEqual([])
  expect(talk([phone, register(2, proof)], [server, answer("200 OK", 3)]).said).toEqual([])
  expect(talk([phone, register(2, proof)], [server, answer("503 Busy", 2)]).said).toEqual([])
})

test("what proxies pass on tells nothing of who sends it; programs on computers are no telephones", () => {
  const invite = (...more: readonly string[]): Uint8Array =>
    lines("INVITE sip:202@pbx SIP/2.0", via, "CSeq: 1 INVITE", ...more)
  expect(talk([phone, invite(via, program)]).claims).toEqual([])
  expect(talk([server, answer("407 x", 1, "INVITE", "Server: another")]).claims).toEqual([])
  expect(talk([phone, invite("User-Agent: MicroSIP/3.22.3")]).claims).toEqual([
    "sender software = MicroSIP/3.22.3 (SIP)",
  ])
})

test("an acknowledgement waits for no answer; what is inside a stream is passed over", () => {
  const ack = lines("ACK sip:202@pbx SIP/2.0", via, "CSeq: 1 ACK")
  expect(talk([phone, ack], [phone, lines("v=0", "o=- 1 1 IN IP4 10.0.0.7")]).operations).toEqual(["sip ACK message"])
})
