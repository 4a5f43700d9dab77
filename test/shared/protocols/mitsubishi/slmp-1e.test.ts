import { expect, test } from "vitest"
import { slmp1E } from "../../../../shared/protocols/mitsubishi/slmp-1e.ts"
import { analyseBytes } from "../../../make/analyse-bytes.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { pcap } from "../../../make/frames.ts"
import { hex } from "../../../make/hex.ts"
import { talkFrames } from "../../../make/talk.ts"
import { proves } from "../../../make/proofs.ts"

const sample = (name: string, text: string, after: readonly Sample[] = []): Sample => ({
  name,
  bytes: hex(text),
  after,
})

// The examples of JY997D18101 sections 9.2 to 9.5.
const readBits = sample("M100 to M107", "00 ff 0a00 64000000 204d 08 00")
const bits = sample("on off on off off on on off", "80 00 10 10 01 10", [readBits])
const readWords = sample("D100 to D102", "01 ff 0a00 64000000 2044 03 00")
const words = sample("three words", "81 00 3412 0200 ef1d", [readWords])
const writeBits = sample("M50 to M61", "02 ff 0a00 32000000 204d 0c 00 11 01 01 00 00 01")
const writeWords = sample("D100 to D102 are written", "03 ff 0a00 64000000 2044 03 00 3412 7698 0901")
const testBits = sample("Y45, M60, S38", "04 ff 0a00 03 00 25000000 2059 01 3c000000 204d 00 26000000 2053 01")
const testWords = sample(
  "Y20 on, R26, CN18",
  "05 ff 0a00 03 00 10000000 2059 7b29 1a000000 2052 3412 12000000 4e43 5000",
)
const run = sample("run", "13 ff 0a00")
const stop = sample("stop", "14 ff 0a00")
const stopped = sample("stopped", "94 00", [stop])
const model = sample("model", "15 ff 0a00")
const fx3 = sample("FX3U", "95 00 f3 00", [model])
const loop = sample("loopback", '16 ff 0a00 04 "ABCD"')
const looped = sample("loopback, answered", '96 00 04 "ABCD"')
const outOfRange = sample("address beyond the last", "81 58")
const abnormal = sample("remote stop is not possible", "94 5b 18 00")

dissectorSuite(slmp1E, {
  samples: [
    readBits,
    bits,
    readWords,
    words,
    writeBits,
    writeWords,
    testBits,
    testWords,
    run,
    stop,
    stopped,
    model,
    fx3,
    loop,
    looped,
    outOfRange,
    abnormal,
  ],
  refused: [
    sample("a device that does not exist", "01 ff 0a00 64000000 2045 03 00"),
    sample("a device number of 32 bits", "01 ff 0a00 64000100 2044 03 00"),
    sample("a byte too many", "01 ff 0a00 64000000 2044 03 00 00"),
    sample("no PC number", "01 00 0a00 64000000 2044 03 00"),
    sample("points that are neither on nor off", "80 00 22"),
    sample("a keep-alive of NetBIOS", "85 00 00 00"),
    sample("a session that NetBIOS grants", "82 00 00 00"),
    sample("a record of TLS as long as its fifth byte says", "16 03 01 00 04 01 00 00 00"),
    sample("a frame 3E", "5000 00 ff ff03 00 0c00 1000 0104 0000 640000 a8 0300"),
  ],
})

const told = (...samples: readonly Sample[]) => {
  const conversation = new Conversation(slmp1E)
  for (const { bytes } of samples) conversation.read(bytes)
  return conversation.report
}

test("places and values: points, words, random ones; inputs and outputs in octal too, as FX controllers count", () => {
  expect(told(readBits, bits).places).toEqual(["slmp M100 to M107", "good 10100110"])
  expect(told(readWords, words).places).toEqual(["slmp D100 to D102", "good 34120200ef1d"])
  expect(told(writeWords).places).toEqual(["slmp D100 to D102", "written 4660 -26506 265"])
  expect(told(testBits).places).toEqual([
    "slmp Y25 (Y45 of an FX)",
    "written on",
    "slmp M60",
    "written off",
    "slmp S38",
    "written on",
  ])
  expect(told(testWords).places).toContain("slmp Y10 to Y1F (Y20 to Y37 of an FX)")
})

test("run and stop are commands; a refusal names its reason", () => {
  const { commands, functionKey, detailName } = slmp1E.protocol
  expect(told(stop, stopped).operations).toEqual(["slmp 1e:14 request", "slmp 1e:14 response"])
  expect(commands![functionKey!(0x10114)]).toEqual({ does: "Stop the controller", technique: "T0858" })
  expect(commands![functionKey!(0x10113)]!.technique).toBe("T0858")
  expect(told(stop, abnormal).operations).toContain("slmp 1e:14 exception")
  expect(told(stop, abnormal).details).toEqual(["slmp 1e:5b:18"])
  expect(detailName!(0x10118)).toBe("remote run or stop is not possible")
  expect(told(readWords, outOfRange).details).toEqual(["slmp 1e:58"])
  expect(detailName!(0x10058)).toBe("address is beyond the last one")
})

test("the model code of an FX3U", () => {
  expect(told(model, fx3).claims).toEqual(["sender model = FX3U/FX3UC", "sender vendor = Mitsubishi Electric"])
})

const functionsOf = (...said: Parameters<typeof talkFrames>[0]) =>
  analyseBytes(pcap([...talkFrames(said, { ports: [40_001, 5002] })])).document["functions"]

test("named on any port when both directions agree, and not by one of them", () => {
  expect(JSON.stringify(functionsOf([">", readWords.bytes], ["<", words.bytes]))).toContain('"1e:01"')
  expect(JSON.stringify(functionsOf([">", readWords.bytes], ["<", "HTTP/1.1 200 OK\r\n\r\n"]))).not.toContain("1e:")
})

proves({ slmp: ["framing", "requests", "identity", "places", "commands"] })
