/** One spoiled capture through the whole engine: what must hold whatever the bytes are. */
import { Frame } from "../../shared/capture/frame.ts"
import { CaptureReader } from "../../shared/capture/capture-reader.ts"
import { explain } from "../../shared/engine/explain.ts"
import { analyseBytes } from "../make/analyse-bytes.ts"

export class Broken extends Error {
  override readonly name = "Broken"
}

const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Broken(what)
}

export function oneCase(file: Uint8Array): void {
  const { accounting: a, capture, analysis, measured, document, state } = analyseBytes(file, { chunk: 4096 })
  must(
    a.read === a.decoded + a.recognised + a.truncated + a.malformed + a.unsupportedLink,
    `accounting does not add up: ${JSON.stringify(a)}`,
  )
  must(a.read === capture.packets, `${a.read} frames accounted for, ${capture.packets} read`)
  const total = measured.reduce((sum, { traffic }) => sum + traffic[1]!, 0)
  must(total === a.read, `the measures hold ${total} packets of ${a.read}`)
  must(capture.packets > 0 || capture.problems.length > 0, "an empty result without a reason")
  must(
    analysis.engine.dissection.bench.benched.length === 0,
    `benched: ${JSON.stringify(analysis.engine.dissection.bench.benched)}`,
  )
  must(
    analysis.engine.dissection.bench.bugs === 0,
    `a dissector threw what it must not: ${analysis.engine.dissection.bench.lastBug}`,
  )
  JSON.stringify(document)
  if (a.read < 2000) analyseBytes(file, { state })
  explainSome(file)
}

/** Every seventh frame is shown field by field. */
function explainSome(file: Uint8Array): void {
  const reader = new CaptureReader()
  const frame = new Frame()
  let at = 0
  for (let step = reader.next(frame), shown = 0; step !== "end" && shown < 200; step = reader.next(frame)) {
    if (step === "frame" && frame.number % 7 === 1) {
      explain(frame.bytes.slice(frame.start, frame.end), frame.linkType, frame.wireLength)
      shown++
    }
    if (step !== "more") continue
    const part = file.subarray(at, at + 65_536)
    const room = reader.window.room()
    const fits = part.subarray(0, room.length)
    room.set(fits)
    reader.window.filled(fits.length)
    at += fits.length
    if (fits.length === 0) reader.window.complete = true
  }
}
