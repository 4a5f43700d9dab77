import { expect, test } from "vitest"
import { sercos } from "../../../../shared/protocols/real-time/sercos.ts"
import { Conversation } from "../../../make/collect.ts"
import { dissectorSuite, type Sample } from "../../../make/dissector-suite.ts"
import { hex } from "../../../make/hex.ts"
import { proves } from "../../../make/proofs.ts"

const telegram = (name: string, head: string): Sample => ({
  name,
  circumstances: { transport: "ethernet", toMany: true },
  bytes: hex(`${head} 12345678 0400 00*38`),
})
const building = telegram("master data, phase 0", "00 00")
const counting = telegram("answers, phase 0", "40 00")
const changing = telegram("master data, on the way to phase 4", "80 84")
const running = telegram("master data, phase 4", "20 14")
const answers = telegram("answers, phase 4, second telegram", "41 04")

// tshark 4.0.17 reads the samples alike.
dissectorSuite(sercos, {
  samples: [building, counting, changing, running, answers],
  refused: [
    { name: "a phase that is none", bytes: hex("00 05 12345678 00*40") },
    { name: "a telegram that is none", bytes: hex("04 00 12345678 00*40") },
    { name: "nothing but zeros", bytes: hex("00*46") },
    { name: "too short for a frame", bytes: hex("00 00 12345678 00*20") },
  ],
})

test("telegrams by kind and phase", () => {
  const conversation = new Conversation(sercos)
  for (const { bytes } of [building, counting, changing, running, answers]) conversation.read(bytes)
  const keys = ["mdt:0", "at:0", "mdt:4:change", "mdt:4", "at:4"]
  expect(conversation.report.operations).toEqual(keys.map((key) => `sercos ${key} message`))
  expect(sercos.protocol.functionName?.(12)).toBe("answers, phase 4 (operation)")
})

proves({ sercos: ["framing"] })
