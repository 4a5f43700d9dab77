/** Figures of a capture in which nothing was noteworthy, for tests to change. */
import type { CaptureHealth } from "../../shared/model/capture-health.ts"
import { noonOfMonday } from "./noon.ts"

export const health = (more: Partial<CaptureHealth> = {}): CaptureHealth => ({
  ...{ frames: 10_000, bytes: 1_000_000, copies: 0, copiesElsewhere: 0, redundant: 0, cut: 0, cutAt: 0 },
  ...{ bothWays: 40, oneWay: 0, unanswered: 2, segments: 8000, gaps: 0, sentAgain: 3, questions: 2000, answers: 1990 },
  ...{ toOne: 9000, toMany: 1000, tagged: 0, withoutMac: 0, heard: 12, addressedOnly: 0, unheard: [] },
  ...{ cards: 12, addresses: 11, router: "02:00:00:00:00:01", routerAddresses: 1, onlyCard: "" },
  ...{ timeBack: 0, stamps: 150, finerThanMilli: 150, finerThanSecond: 150 },
  ...{ first: noonOfMonday, last: noonOfMonday + 2 * 3600e6, encryptedBytes: 0, unnamedBytes: 0, unnamed: [] },
  protocols: [{ name: "modbus", frames: 4000, messages: 2000, commands: 12 }],
  proved: { model: 2 },
  ...more,
})
