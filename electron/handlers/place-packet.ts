/** The packet in which a command reached a place for the first time, decoded, and as a file. */
import { Refusal } from "../../shared/api/server.ts"
import type { MadeOutput, ParsedInput } from "../../shared/api/server.ts"
import type { EvidenceFrame } from "../../shared/engine/batch.ts"
import type { StoredPlace } from "../store/places.ts"
import type { Context } from "./context.ts"
import { noLongerKept, packetsOf } from "./proof.ts"
import { proofFile } from "./proof-file.ts"

type Found = { readonly place: StoredPlace; readonly frame: EvidenceFrame | undefined }

async function find(input: ParsedInput<"devices.placePacket">, { site }: Context): Promise<Found> {
  const all = await site.query("places", "of", [input.connection])
  const place = all.find(
    (one) => one.protocol === input.protocol && one.key === input.key && one.where === input.where && one.frame > 0,
  )
  if (!place)
    throw new Refusal(
      "refused",
      "No packet of this is known any more. Reload the device: it may have changed meanwhile.",
    )
  return { place, frame: await site.query("evidence", "get", place.import, place.frame) }
}

export async function placePacket(
  input: ParsedInput<"devices.placePacket">,
  context: Context,
): Promise<MadeOutput<"devices.placePacket">> {
  const { place, frame } = await find(input, context)
  return {
    packets: frame === undefined ? [] : await packetsOf(context, [], [frame]),
    wireshark: `frame.number == ${place.frame}`,
    missing: frame === undefined ? noLongerKept : "",
    captureFile: place.file.slice(0, 4000),
  }
}

export async function savePlacePacket(
  input: ParsedInput<"devices.savePlacePacket">,
  context: Context,
): Promise<MadeOutput<"devices.savePlacePacket">> {
  const { place, frame } = await find(input, context)
  if (frame === undefined) throw new Refusal("refused", noLongerKept)
  const file = `${place.protocol}-frame-${place.frame}.pcapng`
  return { ticket: context.offerDownload(file, "application/vnd.tcpdump.pcap", proofFile([frame])), file }
}
