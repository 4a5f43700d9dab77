/** Password recovery by a signed file, also for the first password of a preconfigured sensor. It never tells which accounts exist. */
import { createHash, randomBytes } from "node:crypto"
import { Refusal } from "../../shared/api/server.ts"
import { readRecoveryPayload } from "../../shared/setup/activation-payload.ts"
import { fileRefusal } from "../../shared/setup/activation-refusals.ts"
import type { FileRefusal } from "../../shared/setup/activation-refusals.ts"
import { SecretUnreadable } from "../crypto/data-key.ts"
import { challengeEnd, challengeMadeAt, makeChallenge, readChallenge } from "../crypto/recovery-challenge.ts"
import type { RootOfTrust } from "../crypto/root-of-trust.ts"
import { readSensorId } from "../crypto/sensor-identity.ts"
import type { SensorIdentity } from "../crypto/sensor-identity.ts"
import { FileRefused, readSignedFile } from "../crypto/signed-file.ts"
import type { Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { isoTime } from "./activation-judge.ts"
import { trustOf } from "./activation-revocations.ts"
import type { DeskTools } from "./desks.ts"
import { NoteLimit } from "./note-limit.ts"

/** Gives an Admin account a new random password that must be changed, and ends its sessions; null where there is no such Admin. */
export type SetPassword = (account: string) => Promise<{ readonly password: string } | null>

export type RecoveryOptions = {
  readonly root: RootOfTrust
  readonly identity: SensorIdentity
  readonly setPassword: SetPassword
}

/** What is kept of a recovery that was tried: hashes only. `at`: when; challenges of that account from before are void. */
type Used = { readonly nonce: string; readonly account: string; readonly at: number }

const keyName = "recovery.key"
const usedName = "recovery.used"
const mostUsed = 1000
/** Anyone may upload: what is refused is written down only so often, so that it can't push other events out. */
const mostRefusalNotes = 20

/** As for signing in: case and blanks around do not matter, and a tablet's keyboard writes the first letter large. */
const accountOf = (typed: string): string => typed.trim().toLowerCase()
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex")
const refused = ({ code, sentence, remedy }: FileRefusal): Refusal =>
  new Refusal("refused", sentence, { reason: code, remedy })
/** One answer for a used challenge, a strange one, and an account that is none or no Admin's. */
const unfit = (): Refusal =>
  refused(
    fileRefusal("already-used", { what: "it does not fit a recovery that is open on this sensor for this account" }),
  )

/** A key that can't be read any more is made anew: open challenges are void then, and asked for once more. */
async function challengeKey({ site, sealer, log }: DeskTools): Promise<Uint8Array> {
  const kept = await site.query("settings", "get", keyName)
  try {
    if (kept !== undefined) return sealer.open(kept, keyName)
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error
    log(`Open challenges of password recovery are void: ${error.message}`)
  }
  const made = randomBytes(32)
  if (!site.readOnly) await site.write("settings", "set", keyName, sealer.seal(made, keyName))
  return made
}

export class RecoveryDesk implements Desk<"recovery"> {
  readonly #tools: DeskTools
  readonly #options: RecoveryOptions
  readonly #key: Uint8Array
  #used: readonly Used[]
  #line: Promise<unknown> = Promise.resolve()
  readonly #notes: NoteLimit

  private constructor(tools: DeskTools, options: RecoveryOptions, key: Uint8Array, used: readonly Used[]) {
    this.#tools = tools
    this.#options = options
    this.#key = key
    this.#used = used
    this.#notes = new NoteLimit(mostRefusalNotes, tools.now)
  }

  static async open(tools: DeskTools, options: RecoveryOptions): Promise<RecoveryDesk> {
    const used = JSON.parse((await tools.site.query("settings", "get", usedName)) ?? "[]") as Used[]
    return new RecoveryDesk(tools, options, await challengeKey(tools), used)
  }

  readonly challenge = ({ account }: { account: string }) => {
    const sensorId = this.#options.identity.id
    return { ...makeChallenge(this.#key, sensorId, accountOf(account), this.#tools.now()), sensorId }
  }

  /** One at a time: two uploads of one file at once must not both count as the first. */
  readonly upload = ({ document }: { document: string }, context: Context) => {
    const turn = this.#line.then(() => this.#recover(document, context.caller.origin))
    this.#line = turn.catch(() => undefined) // whoever asked gets the error; the next in line does not
    return turn
  }

  async #recover(document: string, origin: string): Promise<{ account: string; password: string }> {
    const { account, nonce } = await this.#judge(document).catch(async (error: unknown) => {
      const refusal = error instanceof FileRefused ? refused(error.refusal) : error
      if (refusal instanceof Refusal) await this.#noteRefusal(refusal.message, origin)
      throw refusal
    })
    await this.#markUsed(account, nonce) // before the password: a crash in between costs a new file, never a second use
    const made = await this.#options.setPassword(account)
    if (!made) {
      await this.#noteRefusal("The account is none that a file can recover.", origin)
      throw unfit()
    }
    await this.#note(
      "A password was recovered",
      `The account ${account} got a new password from a recovery file. All its sessions were ended.`,
      origin,
    )
    this.#tools.changed()
    return { account, password: made.password }
  }

  /** Throws FileRefused or Refusal. */
  async #judge(document: string): Promise<{ account: string; nonce: string }> {
    const { root, identity } = this.#options
    const signed = await readSignedFile(document, "recovery", await trustOf(this.#tools.site, root.roots))
    const read = readRecoveryPayload(signed.payload)
    if ("fault" in read) throw new FileRefused("not-a-signed-file", { what: read.fault })
    const { sensor, challenge } = read.payload
    const account = accountOf(read.payload.account)
    const said = readChallenge(challenge)
    if (readSensorId(sensor.id) !== identity.id || (said && said.sensorId !== identity.id))
      throw new FileRefused("other-sensor", { found: sensor.id, own: identity.id })
    const madeAt = said && challengeMadeAt(this.#key, said.nonce, account)
    if (!said || madeAt === null) throw unfit()
    const end = challengeEnd(madeAt)
    if (this.#tools.now() >= end) throw new FileRefused("upload-window-passed", { before: isoTime(end) })
    if (this.#isVoid(hashOf(account), hashOf(said.nonce), madeAt)) throw unfit()
    return { account, nonce: said.nonce }
  }

  /** Used itself, or asked for before the account was recovered the last time. */
  #isVoid(account: string, nonce: string, madeAt: number): boolean {
    return this.#used.some((one) => one.nonce === nonce || (one.account === account && madeAt + 60_000_000 < one.at))
  }

  async #markUsed(account: string, nonce: string): Promise<void> {
    const at = this.#tools.now()
    const open = this.#used.filter((one) => challengeEnd(one.at) > at)
    const next = [{ nonce: hashOf(nonce), account: hashOf(account), at }, ...open].slice(0, mostUsed)
    await this.#tools.site.write("settings", "set", usedName, JSON.stringify(next))
    this.#used = next
  }

  async #noteRefusal(text: string, origin: string): Promise<void> {
    if (this.#notes.take() !== "skip") await this.#note("A password recovery was refused", text, origin)
  }

  #note(title: string, text: string, origin: string): Promise<void> {
    return this.#tools.journal({ kind: "recovery", title, text, who: "", origin })
  }
}
