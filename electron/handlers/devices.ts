/** Devices and the map: reading goes to a site thread, edits and pins are written. */
import { Refusal } from "../../shared/api/server.ts"
import type { Handlers } from "../../shared/api/server.ts"
import { unknownDevice } from "./device-row.ts"
import { by } from "./context.ts"
import type { Context } from "./context.ts"
import { deviceRow, namedSubnet, openAlerts } from "./device-row.ts"
import { placePacket, savePlacePacket } from "./place-packet.ts"
import { proofOf, saveProof } from "./proof.ts"

type Area =
  | "devices.list"
  | "devices.some"
  | "devices.get"
  | "devices.protocols"
  | "devices.placePacket"
  | "devices.savePlacePacket"
  | "devices.edit"
  | "devices.proof"
  | "devices.saveProof"
  | "map.get"
  | "map.pin"
  | "map.unpin"

export const devices: Pick<Handlers<Context>, Area> = {
  "devices.list": (input, { site }) => site.answer("devices.list", input),
  "devices.some": (input, { site }) => site.answer("devices.some", input),
  "devices.get": (input, { site }) => site.answer("devices.get", input),
  "devices.protocols": (input, { site }) => site.answer("devices.protocols", input),
  "devices.placePacket": placePacket,
  "devices.savePlacePacket": savePlacePacket,
  "devices.edit": async ({ id, edit }, context) => {
    const device = await context.site.query("devices", "get", id)
    if (!device) throw unknownDevice()
    if (Object.keys(edit).length === 0) throw new Refusal("bad-input", "The edit names no field.")
    await context.site.write("devices", "edit", device.id, edit, by(context), context.now())
    context.deviceChanged(device.id)
    if (edit.programming !== undefined || edit.scanner !== undefined) await context.site.judgeAnew()
    const edited = await context.site.query("devices", "get", device.id)
    if (!edited) throw unknownDevice()
    const subnet = namedSubnet(await context.site.query("subnets", "all"))(edited)
    return deviceRow(edited, openAlerts(await context.site.query("alertList", "openByDevice")), subnet)
  },
  "devices.proof": proofOf,
  "devices.saveProof": saveProof,
  "map.get": (input, { site }) => site.answer("map.get", input),
  "map.pin": async ({ pins }, { site }) => {
    await site.write("pins", "putAll", pins)
    return {}
  },
  "map.unpin": async (_, { site }) => {
    await site.write("pins", "clear")
    return {}
  },
}
