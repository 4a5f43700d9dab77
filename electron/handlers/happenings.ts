/** What happened between devices, and the packet that told it first, decoded and as a file. */
import { Refusal } from "../../shared/api/server.ts"
import type { Handlers } from "../../shared/api/server.ts"
import type { EvidenceFrame } from "../../shared/engine/batch.ts"
import type { StoredHappening } from "../store/happenings.ts"
import type { Context } from "./context.ts"
import { noLongerKept, packetsOf } from "./proof.ts"
import { proofFile } from "./proof-file.ts"

type Found = { readonly one: StoredHappening; readonly frame: EvidenceFrame | undefined }

async function find(id: string, { site }: Context): Promise<Found> {
  const one = await site.query("happenings", "get", id)
  if (!one || one.frame === 0)
    throw new Refusal("refused", "No packet of this is known any more. Reload the device: newer rows took its place.")
  return { one, frame: await site.query("evidence", "get", one.import, one.frame) }
}

export const happenings: Pick<Handlers<Context>, "happenings.list" | "happenings.packet" | "happenings.savePacket"> = {
  "happenings.list": (input, { site }) => site.answer("happenings.list", input),
  "happenings.packet": async ({ id }, context) => {
    const { one, frame } = await find(id, context)
    return {
      packets: frame === undefined ? [] : await packetsOf(context, [], [frame]),
      wireshark: `frame.number == ${one.frame}`,
      missing: frame === undefined ? noLongerKept : "",
      captureFile: one.file.slice(0, 4000),
    }
  },
  "happenings.savePacket": async ({ id }, context) => {
    const { one, frame } = await find(id, context)
    if (frame === undefined) throw new Refusal("refused", noLongerKept)
    const file = `${one.protocol}-frame-${one.frame}.pcapng`
    return { ticket: context.offerDownload(file, "application/vnd.tcpdump.pcap", proofFile([frame])), file }
  },
}
