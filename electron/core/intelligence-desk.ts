/** Intelligence packs: verified, installed, looked through, taken out again. What a pack names is judged from then on. */
import { createHash } from "node:crypto"
import type { FileRefusal } from "../../shared/setup/activation-refusals.ts"
import { signedKinds } from "../../shared/setup/activation-payload.ts"
import type { EventKindCode } from "../../shared/detections/event-kind.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { ParsedInput } from "../../shared/api/server.ts"
import { packLimits, type Pack } from "../crypto/pack.ts"
import { filesOnDrive, readDriveBytes, removableDrives, type DriveWorld } from "../crypto/removable-drives.ts"
import { FileRefused } from "../crypto/signed-file.ts"
import { by, type Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import type { StoredPack } from "../store/packs.ts"
import type { DeskTools } from "./desks.ts"
import { contentsOf } from "./pack-contents.ts"
import { PackUploads } from "./pack-uploads.ts"

const extension = signedKinds.intelligence.extension
const shown = 200

const refused = ({ code, sentence, remedy }: FileRefusal): Refusal =>
  new Refusal("refused", sentence, { reason: code, remedy })

/** What the desk needs of the activation: its answer, and the verifier that keeps what a pack revokes. */
export type PackGate = {
  readonly mayShare: (share: "intelligence-updates") => boolean
  readonly takePack: (bytes: Uint8Array) => Promise<Pack>
}

export class IntelligenceDesk implements Desk<"intelligence"> {
  readonly #tools: DeskTools
  readonly #gate: PackGate
  readonly #drives: DriveWorld
  readonly #uploads: PackUploads

  constructor(tools: DeskTools, gate: PackGate, drives: DriveWorld) {
    this.#tools = tools
    this.#gate = gate
    this.#drives = drives
    this.#uploads = new PackUploads(tools.folder)
  }

  get #whyNot(): string {
    return this.#gate.mayShare("intelligence-updates")
      ? ""
      : "Intelligence updates are taken while the sensor is activated. Upload an activation file first."
  }

  readonly get: Desk<"intelligence">["get"] = async () => {
    const pack = await this.#tools.site.query("packs", "active")
    const mayInstall = this.#whyNot
    if (pack === null) return { pack, mayInstall }
    const counts = await this.#tools.site.query("packs", "counts", pack.sha256)
    return { pack: { ...pack, ...counts, contents: [...pack.contents], unused: [...pack.unused] }, mayInstall }
  }

  readonly threats: Desk<"intelligence">["threats"] = async ({ text, from }) => {
    const pack = await this.#tools.site.query("packs", "active")
    if (pack === null) return { total: 0, threats: [] }
    const { total, threats } = await this.#tools.site.query("packs", "page", pack.sha256, text.trim(), from, shown)
    return { total, threats: threats.map((one) => ({ ...one, isSuspicion: one.isSuspicion === true })) }
  }

  readonly usb: Desk<"intelligence">["usb"] = () => {
    const found = removableDrives(this.#drives).flatMap((drive) =>
      filesOnDrive(drive, extension, packLimits.bytes).map(({ name, path, size, changedAt }) => ({
        ...{ drive: drive.name, name, path, size },
        changedAt: Math.round(changedAt * 1000),
      })),
    )
    return { packs: found.sort((a, b) => b.changedAt - a.changedAt).slice(0, 200) }
  }

  readonly begin = ({ name, size }: ParsedInput<"intelligence.begin">) => {
    this.#mustBeActivated()
    return this.#uploads.begin(name, size)
  }

  readonly piece: Desk<"intelligence">["piece"] = async ({ id, at, base64 }) => {
    await this.#uploads.receive(id, at, base64)
    return {}
  }

  readonly install: Desk<"intelligence">["install"] = async ({ source }, context) => {
    this.#mustBeActivated()
    const bytes =
      source.from === "upload"
        ? await this.#uploads.take(source.id)
        : readDriveBytes(this.#drives, source.path, extension, packLimits.bytes)
    if (bytes === null)
      throw new Refusal("refused", "The file is not on the drive any more.", {
        remedy: "Plug the drive in again, and choose the file.",
      })
    const pack = await this.#gate.takePack(bytes).catch(async (error: unknown) => {
      if (!(error instanceof FileRefused)) throw error
      await this.#note("Intelligence pack refused", error.refusal.sentence, context, "DIP_FAILURE")
      throw refused(error.refusal)
    })
    await this.#put(pack, bytes, context)
    return {}
  }

  async #put(pack: Pack, bytes: Uint8Array, context: Context): Promise<void> {
    const { site, now } = this.#tools
    const { issuedAt } = pack.manifest
    const before = await site.query("packs", "active")
    const sha256 = createHash("sha256").update(bytes).digest("hex")
    if (before !== null && before.sha256 !== sha256 && before.issuedAt > issuedAt)
      throw refused({
        code: "already-used",
        sentence: `This pack (${pack.manifest.version}) is older than the one that is installed (${before.version}).`,
        remedy: "Ask the office for the newest pack.",
      })
    const { threats, contents, unused } = contentsOf(pack, now())
    const stored: StoredPack = {
      ...{ sha256, version: pack.manifest.version, issuer: pack.manifest.issuer, issuedAt },
      ...{ installedAt: now(), installedBy: by(context), size: bytes.length, contents, unused },
    }
    await site.write("packs", "install", stored, threats)
    await this.#note(
      "Intelligence pack installed",
      `Version ${stored.version} of ${stored.issuer}: ${threats.length.toLocaleString("en")} addresses, names and files are compared with traffic from now on.`,
      context,
      "DIP_UPLOADED",
    )
    await site.judgeAnew()
    this.#tools.changed()
  }

  readonly remove: Desk<"intelligence">["remove"] = async (_, context) => {
    const pack = await this.#tools.site.query("packs", "active")
    if (pack === null) throw new Refusal("refused", "No intelligence pack is installed.")
    await this.#tools.site.write("packs", "remove")
    await this.#note("Intelligence pack removed", `Version ${pack.version}. What it revoked stays revoked.`, context)
    await this.#tools.site.judgeAnew()
    this.#tools.changed()
    return {}
  }

  #mustBeActivated(): void {
    const why = this.#whyNot
    if (why !== "") throw new Refusal("refused", why, { reason: "not-activated" })
  }

  #note(title: string, text: string, context: Context, code: EventKindCode = "USER_OPERATION"): Promise<void> {
    return this.#tools.journal({
      kind: "detection",
      title,
      text,
      code,
      who: by(context),
      origin: context.caller.origin,
    })
  }
}
