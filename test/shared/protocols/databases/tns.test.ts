import { expect, test } from "vitest"
import { tns } from "../../../../shared/protocols/databases/tns.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"

const client = { direction: 1, side: 0 } as const
const server = { direction: -1, side: 1 } as const
type Turn = readonly [by: typeof server | typeof client, bytes: Uint8Array]

const u16 = (value: number): string => value.toString(16).padStart(4, "0")
const u8 = (text: string): string => text.length.toString(16).padStart(2, "0")
const packet = (type: string, body: string): Uint8Array =>
  hex(`${u16(8 + hex(body).length)} 0000 ${type} 00 0000 ${body}`)
/** Since version 315. */
const long = (type: string, body: string): Uint8Array =>
  hex(`0000 ${u16(8 + hex(body).length)} ${type} 00 0000 ${body}`)
const settings = "0139 012c 00*12"
const connect = (description: string): Uint8Array =>
  packet("01", `${settings} ${u16(description.length)} 001c "${description}"`)

const description = (host: string, program: string): string =>
  `(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.0.9)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=BATCH)(CID=(PROGRAM=${program})(HOST=${host})(USER=op))))`
const accept = packet("02", "0139 0000 0800 7fff 0001 00*8")
const refuse = packet("04", '22 00 0020 "(DESCRIPTION=(ERR=12514)(VSN=1))"')

/** The user with its length, one name with its own. */
const call = (code: string, user: string): Uint8Array =>
  packet(
    "06",
    `0000 03 ${code} 02 01 01 ${hex(`"${user}"`).length.toString(16).padStart(2, "0")} 01 01 01 01 05 01 01 "${user}" 01 0d 0d "AUTH_TERMINAL"`,
  )
/** As drivers without Oracle's libraries write it: pointers, lengths and the count of names as short numbers; since version 23 a token before them. */
const thin = (code: string, user: string, token = ""): Uint8Array =>
  packet(
    "06",
    `0000 03 ${code} 01 ${token} 01 01 ${u8(user)} 01 01 01 01 05 01 01 ${u8(user)} "${user}" 01 0d 0d "AUTH_TERMINAL"`,
  )
/** As those with them do: numbers of four bytes, the smallest first. */
const thick = (code: string, user: string): Uint8Array =>
  packet(
    "06",
    `0000 03 ${code} 02 feffffffffffffff ${u8(user)}000000 01000000 feffffffffffffff 05000000 fe*8 fe*8 ${u8(user)} "${user}" 0d000000 0d "AUTH_TERMINAL"`,
  )
const welcome = packet("06", '0000 08 01 11 "AUTH_SVR_RESPONSE" 5a*16')
const wrong = packet("06", '0000 04 01 "ORA-01017: invalid username/password; logon denied" 0a')

dissectorSuite(tns, {
  samples: [
    { name: "connect", bytes: connect(description("HMI-7", "sqlplus.exe")), circumstances: client },
    { name: "accept", bytes: accept, circumstances: server },
    { name: "refuse", bytes: refuse, circumstances: server },
    { name: "data of a long length", bytes: long("06", '0000 "x"'), circumstances: client },
    { name: "sign-in", bytes: call("73", "SCOTT"), circumstances: client },
  ],
  refused: [
    { name: "a type that is none", bytes: packet("0f", settings) },
    { name: "a checksum of the header", bytes: hex("003a 0000 01 00 0001 5a*50") },
    { name: "connect data inside the header", bytes: packet("01", `${settings} 0004 0010 5a*4`) },
    { name: "cut", bytes: hex("003a 0000 06") },
  ],
})

const talk = (...turns: readonly Turn[]): Conversation["report"] => {
  const conversation = new Conversation(tns)
  for (const [by, bytes] of turns) conversation.read(bytes, by)
  return conversation.report
}
const signIn = { kind: "signIn", user: "SCOTT", isClear: false } as const

test("a program on a computer is taken, or is not", () => {
  const { claims, operations, spans } = talk(
    [client, connect(description("HMI-7", "C:\\app\\sqlplus.exe"))],
    [server, refuse],
    [client, connect(description("HMI-7", "C:\\app\\sqlplus.exe"))],
    [server, accept],
  )
  expect(claims.slice(0, 2)).toEqual(["sender hostname = HMI-7", "sender software = sqlplus.exe (Oracle client)"])
  expect(claims.at(-1)).toBe("sender type = database-server")
  expect(spans[0]!.length).toBe(5)
  expect(operations).toEqual(["tns 1 request", "tns 1 exception", "tns 1 request", "tns 1 response"])
})

test("what stands for a name is none; the server's address is not the client's", () => {
  expect(talk([client, connect(description("__jdbc__", "__jdbc__"))]).claims).toEqual([])
  expect(talk([client, connect("(DESCRIPTION=(ADDRESS=(HOST=srv)))")]).claims).toEqual([])
  const behind = "(DESCRIPTION=(CONNECT_DATA=(CID=(USER=op)))(ADDRESS=(HOST=srv)))"
  expect(talk([client, connect(behind)]).claims).toEqual([])
})

test("connect data too long for their packet come in the next", () => {
  const head = packet("01", `${settings} 0190 001c`)
  const rest = packet("06", `0000 "${description("HMI-7", "a.exe")}"`)
  expect(talk([client, head], [client, rest]).claims[0]).toBe("sender hostname = HMI-7")
  expect(talk([client, rest]).claims).toEqual([])
})

test("who signs in, and whether the proof was right", () => {
  const proof: readonly Turn[] = [
    [client, call("76", "SCOTT")],
    [server, packet("06", '0000 08 01 "AUTH_SESSKEY"')],
    [client, call("73", "SCOTT")],
  ]
  expect(talk(...proof, [server, welcome], [server, welcome]).said).toEqual([{ ...signIn, succeeded: true }])
  expect(talk(...proof, [server, wrong]).said).toEqual([{ ...signIn, succeeded: false }])
  expect(talk([server, welcome]).said).toEqual([])
  expect(talk(...proof, [server, packet("06", '0000 04 "ORA-00942: no such table"')]).said).toEqual([])
})

test.each([
  ["a driver of its own", thin("73", "FLORENT.CLAIRAMBAULT")],
  ["since version 23", thin("73", "FLORENT.CLAIRAMBAULT", "00")],
  ["Oracle's libraries", thick("73", "FLORENT.CLAIRAMBAULT")],
])("the user stands where %s writes it", (_, proof) => {
  const { said } = talk([client, proof], [server, welcome])
  expect(said).toEqual([{ ...signIn, user: "FLORENT.CLAIRAMBAULT", succeeded: true }])
})

test("since version 315 a packet may be longer than 65,535 bytes", () => {
  expect(tns.size?.(hex("00012345 06 00 0000 0000"), 0, 10)).toBe(0x12345)
})
