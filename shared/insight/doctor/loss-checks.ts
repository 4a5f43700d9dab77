/** Is everything there: no frame lost, none cut, none broken, and is the time right? */
import { good, type Examine } from "./check.ts"
import { count, framesAre, ofFrames, share, span } from "./words.ts"

export const isComplete: Examine = ({ health: h, drops }) => {
  const [id, title] = ["lost", "Lost frames"]
  const figures = [
    { name: "Gaps in TCP: received by the other side, never seen here", value: count(h.gaps, "gap") },
    { name: "Segments sent again", value: `${count(h.sentAgain, "segment")}, ${share(h.sentAgain, h.segments)}` },
    { name: "Reported by the capture file or driver", value: drops.length === 0 ? "nothing" : drops.join(" ") },
  ]
  const many = h.gaps >= 5 && h.gaps * 1000 > h.segments
  if (many || drops.length > 0) {
    return {
      ...{ id, title, verdict: "limits", figures },
      finding: many
        ? `Frames are missing: at ${count(h.gaps, "place")} a receiver had what never came past here.`
        : "The machine that captured dropped frames.",
      why: "A message whose part is missing is not decoded. A command may be among them, and an alert may not be raised.",
      advice: [
        "A mirror port can send no more than its own speed. Mirror fewer ports, or use a faster port as the destination.",
        "If the computer dropped them, close what else runs on it, and capture to its own disk.",
        ...(h.oneWay > h.bothWays ? ["One direction is missing altogether: put that right first."] : []),
      ],
    }
  }
  if (h.segments >= 200 && h.sentAgain * 20 > h.segments) {
    return {
      ...{ id, title, verdict: "limits", figures },
      finding: `Nothing is missing, but ${share(h.sentAgain, h.segments)} of the TCP segments were sent again by the devices themselves.`,
      why: "Something between these devices loses frames: a bad cable, a full line, or a switch port with other speed or duplex settings than its device.",
      advice: ["Look at the error counters of the switch ports on that way, and at cables and plugs."],
    }
  }
  return good(id, title, h.segments === 0 ? "Nothing tells of lost frames." : "No gap in what devices said.", figures)
}

export const isWhole: Examine = ({ health: h, counted }) => {
  const [id, title] = ["cut", "Frames cut short"]
  const figures = [
    { name: "Cut", value: `${ofFrames(h.cut, h.frames)}, ${share(h.cut, h.frames)}` },
    { name: "Longest that was kept of a cut frame", value: h.cut === 0 ? "–" : count(h.cutAt, "byte") },
    { name: "Could not be decoded for it", value: count(counted.truncated, "frame") },
  ]
  if (h.cut === 0) return good(id, title, "Every frame is there to its end.", figures)
  const grave = counted.truncated * 4 > h.frames || (h.cut * 2 > h.frames && h.cutAt <= 128)
  return {
    ...{ id, title, verdict: grave ? "prevents" : "limits", figures },
    finding: `${framesAre(h.cut, h.frames)} cut: at most ${count(h.cutAt, "byte")} of each ${h.cutAt === 1 ? "was" : "were"} kept.`,
    why: "What stands behind the cut is gone: values, names, programs. Messages over TCP can't be put together.",
    advice: [
      "Capture again with the whole frame: snapshot length 0 (dumpcap and tcpdump: -s 0; in Wireshark, take the limit of the packet length off).",
    ],
  }
}

export const isSound: Examine = ({ health: h, counted }) => {
  const [id, title] = ["malformed", "Malformed frames"]
  const figures = [
    {
      name: "Malformed",
      value: `${ofFrames(counted.malformed, counted.read)}, ${share(counted.malformed, counted.read)}`,
    },
  ]
  if (counted.malformed * 100 <= counted.read || counted.malformed < 10)
    return good(
      id,
      title,
      counted.malformed === 0 ? "None." : `${count(counted.malformed, "frame")}, too few to matter here.`,
      figures,
    )
  return {
    ...{ id, title, verdict: "limits", figures },
    finding: `${ofFrames(counted.malformed, counted.read)} contradict their own lengths or rules.`,
    why: "Devices in order send none. They come from a faulty device, a damaged capture, a program that tests or attacks, or a protocol that looks like another.",
    advice: [
      "The alerts name who sends malformed messages.",
      ...(h.withoutMac > 0 ? ["If the capture was converted or anonymised, take the original."] : []),
    ],
  }
}

const year = 365.25 * 86_400e6
/** Older capture times are clocks that were never set. */
const oldest = Date.UTC(1998, 0, 1) * 1000
/** Cyclic traffic shows in seconds; what happens once an hour or a day does not. */
const short = 3600e6

export const isTimed: Examine = ({ health: h, now, isLive }) => {
  const [id, title] = ["time", "Time"]
  const length = h.last - h.first
  const figures = [
    { name: "Length", value: span(length) },
    { name: "Frames earlier than the one before", value: count(h.timeBack, "frame") },
    { name: "Resolution", value: resolution(h) },
  ]
  const of = (verdict: "limits" | "prevents", finding: string, why: string, advice: readonly string[]) => ({
    ...{ id, title, verdict, finding, why, advice, figures },
  })
  if (h.first > 0 && (h.first < oldest || h.first > now + 86_400e6))
    return of(
      "limits",
      h.first < oldest
        ? "The clock of the machine that captured was not set."
        : `The capture is dated ${ahead(h.first - now)} in the future.`,
      "Trends and the timeline show this traffic at a time at which it did not happen.",
      ["Set the clock of the machine that captures, or let it get the time from the plant's time server."],
    )
  if (h.timeBack > 20 && h.timeBack * 50 > h.frames)
    return of(
      "limits",
      `Time jumps back in ${ofFrames(h.timeBack, h.frames)}.`,
      "The order of what happened, and how long answers took, is not certain.",
      ["If several captures were merged, import them one by one.", "Let one machine capture, with one clock."],
    )
  if (h.stamps >= 4 && h.finerThanSecond === 0)
    return of(
      "limits",
      "Times are told in whole seconds only.",
      "Answer times and polling intervals can't be measured.",
      ["Save the capture as pcap or pcapng with microseconds."],
    )
  if (!isLive && h.frames > 0 && length < short)
    return of(
      "limits",
      `The capture is ${span(length)} long: too short to learn what is normal.`,
      "What a plant does each hour, shift or day is not in it, so it would look new later.",
      ["For a baseline capture a working day or more; for an inventory a few minutes do."],
    )
  return good(id, title, "The order and the resolution of the times are sound.", figures)
}

const ahead = (time: number): string => (time > 2 * year ? count(Math.round(time / year), "year") : span(time))

function resolution(h: { readonly stamps: number; readonly finerThanMilli: number; readonly finerThanSecond: number }) {
  if (h.stamps === 0) return "–"
  return h.finerThanMilli > 0 ? "microseconds" : h.finerThanSecond > 0 ? "milliseconds" : "seconds"
}
