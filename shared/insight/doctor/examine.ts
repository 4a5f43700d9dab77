/** The capture doctor: every check, a verdict on the whole, and what the capture can show. */
import type { CaptureHealth } from "../../model/capture-health.ts"
import type { Check, Examine, Patient, Verdict } from "./check.ts"
import { isComplete, isSound, isTimed, isWhole } from "./loss-checks.ts"
import { isBothWays, isEverybodyHeard, isMirror, isOnce } from "./mirror-checks.ts"
import { hasCards, hasTunnels, hasVlans, isReadable, isRecognised } from "./sight-checks.ts"
import { count } from "./words.ts"

const checks: readonly Examine[] = [
  ...[isMirror, isBothWays, isOnce, isEverybodyHeard, isComplete, isWhole, isTimed, isSound],
  ...[hasVlans, hasCards, isReadable, hasTunnels, isRecognised],
]

/** Something the capture can, can in part, or can't show. */
export type Sight = { readonly what: string; readonly can: "yes" | "in part" | "no"; readonly because: string }

export type Examined = {
  readonly verdict: Verdict
  readonly headline: string
  readonly checks: readonly Check[]
  readonly sights: readonly Sight[]
}

const grave: Readonly<Record<Verdict, number>> = { prevents: 0, limits: 1, good: 2 }

/** The gravest first; among equals, in the order in which they are put right. */
export function examine(patient: Patient): Examined {
  const found = checks.map((check) => check(patient)).sort((a, b) => grave[a.verdict] - grave[b.verdict])
  const verdict = patient.health.frames === 0 ? "prevents" : (found[0]?.verdict ?? "good")
  return { verdict, headline: headline(patient, found), checks: found, sights: sights(patient.health, found) }
}

function headline({ health, isLive }: Patient, found: readonly Check[]): string {
  if (health.frames === 0) return isLive ? "Nothing was heard yet." : "The capture holds no frames."
  const prevents = found.filter(({ verdict }) => verdict === "prevents")
  if (prevents.length > 0) return prevents[0]!.finding
  const limits = found.filter(({ verdict }) => verdict === "limits")
  if (limits.length === 0) return "This capture is sound: nothing stands in the way of what it can show."
  const first = lowerFirst(limits[0]!.title)
  if (limits.length === 1) return `This capture is usable. One thing limits what it can show: ${first}.`
  return `This capture is usable. ${count(limits.length, "thing limits", "things limit")} what it can show; the first: ${first}.`
}

const lowerFirst = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text)

function sights(h: CaptureHealth, found: readonly Check[]): readonly Sight[] {
  const of = (id: string): Verdict => found.find((check) => check.id === id)?.verdict ?? "good"
  const messages = h.protocols.reduce((sum, { messages: n }) => sum + n, 0)
  const commands = h.protocols.reduce((sum, { commands: n }) => sum + n, 0)
  const proved = Object.values(h.proved).reduce((sum, n) => sum + n, 0)
  const isHalf = of("directions") === "prevents"
  const isPlain = of("mirror") === "prevents"
  const isCut = of("cut") === "prevents"
  return [
    {
      what: "Which devices are there",
      ...(h.heard === 0
        ? no("No device was heard.")
        : isPlain
          ? part("Only those that announce themselves to everybody.")
          : yes(`${count(h.heard, "address", "addresses")} heard.`)),
    },
    {
      what: "Makers, models and versions",
      ...(proved > 0
        ? yes(`${count(proved, "property", "properties")} proved that were not known before.`)
        : part("No message told any that was not known before.")),
    },
    {
      what: "Who talks with whom",
      ...(isPlain || h.toOne === 0
        ? no("Talks between two devices don't come to this port.")
        : yes(`${count(h.bothWays + h.oneWay, "TCP conversation")} heard.`)),
    },
    {
      what: "Commands to controllers",
      ...(commands > 0
        ? yes(`${count(commands, "command")} seen.`)
        : isHalf
          ? part("Only if the direction to the controllers is the one that is heard.")
          : messages > 0
            ? yes("None was seen; the protocols that were decoded would show one where they have any.")
            : part("No protocol that carries commands was decoded.")),
    },
    {
      what: "Whether commands and sign-ins succeeded",
      ...(isHalf
        ? no("The answers are in the direction that is missing.")
        : of("directions") === "limits"
          ? part("Some answers are missing.")
          : h.answers > 0 || h.bothWays > 0
            ? yes("Answers are heard.")
            : part("No answers were heard.")),
    },
    {
      what: "Values that are read and written",
      ...(isCut
        ? no("They stand behind the cut.")
        : isHalf
          ? part("Written values if requests are heard, read values if answers are.")
          : messages > 0
            ? yes(`${count(messages, "message")} decoded.`)
            : part("No protocol with values was decoded.")),
    },
    {
      what: "Polling intervals and answer times",
      ...(h.stamps >= 4 && h.finerThanSecond === 0
        ? no("Times are in whole seconds.")
        : isHalf
          ? part("Intervals of requests, not the time of answers.")
          : of("time") === "prevents"
            ? no("The times are not reliable.")
            : yes("Times are fine enough.")),
    },
    {
      what: "What is normal",
      ...(h.last - h.first >= 8 * 3600e6
        ? yes("Long enough for a working day.")
        : part("Only what happens again and again within this time.")),
    },
  ]
}

const yes = (because: string) => ({ can: "yes", because }) as const
const part = (because: string) => ({ can: "in part", because }) as const
const no = (because: string) => ({ can: "no", because }) as const
