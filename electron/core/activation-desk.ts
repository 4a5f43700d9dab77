/** Activation: the signed file or licence string that is active, what it turns on, and what the bell says of it. */
import { createPublicKey } from "node:crypto"
import type { ActivationSource, ActivationState, Judged } from "../../shared/api/contract/activation.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { Share } from "../../shared/setup/activation-modes.ts"
import { signedKinds } from "../../shared/setup/activation-payload.ts"
import { fileRefusal } from "../../shared/setup/activation-refusals.ts"
import type { FileRefusal } from "../../shared/setup/activation-refusals.ts"
import { mayShare } from "../../shared/setup/activation-status.ts"
import type { Condition } from "../../shared/setup/system-messages.ts"
import { terms } from "../../shared/setup/terms.ts"
import { makeReceipt } from "../crypto/activation-receipt.ts"
import { readLicence } from "../crypto/licence-string.ts"
import type { Pack } from "../crypto/pack.ts"
import { verifyPack } from "../crypto/pack.ts"
import { filesOnDrive, readDriveFile, removableDrives } from "../crypto/removable-drives.ts"
import type { DriveWorld } from "../crypto/removable-drives.ts"
import type { RootOfTrust } from "../crypto/root-of-trust.ts"
import type { SensorIdentity } from "../crypto/sensor-identity.ts"
import { by } from "../handlers/context.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { ActivationClock } from "./activation-clock.ts"
import { sensorIdentity } from "./activation-identity.ts"
import { fileOf, isoTime, judgeActivation } from "./activation-judge.ts"
import type { Judgement } from "./activation-judge.ts"
import { loadLegacy, loadRecord, saveRecord, termOf } from "./activation-record.ts"
import type { ActivationRecord, LegacyActivation } from "./activation-record.ts"
import type { DriveSight } from "./checklist-desk.ts"
import { keepRevoked, trustOf } from "./activation-revocations.ts"
import { activationConditions, activationView, dayOf } from "./activation-view.ts"
import type { ActivationFacts } from "./activation-view.ts"
import type { DeskTools, Watch } from "./desks.ts"

/** `origin` as in the journal. */
type Doer = { readonly who: string; readonly origin: string }

const extension = signedKinds.activation.extension
const refused = ({ code, sentence, remedy }: FileRefusal): Refusal =>
  new Refusal("refused", sentence, { reason: code, remedy })

export type ActivationOptions = { readonly root: RootOfTrust; readonly drives: DriveWorld }

export class ActivationDesk implements Desk<"activation">, Watch {
  readonly #tools: DeskTools
  readonly #options: ActivationOptions
  readonly #identity: SensorIdentity
  readonly #clock: ActivationClock
  #record: ActivationRecord
  readonly #legacy: LegacyActivation | null
  #line: Promise<unknown> = Promise.resolve()

  private constructor(
    tools: DeskTools,
    options: ActivationOptions,
    kept: {
      identity: SensorIdentity
      clock: ActivationClock
      record: ActivationRecord
      legacy: LegacyActivation | null
    },
  ) {
    this.#tools = tools
    this.#options = options
    this.#identity = kept.identity
    this.#clock = kept.clock
    this.#record = kept.record
    this.#legacy = kept.legacy
  }

  /** What was activated by the development authority counts in a development build only. */
  static async open(tools: DeskTools, options: ActivationOptions): Promise<ActivationDesk> {
    const found = await loadRecord(tools.site)
    const foreign = found.active?.development === true && options.root.development === null
    return new ActivationDesk(tools, options, {
      identity: await sensorIdentity(tools),
      clock: await ActivationClock.open(tools),
      record: foreign ? { ...found, active: null } : found,
      legacy: await loadLegacy(tools.site),
    })
  }

  stop(): void {
    this.#clock.stop()
  }

  get identity(): SensorIdentity {
    return this.#identity
  }
  get isDevelopment(): boolean {
    return this.#options.root.development !== null
  }
  /** As the activation file names it; "" before. */
  get sensorName(): string {
    return this.#record.active?.payload.sensor.name ?? ""
  }
  /** The one question that the rest of the program asks of an activation. */
  readonly mayShare = (share: Share): boolean => mayShare(termOf(this.#record, this.#legacy), share, this.#tools.now())
  /** For the checklist before sign-in. */
  get sight(): DriveSight {
    return {
      fitting: async () =>
        (await this.usb()).drives.flatMap((drive) =>
          drive.files.filter(({ judged }) => judged.refusal === null).map(({ name }) => `${name} on ${drive.name}`),
        ),
      drives: () => Promise.resolve(removableDrives(this.#options.drives).map(({ folder }) => folder)),
    }
  }

  get #facts(): ActivationFacts {
    return {
      record: this.#record,
      legacy: this.#legacy,
      identity: this.#identity,
      now: this.#tools.now(),
      clockBehind: this.#clock.isBehind() ? this.#clock.seen : null,
    }
  }

  readonly state = (): ActivationState => activationView(this.#facts)

  readonly conditions = (): readonly Condition[] => activationConditions(this.#facts)

  readonly terms = (): { version: string; text: string } => ({ ...terms })

  readonly inspect = async ({ source }: { source: ActivationSource }): Promise<Judged> =>
    this.#judged(await this.#judge(this.#documentOf(source)))

  readonly usb = async () => {
    const found = removableDrives(this.#options.drives).map((drive) => ({
      drive,
      files: filesOnDrive(drive, extension),
    }))
    const fitting = found
      .filter(({ files }) => files.length > 0)
      .sort((a, b) => b.files[0]!.changedAt - a.files[0]!.changedAt)
    const drives = []
    for (const { drive, files } of fitting) {
      const judged: { name: string; path: string; judged: Judged }[] = []
      for (const { name, path } of files) {
        const document = readDriveFile(this.#options.drives, path, extension)
        if (document !== null) judged.push({ name, path, judged: this.#judged(await this.#judge(document)) })
      }
      const misfits = ({ judged: { refusal } }: { judged: Judged }): number => (refusal === null ? 0 : 1)
      drives.push({ name: drive.name, files: judged.sort((a, b) => misfits(a) - misfits(b)) })
    }
    return { drives }
  }

  readonly activate = (
    { source, termsVersion }: { source: ActivationSource; termsVersion: string },
    context: Context,
  ) =>
    this.#inTurn(async () => {
      this.#acceptTerms(termsVersion)
      const doer = { who: by(context), origin: context.caller.origin }
      return this.#take(await this.#judge(this.#documentOf(source)), doer)
    })

  readonly licence = (input: { licence: string; termsVersion: string }, context: Context): Promise<ActivationState> =>
    this.#inTurn(async () => {
      this.#acceptTerms(input.termsVersion)
      return this.#takeLicence(input.licence, { who: by(context), origin: context.caller.origin })
    })

  /** What the sensor does by itself: the sample plant's activation. */
  readonly activateDocument = (document: string) =>
    this.#inTurn(async () => this.#take(await this.#judge(document), { who: "", origin: "local" }))

  /** Throws FileRefused. What the pack revokes is kept from now on, whatever becomes of its contents. */
  readonly takePack = (bytes: Uint8Array): Promise<Pack> =>
    this.#inTurn(async () => {
      const pack = await verifyPack(bytes, await trustOf(this.#tools.site, this.#options.root.roots))
      await this.#clock.save()
      const revoked = await keepRevoked(this.#tools.site, pack)
      if (revoked > 0)
        await this.#tools.journal({
          kind: "activation",
          title: "Signing certificates were revoked",
          text: `The intelligence pack ${pack.manifest.version} revoked ${revoked} signing certificates. Files signed with them are refused from now on.`,
          who: "",
          origin: "local",
        })
      return pack
    })

  /** Two people who activate at once take turns, so that one of them is told of the other. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#line.then(work)
    this.#line = turn.catch(() => undefined) // whoever asked gets the error; the next in line does not
    return turn
  }

  #acceptTerms(version: string): void {
    if (version === terms.version) return
    throw new Refusal("refused", `The terms and conditions are now those of version ${terms.version}.`, {
      reason: "terms-changed",
      remedy: "Read the terms and conditions once more and accept them.",
    })
  }

  #documentOf(source: ActivationSource): string {
    if (source.from === "document") return source.text
    const text = readDriveFile(this.#options.drives, source.path, extension)
    if (text === null)
      throw new Refusal("not-found", "The file is not on a removable drive any more. Plug the drive in and look again.")
    return text
  }

  async #judge(document: string): Promise<Judgement> {
    return judgeActivation(document, {
      trust: await trustOf(this.#tools.site, this.#options.root.roots),
      sensorId: this.#identity.id,
      clock: this.#clock,
      active: this.#record.active,
      now: this.#tools.now(),
    })
  }

  #judged({ payload, refusal }: Judgement): Judged {
    return { file: payload && fileOf(payload, this.isDevelopment), refusal }
  }

  async #take({ payload, refusal, print, isActive }: Judgement, doer: Doer) {
    if (refusal || !payload) {
      await this.#note(doer, "An activation file was refused", refusal?.sentence ?? "")
      throw refused(refusal ?? fileRefusal("not-a-signed-file", { what: "it can't be read" }))
    }
    if (isActive) return { changed: false, state: this.state() }
    const at = this.#tools.now()
    const active = {
      payload,
      print,
      development: this.isDevelopment,
      at,
      by: doer.who,
      termsVersion: terms.version,
      receipt: payload.sensor.id === null ? makeReceipt(payload.id, at, this.#identity) : null,
    }
    const renewed = this.#record.active ? "Activated again" : "Activated"
    const what = `${renewed} as “${payload.sensor.name}” by a file from ${payload.issuer}`
    const entry = { at, who: doer.who, what: what.slice(0, 300), fileId: payload.id, mode: payload.mode }
    this.#record = await saveRecord(
      this.#tools.site,
      { ...this.#record, active },
      { ...entry, termsVersion: terms.version },
    )
    await this.#clock.save(payload.issuedAt)
    await this.#note(
      doer,
      `The sensor was activated (${payload.mode})`,
      `${what}. Terms and conditions ${terms.version} were accepted.`,
    )
    return { changed: true, state: this.state() }
  }

  async #takeLicence(typed: string, doer: Doer): Promise<ActivationState> {
    const legacy = this.#record.active ? null : this.#legacy
    if (!legacy)
      throw new Refusal(
        "refused",
        "This sensor carries no activation from before 10.0. Upload an activation file instead.",
        {
          reason: "no-legacy-activation",
        },
      )
    const now = this.#tools.now()
    if (this.#clock.isBehind())
      throw refused(fileRefusal("clock-behind", { now: isoTime(now), seen: isoTime(this.#clock.seen) }))
    const read = readLicence(typed, legacy.activationId, createPublicKey(this.#options.root.licenceKey), now)
    if ("fault" in read) {
      await this.#note(doer, "A licence string was refused", `Reason: ${read.fault}.`)
      throw new Refusal("refused", read.sentence, { reason: read.fault, remedy: read.remedy })
    }
    const licence = { validUntil: read.validUntil, at: now, by: doer.who, termsVersion: terms.version }
    const what = `Licence string for the Activation ID ${legacy.activationId}, valid until ${dayOf(read.validUntil - 1)}`
    const entry = { at: now, who: doer.who, what, fileId: "", mode: "locally-connected", termsVersion: terms.version }
    this.#record = await saveRecord(this.#tools.site, { ...this.#record, licence }, entry)
    await this.#note(
      doer,
      "A licence string was accepted",
      `${what}. Terms and conditions ${terms.version} were accepted.`,
    )
    return this.state()
  }

  async #note({ who, origin }: Doer, title: string, text: string): Promise<void> {
    await this.#tools.journal({ kind: "activation", title, text, who, origin })
    this.#tools.changed()
  }
}
