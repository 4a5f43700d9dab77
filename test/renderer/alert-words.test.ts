/** The words of alerts, and why a list of them is empty. */
import { expect, test } from "vitest"
import {
  isLearned,
  refusalWords,
  stateWords,
  whyNotLearned,
  whyNotMuted,
} from "../../renderer/pages/alerts/alert-words.ts"
import { outcomeWords } from "../../renderer/pages/alerts/line-words.ts"
import { excerptOf } from "../../renderer/pages/alerts/map-excerpt.ts"
import { whyEmpty } from "../../renderer/pages/alerts/why-empty.ts"
import { alertRow } from "./alert-row.ts"
import { deviceRow } from "./device-row.ts"

test("a closed alert tells why", () => {
  expect(stateWords(alertRow())).toBe("New")
  expect(stateWords({ status: "closed", closedBy: "learned" })).toBe("Closed, learned")
  expect(isLearned(alertRow({ status: "closed", closedBy: "learned" }))).toBe(true)
  expect(isLearned(alertRow({ status: "closed", closedBy: "person" }))).toBe(false)
})

test("what can't be learned or muted says why", () => {
  expect(whyNotLearned(alertRow({ learnable: true }))).toBe("")
  expect(whyNotLearned(alertRow())).toContain("never becomes normal")
  const { source } = alertRow()
  expect(whyNotMuted(alertRow({ mutable: false, source: { ...source, internet: true } }))).toContain("on the internet")
  expect(whyNotMuted(alertRow({ mutable: false }))).toBe("This kind can't be muted.")
})

test("each reason of a refusal is told once", () => {
  expect(refusalWords([{ why: "It is gone." }, { why: "It is gone." }])).toBe("It is gone.")
  expect(refusalWords([{ why: "A." }, { why: "B." }, { why: "A." }])).toBe("2 because: A. 1 because: B.")
})

test.each([
  [{ asked: 0, succeeded: 0, refused: 0 }, ""],
  [{ asked: 1, succeeded: 1, refused: 0 }, "asked once, succeeded"],
  [{ asked: 1, succeeded: 0, refused: 0 }, "asked once, no answer seen"],
  [{ asked: 4, succeeded: 0, refused: 4 }, "asked 4 times, all refused"],
  [{ asked: 650, succeeded: 636, refused: 14 }, "asked 650 times, 636 succeeded, 14 refused"],
])("%j reads %j", (line, words) => {
  expect(outcomeWords(line)).toBe(words)
})

const site = { captures: 2, monitoring: false, learning: true, narrowed: false, everything: 0 }
test("an empty list says why", () => {
  expect(whyEmpty({ ...site, captures: 0 }).next).toBe("import")
  expect(whyEmpty({ ...site, narrowed: true }).title).toBe("No alert matches")
  expect(whyEmpty({ ...site, everything: 3 }).text).toContain("closed")
  expect(whyEmpty(site).text).toContain("policy alerts are quiet")
  expect(whyEmpty({ ...site, learning: false }).next).toBe("none")
})

test("the excerpt of the map holds both ends and their busiest neighbours, with their lines only", () => {
  const line = (client: string, server: string, packets: number) => ({
    ...{ client, server, packets },
    ...{ protocols: [], ports: [], bytes: 0, lastSeen: 0 },
  })
  const devices = ["a", "b", "c", "d", "e"].map((id) => deviceRow({ id }))
  const lines = [line("a", "b", 1), line("a", "c", 9), line("d", "b", 2), line("c", "d", 50), line("d", "e", 3)]
  const { drawn, left } = excerptOf(devices, lines, ["a", "b"], 1)
  expect(drawn.devices.map(({ id }) => id)).toEqual(["a", "b", "c"])
  expect(drawn.lines.map(({ client, server }) => client + server)).toEqual(["ab", "ac"])
  expect(left).toBe(1)
})
