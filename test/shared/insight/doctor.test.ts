/** Every check of the capture doctor: what it says of a sound capture, and what makes it say more. */
import { describe, expect, test } from "vitest"
import type { Patient, Verdict } from "../../../shared/insight/doctor/check.ts"
import { examine } from "../../../shared/insight/doctor/examine.ts"
import { joinHealth, type CaptureHealth } from "../../../shared/model/capture-health.ts"
import { health } from "../../make/health.ts"
import { noonOfMonday } from "../../make/noon.ts"

const patient = (more: Partial<CaptureHealth> = {}, other: Partial<Patient> = {}): Patient => ({
  health: health(more),
  counted: { read: 10_000, truncated: 0, malformed: 0, recognised: 0, unsupportedLink: 0 },
  ...{ drops: [], isLive: false, now: noonOfMonday + 86_400e6 },
  ...other,
})
const counted = (more: Partial<Patient["counted"]>): Partial<Patient> => ({
  counted: { ...patient().counted, ...more },
})

test("a sound capture is said to be sound", () => {
  const { verdict, headline, checks, sights } = examine(patient())
  expect(verdict).toBe("good")
  expect(headline).toContain("sound")
  expect(checks.filter((check) => check.verdict !== "good")).toEqual([])
  expect(sights.filter(({ can }) => can === "no")).toEqual([])
})

type Case = readonly [
  id: string,
  said: RegExp,
  verdict: Verdict,
  more: Partial<CaptureHealth>,
  other?: Partial<Patient>,
]
const cases: readonly Case[] = [
  ["mirror", /plain switch port/, "prevents", { toOne: 20, toMany: 9980 }],
  [
    "mirror",
    /process traffic/,
    "limits",
    { toOne: 0, toMany: 9980, protocols: [{ name: "goose", frames: 9000, messages: 9000, commands: 0 }] },
  ],
  ["mirror", /one network card, 02:00:00:00:00:07/, "limits", { onlyCard: "02:00:00:00:00:07" }],
  ["directions", /one direction only: in 40 of 44 TCP/, "prevents", { bothWays: 4, oneWay: 40 }],
  ["directions", /6 of 46 TCP conversations are heard from one side/, "limits", { oneWay: 6 }],
  ["directions", /hardly any answer/, "limits", { bothWays: 0, segments: 0, answers: 0 }],
  ["directions", /hardly any request/, "limits", { bothWays: 0, segments: 0, questions: 0 }],
  ["copies", /1,234 of 10,000 frames are copies/, "limits", { copies: 1234 }],
  [
    "unheard",
    /5 addresses are spoken to and never heard: a, b/,
    "limits",
    { addressedOnly: 5, unheard: ["a", "b", "c", "d", "e"] },
  ],
  ["lost", /Frames are missing: at 40 places/, "limits", { gaps: 40 }],
  ["lost", /dropped frames/, "limits", {}, { drops: ["The capturing machine dropped 5 packets."] }],
  ["lost", /10 % of the TCP segments were sent again/, "limits", { sentAgain: 800 }],
  ["cut", /9,000 of 10,000 frames are cut: at most 96 bytes/, "prevents", { cut: 9000, cutAt: 96 }],
  ["cut", /1 of 10,000 frames is cut/, "limits", { cut: 1, cutAt: 1500 }],
  ["malformed", /300 of 10,000 frames contradict/, "limits", {}, counted({ malformed: 300 })],
  ["time", /clock of the machine that captured was not set/, "limits", { first: 60e6, last: 7200e6 }],
  ["time", /3 years in the future/, "limits", { first: noonOfMonday + 3 * 365.25 * 86_400e6 + 86_400e6 }],
  ["time", /jumps back in 900 of/, "limits", { timeBack: 900 }],
  ["time", /whole seconds/, "limits", { finerThanMilli: 0, finerThanSecond: 0 }],
  ["time", /8 min long: too short/, "limits", { last: noonOfMonday + 480e6 }],
  ["cards", /no Ethernet addresses/, "limits", { withoutMac: 10_000 }],
  ["cards", /10 of 11 addresses stand behind one network card/, "limits", { routerAddresses: 10 }],
  ["encrypted", /40 % of the traffic is encrypted/, "limits", { encryptedBytes: 400_000 }],
  [
    "tunnels",
    /Encrypted tunnels pass here: WireGuard/,
    "limits",
    { protocols: [{ name: "wireguard", frames: 9, messages: 9, commands: 0 }] },
  ],
  [
    "unnamed",
    /50 % .* The largest is TCP port 9999/,
    "limits",
    { unnamedBytes: 500_000, unnamed: [{ carrier: "tcp", port: 9999, frames: 400, bytes: 500_000 }] },
  ],
  ["unnamed", /link type that is not read/, "prevents", {}, counted({ unsupportedLink: 9000 })],
]
describe("what stands in the way is said, with why and what to do", () => {
  test.each(cases.map((one) => [`${one[0]}: ${one[1].source}`, one] as const))(
    "%s",
    (_, [id, said, verdict, more, other]) => {
      const found = examine(patient(more, other))
      const wrong = found.checks.filter((check) => check.verdict !== "good")
      expect(wrong.map((check) => [check.id, check.verdict])).toEqual([[id, verdict]])
      expect(wrong[0]!.finding).toMatch(said)
      expect(wrong[0]!.why).not.toBe("")
      expect(wrong[0]!.advice.length).toBeGreaterThan(0)
      expect(found.verdict).toBe(verdict)
      if (verdict === "prevents") expect(found.headline).toMatch(said)
    },
  )
})

type Quiet = readonly [id: string, said: RegExp, more: Partial<CaptureHealth>, other?: Partial<Patient>]
const quiet: readonly Quiet[] = [
  ["copies", /no pattern/, { copies: 15 }],
  ["copies", /redundant/, { copies: 4000, redundant: 9000 }],
  ["mirror", /Too little traffic/, { toOne: 5, toMany: 100 }],
  ["directions", /both sides/, { unanswered: 500 }],
  ["vlans", /told apart/, { tagged: 4000 }],
  ["vlans", /takes the tags off/, {}],
  ["tunnels", /Opened: VXLAN/, { protocols: [{ name: "vxlan", frames: 9, messages: 0, commands: 0 }] }],
  ["encrypted", /10 % of the traffic is encrypted/, { encryptedBytes: 100_000 }],
  ["time", /sound/, { last: noonOfMonday + 60e6 }, { isLive: true }],
  ["unheard", /Nearly everybody is heard. Only spoken to: 10.0.0.9/, { addressedOnly: 1, unheard: ["10.0.0.9"] }],
]
test.each(quiet.map((one) => [`${one[0]} is good, and says ${one[1].source}`, one] as const))(
  "%s",
  (_, [id, said, more, other]) => {
    const check = examine(patient(more, other)).checks.find((one) => one.id === id)
    expect(check?.verdict).toBe("good")
    expect(check?.finding).toMatch(said)
  },
)

test("what the missing direction takes away is said", () => {
  const { sights } = examine(patient({ bothWays: 0, oneWay: 50, answers: 0, questions: 50 }))
  const succeeded = sights.find(({ what }) => what === "Whether commands and sign-ins succeeded")
  expect(succeeded?.can).toBe("no")
})

test("an empty capture says so", () => {
  const nothing = health({ frames: 0, bytes: 0, bothWays: 0, toOne: 0, toMany: 0, first: 0, last: 0, protocols: [] })
  const found = examine({ ...patient(), health: nothing })
  expect([found.verdict, found.headline]).toEqual(["prevents", "The capture holds no frames."])
  expect(examine({ ...patient(), health: nothing, isLive: true }).headline).toBe("Nothing was heard yet.")
})

test("two minutes of a live capture add up", () => {
  const one = health({ heard: 5, onlyCard: "02:00:00:00:00:07", first: 100, last: 200, proved: { model: 1 } })
  const other = health({ copies: 7, heard: 9, first: 300, last: 400, proved: { model: 1, vendor: 2 } })
  expect(joinHealth(one, other)).toMatchObject({
    ...{ frames: 20_000, copies: 7, heard: 9, onlyCard: "", first: 100, last: 400, proved: { model: 2, vendor: 2 } },
    protocols: [{ name: "modbus", frames: 8000, messages: 4000, commands: 24 }],
  })
})
