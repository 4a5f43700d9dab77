/** Is it a mirror port, does it show both directions, and does it show them once? */
import { numberText } from "../report/figure-text.ts"
import { good, type Check, type Examine } from "./check.ts"
import { count, ofFrames, share, some } from "./words.ts"

const setBoth =
  "On the switch, open the setting of the mirror port (also called port mirroring, SPAN or monitor session) and set the direction of every mirrored port to both: received and sent (rx and tx)."
const fewFrames = 200
/** Process traffic for groups: a plain port of the process bus hears it too, and that is what it is for. */
const spokenToGroups = new Set(["goose", "sv", "ethercat", "powerlink", "sercos", "profinet-rt", "cc-link-ie"])

/** A plain switch port hears groups and its own traffic only. */
export const isMirror: Examine = ({ health: h }) => {
  const [id, title] = ["mirror", "Mirror port"]
  const figures = [
    { name: "To one receiver", value: count(h.toOne, "frame") },
    { name: "To groups and to all", value: count(h.toMany, "frame") },
    { name: "Network cards heard", value: numberText(h.cards) },
  ]
  const all = h.toOne + h.toMany
  if (all < fewFrames)
    return good(id, title, `Too little traffic to tell: ${count(all, "frame")}. A few minutes show more.`, figures)
  const toGroups = h.toOne * 50 < all
  const isProcess =
    toGroups && h.protocols.some(({ name, frames }) => spokenToGroups.has(name) && frames * 4 > h.frames)
  if (toGroups || (h.onlyCard !== "" && h.cards > 3)) {
    return {
      ...{ id, title, verdict: toGroups && !isProcess ? "prevents" : "limits", figures },
      finding: isProcess
        ? "Nearly all of this is process traffic that is sent to groups. What two devices say to each other is not in it."
        : toGroups
          ? "Nearly all of this is sent to everybody. It looks like a plain switch port, not like a mirror port."
          : `All traffic between two devices belongs to one network card, ${h.onlyCard}. It looks like the port of that device, or a capture made on it.`,
      why: "A switch sends what two devices say to each other only to these two. What controllers are told and what they answer is seen at a mirror port only.",
      advice: [
        "Find the port of the switch that this cable is plugged into, and configure it as the destination of a mirror session.",
        "Mirror the ports of the controllers and of the uplink, or the whole plant VLAN where the switch can do that.",
        "Where a switch can't mirror, put a network tap into the line.",
      ],
    }
  }
  return good(id, title, "Traffic between other devices is seen, as at a mirror port, a tap or a hub.", figures)
}

export const isOnce: Examine = ({ health: h }) => {
  const [id, title] = ["copies", "Frames that come twice"]
  const figures = [
    { name: "Copies", value: `${ofFrames(h.copies, h.frames)}, ${share(h.copies, h.frames)}` },
    { name: "Of them with another VLAN tag or other MAC addresses", value: count(h.copiesElsewhere, "frame") },
  ]
  if (h.redundant * 4 > h.frames)
    return good(
      id,
      title,
      "The network is redundant (PRP): each frame runs over two networks, so copies belong to it.",
      figures,
    )
  if (h.copies === 0) return good(id, title, "No frame came twice.", figures)
  if (h.copies < 20 || h.copies * 100 < h.frames)
    return good(
      id,
      title,
      `Only ${ofFrames(h.copies, h.frames)} came twice. That is no pattern of the mirror port.`,
      figures,
    )
  return {
    ...{ id, title, verdict: "limits", figures },
    finding: `${ofFrames(h.copies, h.frames)} are copies: the mirror port shows the same frame more than once.`,
    why: "Messages, commands, polling times and alerts count each of them once. Packet and byte counts keep the copies, so traffic looks larger than it is, and the mirror port is sooner too slow.",
    advice:
      h.copiesElsewhere * 2 > h.copies
        ? [
            "The copies differ in VLAN tag or MAC addresses: the frame is mirrored before and after the switch or router hands it on. Mirror only one of these places.",
            "Mirror either the ports or the VLANs, not both in one session.",
          ]
        : [
            "If both ends of a talk are mirrored in both directions, each frame is copied where it comes in and where it goes out. Mirror all ports for received traffic only, or only the ports of the controllers in both directions.",
            "Look whether two mirror sessions have the same destination.",
          ],
  }
}

export const isBothWays: Examine = ({ health: h }) => {
  const [id, title] = ["directions", "Both directions"]
  const talks = h.bothWays + h.oneWay
  const figures = [
    { name: "TCP conversations heard from both sides", value: numberText(h.bothWays) },
    { name: "From one side, while the other answers unheard", value: numberText(h.oneWay) },
    { name: "Asked for, and nobody answered", value: numberText(h.unanswered) },
    { name: "Requests that were understood", value: numberText(h.questions) },
    { name: "Answers to requests", value: numberText(h.answers) },
  ]
  const lonely = h.questions >= 20 && h.answers * 20 < h.questions
  const backwards = h.answers >= 20 && h.questions * 20 < h.answers
  if (talks === 0 && !lonely && !backwards)
    return good(id, title, "No conversation tells: there is no TCP, and no series of requests.", figures)
  const most = h.oneWay * 2 > talks && h.oneWay > 0
  if (most) return oneDirection(h.oneWay, talks, figures)
  if (talks === 0 && (lonely || backwards)) return unanswered(lonely, figures)
  if (h.oneWay * 10 > talks || (h.oneWay >= 5 && h.oneWay * 50 > talks)) return someOneWay(h.oneWay, talks, figures)
  return good(
    id,
    title,
    lonely
      ? "Conversations are heard from both sides, though hardly any request got an answer that is understood."
      : "Conversations are heard from both sides.",
    figures,
  )
}

const whatIsMissing =
  "Whether a command succeeded, what a value was, how long answers take and whether a sign-in failed stands in the other half."

const oneDirection = (oneWay: number, talks: number, figures: Check["figures"]): Check => ({
  ...{ id: "directions", title: "Both directions", verdict: "prevents", figures },
  finding: `The capture shows one direction only: in ${oneWay.toLocaleString("en")} of ${count(talks, "TCP conversation")} one side is never heard, though it answers.`,
  why: whatIsMissing,
  advice: [
    setBoth,
    "With a network tap, connect both of its outputs: each shows one direction. Choose both interfaces for monitoring.",
    "Look whether a capture filter, or a second path (redundant lines, link aggregation), leaves one direction out.",
  ],
})

/** Without TCP nothing proves that somebody answers unheard. */
const unanswered = (lonely: boolean, figures: Check["figures"]): Check => ({
  ...{ id: "directions", title: "Both directions", verdict: "limits", figures },
  finding: lonely
    ? "Requests are heard, and hardly any answer: one direction is missing, or nobody answers."
    : "Answers are heard, and hardly any request: one direction is missing.",
  why: whatIsMissing,
  advice: [setBoth, "Searches that nobody answers are usual; requests to a controller without an answer are not."],
})

const someOneWay = (oneWay: number, talks: number, figures: Check["figures"]): Check => ({
  ...{ id: "directions", title: "Both directions", verdict: "limits", figures },
  finding: `${oneWay.toLocaleString("en")} of ${count(talks, "TCP conversation")} ${oneWay === 1 ? "is" : "are"} heard from one side only.`,
  why: "Of these talks, either the requests or the answers are missing.",
  advice: [
    setBoth,
    "Where only some are one-sided, their answers take another way: mirror the other line of a redundant ring or of a link aggregation too.",
  ],
})

export const isEverybodyHeard: Examine = ({ health: h }) => {
  const [id, title] = ["unheard", "Devices that are never heard"]
  const figures = [
    { name: "Addresses that sent", value: numberText(h.heard) },
    { name: "Addresses only spoken to", value: numberText(h.addressedOnly) },
  ]
  if (h.addressedOnly === 0) return good(id, title, "Everybody who is spoken to is heard.", figures)
  const names = some(h.unheard, h.addressedOnly)
  if (h.addressedOnly < 3 || h.addressedOnly * 5 < h.heard)
    return good(id, title, `Nearly everybody is heard. Only spoken to: ${names}.`, figures)
  return {
    ...{ id, title, verdict: "limits", figures },
    finding: `${count(h.addressedOnly, "address is", "addresses are")} spoken to and never heard: ${names}.`,
    why: "They may be switched off or gone, or their answers don't pass the mirror port. What they are can't be told from what others send them.",
    advice: [
      "Look whether these devices run. If they do, mirror the ports that they are plugged into.",
      "Many of them at once, spoken to from one device, are a search through the network: see the alerts.",
    ],
  }
}
