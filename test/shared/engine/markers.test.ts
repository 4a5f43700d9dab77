/** The bytes of published indicators are found where malware shows itself, however they are cut, and process control is left alone. */
import { expect, test } from "vitest"
import { indicators } from "../../../shared/detections/catalogue/indicators.ts"
import { analyseBytes } from "../../make/analyse-bytes.ts"
import { bytes, ethernet, ipv4, modbusRequest, pcap, tcp, udp } from "../../make/frames.ts"
import { hex } from "../../make/hex.ts"

const eicar = hex(indicators.find(({ kind }) => kind.includes("eicar"))!.value)
const theTestFile = "malware-test-file-detected-eicar-av-success"

const client = "10.0.0.2"
const server = "10.0.0.1"
type Said = { readonly by: "client" | "server"; readonly data: Uint8Array }

const links = { client: { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" } } as const
const linkOf = (by: Said["by"]) => (by === "client" ? links.client : { from: links.client.to, to: links.client.from })
const netOf = (by: Said["by"], protocol: number) =>
  by === "client" ? { from: client, to: server, protocol } : { from: server, to: client, protocol }

/** The kinds of malware that are told of, each as often as it is. */
function raisedIn(frames: readonly Uint8Array[]): readonly string[] {
  const { alerts } = analyseBytes(pcap(frames.map((frame, n) => ({ time: 1e12 + n * 1000, frame }))))
  return alerts
    .filter(({ message }) => message.includes("published"))
    .map(({ kind, count }) => (count === 1 ? kind : `${kind} ${count}`))
}

function overTcp(port: number, said: readonly Said[], began = true): readonly string[] {
  const next = { client: 101, server: 501 }
  const frame = (by: Said["by"], data: Uint8Array, flags = 0x18): Uint8Array => {
    const [from, to] = by === "client" ? [40_000, port] : [port, 40_000]
    const [seq, ack] = by === "client" ? [next.client, next.server] : [next.server, next.client]
    next[by] += data.length + ((flags & 2) !== 0 ? 1 : 0)
    return ethernet(linkOf(by), ipv4(netOf(by, 6), tcp({ from, to, seq, ack, flags, data })))
  }
  const nothing = new Uint8Array(0)
  const handshake = began ? [frame("client", nothing, 2), frame("server", nothing, 18)] : []
  return raisedIn([...handshake, ...said.map(({ by, data }) => frame(by, data))])
}

const text = (value: string): Uint8Array => Uint8Array.from(value, (letter) => letter.charCodeAt(0))
const from = (by: Said["by"], data: Uint8Array): Said => ({ by, data })

test("the test file in a transfer, told once however often it comes", () => {
  expect(overTcp(20_001, [from("server", bytes(1, 2, eicar)), from("server", eicar)])).toEqual([theTestFile])
})

test("the test file cut in two, anywhere", () => {
  for (let cut = 1; cut < eicar.length; cut++)
    expect(
      overTcp(20_001, [
        from("server", bytes(7, eicar.subarray(0, cut))),
        from("server", bytes(eicar.subarray(cut), 9)),
      ]),
    ).toEqual([theTestFile])
})

test("the test file in small pieces, and in pieces of both sides that are none", () => {
  const pieces = Array.from({ length: 9 }, (_, n) => eicar.subarray(n * 8, n * 8 + 8))
  expect(
    overTcp(
      20_001,
      pieces.map((data) => from("client", data)),
    ),
  ).toEqual([theTestFile])
  const mixed = pieces.map((data, n) => from(n % 2 === 0 ? "client" : "server", data))
  expect(overTcp(20_001, mixed)).toEqual([])
})

test("the test file on a web page, in a datagram, and too far behind", () => {
  const page = bytes(text("HTTP/1.1 200 OK\r\n\r\n"), eicar)
  expect(overTcp(80, [from("client", text("GET / HTTP/1.1\r\n\r\n")), from("server", page)])).toEqual([theTestFile])
  const datagram = (port: number): Uint8Array =>
    ethernet(links.client, ipv4(netOf("client", 17), udp(40_000, port, bytes(0, eicar))))
  expect(raisedIn([datagram(6969), datagram(6969)])).toEqual([theTestFile])
  const far = Array.from({ length: 190 }, () => from("server", new Uint8Array(1400)))
  expect(overTcp(20_001, [...far, from("server", eicar)])).toEqual([])
})

test("process control is not looked through", () => {
  const write = bytes(0, 1, 0, 0, 0, 7 + 70, 1, 16, 0, 0, 0, 35, 70, eicar, 0, 0)
  expect(overTcp(502, [from("client", modbusRequest(0)), from("client", write)])).toEqual([])
})

test("what a page carries is looked for behind its head", () => {
  const havex = ["suspicion-of-malicious-activity-havex"]
  const ask = from("client", text("GET / HTTP/1.1\r\n\r\n"))
  const mark = "<!--havexhavex-->"
  expect(overTcp(80, [ask, from("server", text(`HTTP/1.1 200 OK\r\n\r\n<html>${mark}`))])).toEqual(havex)
  expect(overTcp(80, [ask, from("server", text(`HTTP/1.1 200 OK\r\nX: ${mark}\r\n\r\n`))])).toEqual([])
  const form = text("POST / HTTP/1.1\r\n\r\nid=1&bid=2&dv=3&dpv=4")
  expect(overTcp(80, [from("client", form)])).toEqual(["suspicion-of-malicious-activity-blackenergy"])
})

test("what begins a stream is looked for there, and only of who sends it", () => {
  const darkComet = ["suspicion-of-malicious-activity-darkcomet"]
  const greeting = text("BF7CAB464EFB")
  expect(overTcp(1604, [from("server", greeting)])).toEqual(darkComet)
  expect(overTcp(1604, [from("client", greeting)])).toEqual([])
  expect(overTcp(1604, [from("server", bytes(greeting, 1))])).toEqual([])
  expect(overTcp(1604, [from("server", text("x")), from("server", greeting)])).toEqual([])
  expect(overTcp(1604, [from("server", greeting)], false)).toEqual([])
})

test("behind 256 bytes each way", () => {
  const block = new Uint8Array(256).fill(0x5a)
  const length = hex("d0150000")
  const poisonIvy = ["suspicion-of-malicious-activity-poison-ivy"]
  expect(overTcp(3460, [from("client", block), from("server", block), from("server", length)])).toEqual(poisonIvy)
  expect(overTcp(3460, [from("client", block), from("server", bytes(block, length))])).toEqual(poisonIvy)
  expect(overTcp(3460, [from("client", block.subarray(1)), from("server", bytes(block, length))])).toEqual([])
})

test("a message of SMB that only a back door answers so", () => {
  const smb = (flags: string, multiplex: string): Uint8Array =>
    hex(`00 000023 ff "SMB" 32 020000c0 ${flags} 0000 0000 00*8 0000 0000 0000 0000 ${multiplex} 00 0000`)
  expect(overTcp(445, [from("server", bytes(hex("85 000000"), smb("98", "5100")))])).toEqual([
    "invalid-smb-message-doublepulsar-backdoor-implant",
  ])
  expect(overTcp(445, [from("server", smb("98", "4100"))])).toEqual([])
  expect(overTcp(445, [from("client", smb("18", "5100"))])).toEqual([])
})

test("packets of ICMP, told once a pair", () => {
  const ping = (data: string): Uint8Array =>
    ethernet(links.client, ipv4(netOf("client", 1), bytes(8, 0, 0, 0, text(data))))
  expect(raisedIn([ping("..shit..shit"), ping("..shit..shit")])).toEqual(["suspicion-of-malicious-activity-regin"])
  expect(raisedIn([ping("..shit")])).toEqual([])
})
