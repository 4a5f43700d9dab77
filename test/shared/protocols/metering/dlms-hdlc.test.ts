import { expect, test } from "vitest"
import { dlmsHdlc, hdlcChecksum } from "../../../../shared/protocols/metering/dlms-hdlc.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

/** A frame between its flags, with its check sums; the head's only where information follows. */
function frame(name: string, addresses: string, control: string, information = "", format = 0xa0): Sample {
  const head = [...hex(`${addresses} ${control}`)]
  const data = [...hex(information)]
  const length = 2 + head.length + (data.length > 0 ? 2 + data.length : 0) + 2
  const bytes = [format, length, ...head]
  const sum = (): void => {
    const value = hdlcChecksum(Uint8Array.from(bytes), 0, bytes.length)
    bytes.push(value & 255, value >> 8)
  }
  if (data.length > 0) {
    sum()
    bytes.push(...data)
  }
  sum()
  return { name, bytes: Uint8Array.from([0x7e, ...bytes, 0x7e]) }
}

const connect = frame("connect", "03 21", "93")
const accepted = frame("accepted", "21 03", "73", "81 80 00")
const get = frame("get of a register", "0002feff 21", "32", "e6 e6 00 c0 01 c1 0003 0100010800ff 02 00")
const answer = frame("its value", "21 03", "52", "e6 e7 00 c4 01 c1 00 06 00000539")
const part = frame("the first part", "21 03", "52", "e6 e7 00 c4 01 c1 00 09", 0xa8)
const ready = frame("receive ready", "03 21", "31")

dissectorSuite(dlmsHdlc, {
  samples: [connect, accepted, get, answer, part, ready],
  refused: [
    { name: "a wrong check sum", bytes: connect.bytes.map((byte, at) => (at === 6 ? byte ^ 1 : byte)) },
    { name: "no flag at the end", bytes: connect.bytes.map((byte, at) => (at === 8 ? 0 : byte)) },
    { name: "point to point", bytes: hex("7e ff 7d 23 c0 21 7d 21 7d 20 7e") },
    { name: "a wrapper", bytes: hex("0001 0010 0001 000d c0 01 c1 0003 0100010800ff 02 00") },
  ],
})

test("the check sum is that of the catalogues: 906E for 1 to 9", () => {
  expect(hdlcChecksum(new TextEncoder().encode("123456789"), 0, 9)).toBe(0x906e)
})

test("units are read as in the wrapper, other frames told by their control octet", () => {
  const conversation = new Conversation(dlmsHdlc)
  for (const { bytes } of [connect, accepted, get, answer, part, ready]) conversation.read(bytes)
  expect(conversation.report.operations).toEqual([
    ...["dlms hdlc:snrm message", "dlms hdlc:ua message", "dlms 0xc0 request", "dlms 0xc0 response"],
    ...["dlms hdlc:segment message", "dlms hdlc:rr message"],
  ])
  expect(conversation.report.places).toEqual(["dlms register 1-0:1.8.0*255, attribute 2", "good 0600000539"])
  expect(dlmsHdlc.protocol.functionName!(0x183)).toBe("HDLC connect")
})

proves({ dlms: ["framing", "requests", "places"] })
