/** The engine's thread: reads captures when the core says so, and hands back batches of what is new. */
import { setImmediate } from "node:timers/promises"
import { parentPort } from "node:worker_threads"
import { Analysis } from "../../shared/engine/analysis.ts"
import type { Batch, CaptureFacts, Problem } from "../../shared/engine/batch.ts"
import type { FromEngine, ToEngine } from "../../shared/engine/messages.ts"
import { AlertPackets } from "../capture/alert-packets.ts"
import { CaptureFile, Unreadable } from "../capture/capture-file.ts"
import { FileHash } from "../capture/file-hash.ts"
import { gzipProblem } from "../capture/gzip-problem.ts"
import { LiveFollow, Unfollowable } from "../capture/live-follow.ts"
import type { FollowOrder } from "../capture/live-follow.ts"
import { loadVendorPrefixes } from "../capture/vendor-prefixes.ts"

type Import = ToEngine & { say: "import" }

const port = parentPort!
const vendorOf = loadVendorPrefixes(new URL("./vendor-prefixes.txt", import.meta.url))
/** Frames between two looks at the clock. */
const stride = 2000
const lookEvery = 20
const tellEvery = 250
const mostUnderWay = 2

let state: Uint8Array | null = null
let analysis: Analysis | null = null
const cancelled = new Set<string>()
const waiting: (Import | FollowOrder)[] = []
let following: LiveFollow | null = null
let busy = false
let underWay = 0
let wake: (() => void) | null = null

const tell = (message: FromEngine): void => port.postMessage(message)

async function read(order: Import): Promise<void> {
  const began = performance.now()
  analysis ??= new Analysis({ vendorOf, state })
  analysis.report.follow(order.policy)
  analysis.report.edit(order.edits ?? [])
  const file = new CaptureFile(order.path)
  const hash = new FileHash(new URL("./hash.js", import.meta.url), order.path)
  const packets = new AlertPackets()
  try {
    const finished = await frames(order, analysis, file, packets)
    if (!finished) return giveUp(order, analysis, hash)
    const extra: readonly Problem[] = gzipProblem(file)
    const facts = analysis.facts(extra)
    if (facts.packets === 0 && unreadable.includes(facts.problems[0]?.code ?? "")) throw notACapture(order, facts)
    const sha256 = await hash.sha256
    analysis.nameCapture(sha256)
    const batch = analysis.batch(true, extra)
    packets.note(batch, [sha256])
    const around = await packets.around(order.path, () => !cancelled.has(order.id))
    if (around === null) return giveUp(order, analysis, hash)
    state = batch.state ?? null
    const capture = { ...batch.capture, sha256 }
    await send(order, { ...batch, capture, evidence: [...batch.evidence, ...around] })
    const seconds = (performance.now() - began) / 1000
    tell({ say: "finished", id: order.id, capture, accounting: analysis.accounting, seconds })
  } finally {
    file.close()
    void hash.stop()
  }
}

const unreadable: readonly string[] = ["unknown-file-type", "unsupported-pcap-variant"]

/** The problem's sentences tell the reason first and the remedy last. */
function notACapture(order: Import, { problems }: CaptureFacts): Unreadable {
  const sentences = (problems[0]?.message ?? "").split(/(?<=\.) /)
  const remedy =
    sentences.length > 1 ? sentences.at(-1)! : "Save the capture as pcap or pcapng in the tool that made it."
  return new Unreadable(
    order.name,
    sentences
      .slice(0, Math.max(1, sentences.length - 1))
      .join(" ")
      .replace(/\.$/, ""),
    remedy,
  )
}

/** False when it was cancelled. */
async function frames(order: Import, analysis: Analysis, file: CaptureFile, packets: AlertPackets): Promise<boolean> {
  const { window } = analysis.begin(order.name, "")
  let looked = performance.now()
  let told = looked
  for (;;) {
    const step = analysis.step(stride)
    if (step === "end") return !cancelled.has(order.id)
    if (step === "batch") {
      const batch = analysis.batch(false)
      packets.note(batch, [""])
      await send(order, batch)
    }
    if (step === "more") {
      const filling = file.fill(window)
      if (filling !== undefined) await filling
    }
    const now = performance.now()
    if (now - looked < lookEvery) continue
    looked = now
    await setImmediate()
    if (cancelled.has(order.id)) return false
    if (now - told < tellEvery) continue
    told = now
    progress(order, analysis, file)
  }
}

function progress(order: Import, analysis: Analysis, file: CaptureFile): void {
  const { accounting } = analysis
  tell({
    say: "progress",
    id: order.id,
    bytesRead: file.bytesRead,
    bytesTotal: file.size,
    packets: accounting.read,
    accounting,
  })
}

async function roomForABatch(): Promise<void> {
  while (underWay >= mostUnderWay) await new Promise<void>((resolve) => (wake = resolve))
}

/** Batches that the store has from an earlier run are made again and not sent. */
async function send(order: Import, batch: Batch): Promise<void> {
  if (batch.number <= order.applied) return
  await roomForABatch()
  if (cancelled.has(order.id)) return
  underWay++
  tell({ say: "batch", id: order.id, batch })
}

function giveUp(order: Import, given: Analysis, hash: FileHash): void {
  cancelled.delete(order.id)
  const packets = given.accounting.read
  analysis = null // begun again from the state before this import
  void hash.stop()
  tell({ say: "cancelled", id: order.id, packets })
}

async function follow(order: FollowOrder): Promise<void> {
  analysis ??= new Analysis({ vendorOf, state })
  following = new LiveFollow(order, analysis, () => performance.now())
  try {
    await following.run(async (batch, cut) => {
      if (batch.last) state = batch.state ?? null
      await roomForABatch()
      underWay++
      tell({ say: "live-batch", id: order.id, batch, cut })
    })
    tell({ say: "settled", id: order.id, drained: following.drained })
  } catch (error) {
    if (!(error instanceof Unfollowable)) throw error
    analysis = null // begun again from the state before this segment
    tell({ say: "unfollowable", id: order.id, why: error.message })
  } finally {
    following = null
  }
}

async function work(): Promise<void> {
  if (busy) return
  busy = true
  for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
    try {
      await (order.say === "follow" ? follow(order) : read(order))
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      tell({ say: "failed", id: order.id, what: error.what, why: error.why, remedy: error.remedy })
    }
  }
  busy = false
}

port.on("message", (message: ToEngine) => {
  switch (message.say) {
    case "open":
      state = message.state
      analysis = null
      underWay = 0
      tell({ say: "ready" })
      return
    case "settle":
      if (following?.id === message.id) following.settle(message.drain)
      return
    case "import":
    case "follow":
      waiting.push(message)
      void work()
      return
    case "cancel":
      cancelled.add(message.id)
      wake?.()
      return
    case "applied":
      underWay = Math.max(0, underWay - 1)
      wake?.()
      return
    default:
      message satisfies never
  }
})
