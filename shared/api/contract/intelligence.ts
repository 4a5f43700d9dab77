/** Intelligence packs: signed files of the office with what is known of threats. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { count, identifier, list, nothing, record, said, text, time, whole } from "../schema.ts"

const packState = record({
  sha256: text(64),
  version: text(200),
  issuer: text(200),
  issuedAt: time,
  installedAt: time,
  installedBy: text(64),
  size: count,
  addresses: count,
  domains: count,
  files: count,
  /** `what`: what becomes of the file, in plain words. */
  contents: list(record({ path: text(400), size: count, what: text(300) }), 10_000),
  /** Indicators that are not used, by reason, most first. */
  unused: list(record({ why: text(200), count }), 50),
})

const source = v.variant("from", [
  v.strictObject({ from: v.literal("upload"), id: identifier }),
  v.strictObject({ from: v.literal("usb"), path: text(4096) }),
])

export const intelligence = {
  /** `mayInstall`: "" or why no pack is taken now. */
  "intelligence.get": ask("read", nothing, record({ pack: v.nullable(packState), mayInstall: text(300) })),
  /** Addresses and names in force, in order, 200 at a time. `text`: part of one, or of who names it. */
  "intelligence.threats": ask(
    "read",
    record({ text: text(200), from: whole(0, 1_000_000) }),
    record({
      total: count,
      threats: list(
        record({
          what: v.picklist(["address", "domain", "file"]),
          value: text(1000),
          source: text(400),
          isSuspicion: v.boolean(),
        }),
        200,
      ),
    }),
  ),
  /** Packs on removable drives, the drive with the newest first. */
  "intelligence.usb": ask(
    "admin",
    nothing,
    record({
      packs: list(record({ drive: text(200), name: text(300), path: text(4096), size: count, changedAt: time }), 200),
    }),
  ),
  /** A browser sends a pack up in pieces: in order, and each answered before the next. */
  "intelligence.begin": change(
    "admin",
    record({ name: said(300), size: whole(1, 268_435_456) }),
    record({ id: identifier, piece: count }),
  ),
  "intelligence.piece": change(
    "admin",
    record({ id: identifier, at: whole(0, 268_435_456), base64: said(3_000_000) }),
    nothing,
  ),
  /** Refused with the code of the signed files in `reason`, or not-activated. Holds for what is read from then on. */
  "intelligence.install": change("admin", record({ source }), nothing),
  /** Its threats raise nothing any more; what it revoked stays revoked. */
  "intelligence.remove": change("admin", nothing, nothing),
}
