/** The baseline: what people take out of it, allow, export and import. Each change is told on the timeline with who and why, and holds from the next packet that is read. */
import { randomUUID } from "node:crypto"
import { any, entry, fieldNames, wordsOf, type BaselineEntry, type Field } from "../../shared/baseline/entry.ts"
import { Refusal } from "../../shared/api/server.ts"
import type { CheckedText, MadeOutput } from "../../shared/api/server.ts"
import { by, type Context } from "../handlers/context.ts"
import type { Desk } from "../handlers/desk.ts"
import { type BaselineState, type StoredEntry } from "../store/baseline.ts"
import type { Deed } from "../store/baseline-edits.ts"
import { entryText, removal } from "../store/baseline-import.ts"
import type { DeskTools } from "./desks.ts"

type Changed = MadeOutput<"baseline.remove">
type Staged = { readonly by: string; readonly file: string; text: string; isWhole: boolean }

/** Characters of one file, and files that wait to be imported. */
const mostText = 150e6
const mostStaged = 4

export class BaselineDesk {
  readonly #tools: DeskTools
  readonly #staged = new Map<string, Staged>()

  constructor(tools: DeskTools) {
    this.#tools = tools
  }

  readonly list = (input: object): Promise<CheckedText> => this.#tools.site.answer("baseline.list", input)

  readonly remove: Desk<"baseline">["remove"] = async ({ keys, why }, context) => {
    const found = await this.#found(keys, ["learned", "allowed", "imported"], "is not normal any more")
    return this.#do(removal(found), "Removed from the baseline", why, context)
  }

  readonly allow: Desk<"baseline">["allow"] = async ({ keys, why }, context) => {
    const found = await this.#found(keys, ["departed", "removed"], "is normal already")
    return this.#do([{ change: "allow", entries: found, state: "allowed" }], "Allowed in the baseline", why, context)
  }

  readonly add: Desk<"baseline">["add"] = ({ entries, why }, context) => {
    const wanted = entries.map(({ sort, ...fields }) => {
      if (sort === "polling")
        throw new Refusal("bad-input", "A polling interval can't be allowed by hand: it is learned, or imported.")
      const one = entry(sort, trimmed(fields))
      const missing = missingField(one)
      if (missing !== "") throw new Refusal("bad-input", `${missing} is missing. Fill it in, or write ${any} for any.`)
      return one
    })
    return this.#do([{ change: "allow", entries: wanted, state: "allowed" }], "Allowed in the baseline", why, context)
  }

  readonly undo: Desk<"baseline">["undo"] = async ({ undo }, context) => {
    const { site, now } = this.#tools
    const isDone = await site.write("baselineEdits", "undo", undo, { by: by(context), at: now() })
    if (!isDone) throw new Refusal("refused", "This was undone already. Load the page again.")
    await this.#note("A change of the baseline was undone", `Change ${undo} was undone.`, context)
    return {}
  }

  readonly export: Desk<"baseline">["export"] = async (asked, context) => {
    const { sensor, site } = await this.#head(context)
    const text = await this.#tools.site.made("baseline.file", { ...asked, sensor, site })
    const day = new Date(this.#tools.now() / 1000).toISOString().slice(0, 10)
    const place = sensor === "" ? "" : `${sensor.replaceAll(/[^\p{L}\p{N}._-]/gu, "_").slice(0, 60)}-`
    const file = `baseline-${place}${day}.${asked.format}`
    const type = asked.format === "csv" ? "text/csv; charset=utf-8" : "application/json"
    return { ticket: context.offerDownload(file, type, new TextEncoder().encode(text)), file }
  }

  readonly stage: Desk<"baseline">["stage"] = async ({ upload, file, piece, last }, context) => {
    const staged = upload === "" ? { by: by(context), file, text: "", isWhole: false } : this.#mine(upload, context)
    const id = upload === "" ? randomUUID() : upload
    if (upload === "") this.#keep(id, staged)
    if (staged.isWhole || staged.text.length + piece.length > mostText) {
      this.#staged.delete(id)
      throw new Refusal("refused", `${file} is too large: a baseline may have ${mostText / 1e6} million characters.`)
    }
    staged.text += piece
    if (!last) return { upload: id, preview: null }
    staged.isWhole = true
    const preview = await this.#tools.site.made("baseline.preview", { file, text: staged.text })
    if (preview.faults.length > 0) this.#staged.delete(id)
    return { upload: id, preview }
  }

  readonly import: Desk<"baseline">["import"] = async ({ upload, replace }, context) => {
    const { text, file } = this.#mine(upload, context)
    const { site, now } = this.#tools
    const { entries, faults } = await site.made("baseline.read", { text })
    if (faults > 0) throw new Refusal("refused", `${file} has mistakes. Look at them and correct the file.`)
    const doer = { by: by(context), at: now(), source: file, why: `Imported from ${file}.` }
    const { adds, changes, removes, undo } = await site.write("baselineImport", "take", entries, replace, doer)
    this.#staged.delete(upload)
    const words = `${file}: ${adds} added, ${changes} changed, ${removes} removed.`
    await this.#note("Baseline imported", words, context)
    return { changed: adds + changes + removes, undo }
  }

  async #found(keys: readonly string[], states: readonly BaselineState[], else_: string): Promise<StoredEntry[]> {
    const all = await this.#tools.site.query("baseline", "some", keys)
    const found = all.filter(({ state }) => states.includes(state))
    if (found.length > 0) return found
    const [first] = all
    const reason = first === undefined ? "This entry is gone." : `${entryText(first)} ${else_}.`
    throw new Refusal("refused", `${reason} Load the page again.`)
  }

  async #do(deeds: readonly Deed[], title: string, why: string, context: Context): Promise<Changed> {
    const { site, now } = this.#tools
    const undo = await site.write("baselineEdits", "apply", deeds, { by: by(context), at: now(), source: "", why })
    const entries = deeds.flatMap((one) => one.entries)
    await this.#note(title, `${listed(entries)} Why: ${why}`, context)
    return { changed: entries.length, undo }
  }

  async #note(title: string, text: string, context: Context): Promise<void> {
    const { journal, site } = this.#tools
    const who = { who: by(context), origin: context.caller.origin }
    await journal({ kind: "detection", title, text: text.slice(0, 2000), ...who })
    await site.judgeAnew()
    this.#tools.changed()
  }

  async #head(context: Context): Promise<{ sensor: string; site: string }> {
    const { sensor } = await context.about()
    return { sensor, site: this.#tools.folder.split(/[\\/]/).findLast((part) => part !== "") ?? "" }
  }

  #mine(upload: string, context: Context): Staged {
    const staged = this.#staged.get(upload)
    if (staged?.by !== by(context)) throw new Refusal("refused", "The file is not here any more. Choose it again.")
    return staged
  }

  #keep(id: string, staged: Staged): void {
    const [oldest] = this.#staged.keys()
    if (this.#staged.size >= mostStaged && oldest !== undefined) this.#staged.delete(oldest)
    this.#staged.set(id, staged)
  }
}

const mostNamed = 5

const listed = (entries: readonly BaselineEntry[]): string => {
  const named = entries.slice(0, mostNamed).map(entryText).join("; ")
  return entries.length > mostNamed ? `${named}; and ${entries.length - mostNamed} more.` : `${named}.`
}

const trimmed = (fields: Readonly<Record<Field, string>>): Readonly<Record<Field, string>> =>
  Object.fromEntries(fieldNames.map((field) => [field, fields[field].trim()])) as Record<Field, string>

/** The words of the first field that must be filled and is not; "" where all are. */
function missingField(one: BaselineEntry): string {
  const { fields } = wordsOf(one.sort)
  const mayBeEmpty = one.sort === "firmware" ? ["where"] : one.sort === "sign-in" ? ["what"] : []
  const field = fieldNames.find((name) => fields[name] !== undefined && one[name] === "" && !mayBeEmpty.includes(name))
  return field === undefined ? "" : (fields[field] ?? "")
}
