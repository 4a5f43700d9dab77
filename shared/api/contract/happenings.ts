/** What happened between a device and others: sign-ins, files, sessions from afar, names asked for, and who of the internet it talks with. */
import * as v from "valibot"
import { ask } from "../method.ts"
import { count, identifier, list, record, text, time, whole } from "../schema.ts"
import { packet } from "./devices.ts"

/** So many rows of each kind are listed, the newest. */
export const mostListed = 1000

const common = {
  id: identifier,
  /** The device asked, or was asked. */
  role: v.picklist(["asks", "answers"]),
  peer: identifier,
  peerName: text(400),
  protocol: text(60),
  count,
  firstSeen: time,
  lastSeen: time,
  hasPacket: v.boolean(),
}
export const signInRow = record({
  ...common,
  user: text(400),
  outcome: v.picklist(["succeeded", "refused", "presented"]),
  isClear: v.boolean(),
  mask: text(100),
  isDefault: v.boolean(),
})
export const fileRow = record({
  ...common,
  name: text(400),
  /** Did the device give the file, or get it? */
  way: v.picklist(["gave", "got"]),
  size: count,
  sha256: text(64),
  state: v.picklist(["whole", "incomplete", "compressed", "partly", "large"]),
  program: text(100),
})
export const sessionRow = record({
  ...common,
  title: text(100),
  port: whole(0, 65_535),
  /** Bytes from the client and to it. */
  sent: count,
  received: count,
  isOpen: v.boolean(),
  isFromInternet: v.boolean(),
})
export const nameRow = record({
  ...common,
  name: text(400),
  type: text(40),
  answers: list(text(400), 100),
  fault: text(100),
  answered: count,
})
export const internetRow = record({
  id: identifier,
  role: v.picklist(["asks", "answers"]),
  peer: identifier,
  address: text(400),
  /** Names that the device had asked for and that stand for the address. */
  names: list(text(400), 20),
  protocol: text(60),
  port: whole(0, 65_535),
  packets: count,
  bytes: count,
  firstSeen: time,
  lastSeen: time,
})

export const happenings = {
  "happenings.list": ask(
    "read",
    record({ device: identifier }),
    record({
      signIns: list(signInRow, mostListed),
      files: list(fileRow, mostListed),
      sessions: list(sessionRow, mostListed),
      names: list(nameRow, mostListed),
      internet: list(internetRow, mostListed),
    }),
  ),
  /** The packet that told it first. */
  "happenings.packet": ask(
    "read",
    record({ id: identifier }),
    record({ packets: list(packet, 100), wireshark: text(2000), missing: text(500), captureFile: text(4000) }),
  ),
  /** A ticket for `GET /download/TICKET`: that packet as pcapng. */
  "happenings.savePacket": ask("read", record({ id: identifier }), record({ ticket: text(100), file: text(200) })),
}
