/** "Show me the bytes": the frames behind a claim, decoded, and as a file. */
import { Refusal } from "../../shared/api/server.ts"
import type { MadeOutput, ParsedInput } from "../../shared/api/server.ts"
import type { EvidenceFrame } from "../../shared/engine/batch.ts"
import type { Span } from "../../shared/model/device.ts"
import type { StoredClaim } from "../store/claims.ts"
import { claimRow, unknownDevice } from "./device-row.ts"
import type { Context } from "./context.ts"
import { proofFile } from "./proof-file.ts"

type Proof = { readonly claim: StoredClaim; readonly frames: readonly EvidenceFrame[] }

async function find({ id, index }: ParsedInput<"devices.proof">, { site }: Context): Promise<Proof> {
  const device = await site.query("devices", "get", id)
  if (!device) throw unknownDevice()
  const claim = (await site.query("claims", "of", device.id))[index]
  if (!claim)
    throw new Refusal("refused", "What is known of this device has changed meanwhile. Open the property again.")
  const numbers = [...new Set(claim.spans.map((span) => span.frame))].slice(0, 100)
  const frames = await Promise.all(numbers.map((frame) => site.query("evidence", "get", claim.import, frame)))
  return { claim, frames: frames.filter((frame) => frame !== undefined) }
}

export const noLongerKept =
  "The packets are no longer kept: the room for evidence is bounded and newer evidence took their place. Open the capture itself with the filter shown."

function whyMissing({ claim, frames }: Proof): string {
  if (claim.spans.length === 0)
    return "No single packet proves this: it follows from how the device behaves or from its address."
  return frames.length === 0 ? noLongerKept : ""
}

type Packet = MadeOutput<"devices.proof">["packets"][number]

/** The packets as they are shown, with what `spans` point at in them. */
export async function packetsOf(
  { site }: Context,
  spans: readonly Span[],
  frames: readonly EvidenceFrame[],
): Promise<Packet[]> {
  const layers = await site.made("frames.explained", { frames })
  return frames.map((frame, n) => ({
    frame: frame.frame,
    time: frame.time,
    linkType: frame.linkType,
    wireLength: frame.wireLength,
    hex: Buffer.from(frame.bytes.buffer, frame.bytes.byteOffset, Math.min(frame.bytes.length, 300_000)).toString("hex"),
    layers: layers[n] ?? [],
    marks: spans.filter((span) => span.frame === frame.frame).map(({ offset, length }) => ({ offset, length })),
  }))
}

export async function proofOf(
  input: ParsedInput<"devices.proof">,
  context: Context,
): Promise<MadeOutput<"devices.proof">> {
  const proof = await find(input, context)
  const numbers = [...new Set(proof.claim.spans.map((span) => span.frame))]
  return {
    claim: claimRow(proof.claim, input.index),
    packets: await packetsOf(context, proof.claim.spans, proof.frames),
    wireshark: numbers
      .map((frame) => `frame.number == ${frame}`)
      .join(" || ")
      .slice(0, 2000),
    missing: whyMissing(proof),
  }
}

export async function saveProof(
  input: ParsedInput<"devices.saveProof">,
  context: Context,
): Promise<MadeOutput<"devices.saveProof">> {
  const proof = await find(input, context)
  if (proof.frames.length === 0) throw new Refusal("refused", whyMissing(proof))
  const file = `${proof.claim.field}-frame-${proof.frames[0]?.frame ?? 0}.pcapng`
  return { ticket: context.offerDownload(file, "application/vnd.tcpdump.pcap", proofFile(proof.frames)), file }
}
