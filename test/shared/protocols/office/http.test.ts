import { expect, test } from "vitest"
import { http } from "../../../../shared/protocols/office/http.ts"
import { Conversation } from "../../../make/collect.ts"
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
