/** Whether an interface hears the plant, in a sentence, and what to do where it does not. */
import type { Preview } from "../../shared/api/contract/monitoring.ts"

type Seen = {
  readonly seconds: number
  readonly packets: number
  readonly packetsPerSecond: number
  /** Share, 0 to 1. */
  readonly unicastOfOthers: number
  readonly devices: number
  /** Titles of process control protocols, the most frequent first. */
  readonly ot: readonly string[]
}
export type Verdict = Pick<Preview, "verdict" | "sentence" | "remedy">

const enoughSeconds = 5
/** An ordinary port of a switch hears hardly any talk between two others: only what the switch floods. */
const ofAMirror = 0.2
const enoughPackets = 20

const some = (list: readonly string[]): string => list.slice(0, 3).join(", ")

export function previewVerdict({ seconds, packets, packetsPerSecond, unicastOfOthers, devices, ot }: Seen): Verdict {
  const early = seconds < enoughSeconds
  if (packets >= enoughPackets && unicastOfOthers >= ofAMirror) {
    const what = ot.length > 0 ? `, among it ${some(ot)}` : ", but no process control protocol yet"
    const rate = Math.round(packetsPerSecond)
    return {
      verdict: "good",
      sentence: `This interface hears devices talking to each other${what}: ${devices} devices, ${rate} packets a second.`,
      remedy: ot.length > 0 ? "" : "Watch a little longer, or check that the mirror port copies the control network.",
    }
  }
  if (early) return { verdict: "waiting", sentence: "Listening. This takes a few seconds.", remedy: "" }
  if (packets === 0)
    return {
      verdict: "silent",
      sentence: `Nothing was heard for ${Math.round(seconds)} seconds.`,
      remedy:
        "Check the cable, that the switch port is on, and that it is the destination of a mirror (SPAN) session. A capture filter may also leave everything out.",
    }
  return {
    verdict: "doubtful",
    sentence:
      "This interface hears mostly broadcasts and its own traffic, as any ordinary switch port does. It does not look like a mirror port.",
    remedy: "Set the switch port up as the destination of a mirror (SPAN) session, or use another interface.",
  }
}
