/** What a client of HTTP sends up: files, and the names and passwords of forms (of which only the mask goes further). */
import type { CarriedFile, MaskedSecret } from "../../facts/fact.ts"
import { masked } from "./credentials.ts"
import { BodyFiles } from "./http-files.ts"
import { latinText } from "./lines.ts"

const longestForm = 2048
export type FormSignIn = { readonly user: string; readonly secret: MaskedSecret }

export class HttpUploads {
  private files: BodyFiles | null = null
  private form: string | null = null
  private readonly found: (file: CarriedFile) => void
  private readonly signsIn: (form: FormSignIn) => void

  constructor(found: (file: CarriedFile) => void, signsIn: (form: FormSignIn) => void) {
    this.found = found
    this.signsIn = signsIn
  }

  /** A request with a body of known length; `head` is its text. */
  begins(method: string, path: string, head: string, time: number): void {
    const text = head.replace(/\r\n/g, "\n")
    this.files = this.form = null
    if (method === "POST" && /\ncontent-type:[ \t]*application\/x-www-form-urlencoded/i.test(text)) this.form = ""
    else if (method === "PUT" || method === "POST")
      this.files = new BodyFiles({ head: text, path, time }, "toServer", method, this.found)
  }

  /** The fields of an address, which stand as those of a form do. */
  asks(fields: string): void {
    const form = formOf(fields)
    if (form !== null) this.signsIn(form)
  }

  take(bytes: Uint8Array, from: number, to: number): void {
    this.files?.take(bytes, from, to)
    if (this.form !== null && this.form.length < longestForm)
      this.form += latinText(bytes, from, Math.min(to, from + longestForm - this.form.length))
  }

  ends(isWhole: boolean): void {
    this.files?.over(isWhole)
    const form = this.form === null ? null : formOf(this.form)
    this.files = this.form = null
    if (form !== null) this.signsIn(form)
  }
}

const passwordNames = /^(?:\w*[._-])?(?:pass|passwd|password|pwd|passwort|kennwort|pw)$/i
const userNames = /^(?:\w*[._-])?(?:user|usr|username|user_name|userid|login|loginname|name|account|email|benutzer)$/i

/** Fields by the names that people give them; null where there is no password. */
function formOf(text: string): FormSignIn | null {
  const fields = text.split("&", 60).map((one) => {
    const [name = "", said = ""] = one.split("=", 2)
    return [decoded(name), decoded(said)] as const
  })
  const password = fields.find(([name]) => passwordNames.test(name))
  if (password === undefined || password[1] === "") return null
  const user = (fields.find(([name]) => userNames.test(name))?.[1] ?? "").slice(0, 64)
  return { user: user.replace(/\p{Cc}/gu, "?"), secret: masked(user, password[1]) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "))
  } catch (failure) {
    if (failure instanceof URIError) return text
    throw failure
  }
}
