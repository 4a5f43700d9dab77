/** What a client of HTTP sends up: files, and the names and passwords of forms, also as JSON (of which only the mask goes further). */
import type { CarriedFile, MaskedSecret } from "../../facts/fact.ts"
import { masked } from "./credentials.ts"
import { BodyFiles } from "./http-files.ts"

const utf8 = new TextDecoder()
const longestForm = 2048
const mostFields = 60
const deepest = 3
type Fields = readonly (readonly [name: string, said: string])[]
export type FormSignIn = { readonly user: string; readonly secret: MaskedSecret }

export class HttpUploads {
  private files: BodyFiles | null = null
  private form: Uint8Array | null = null
  private length = 0
  private fieldsOf = formFields
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
    if (method !== "PUT" && method !== "POST") return
    if (/\ncontent-type:[ \t]*(?:application|text)\/(?:[\w.-]+\+)?json\b/i.test(text)) this.gathers(jsonFields)
    if (method === "POST" && /\ncontent-type:[ \t]*application\/x-www-form-urlencoded/i.test(text))
      this.gathers(formFields)
    else this.files = new BodyFiles({ head: text, path, time }, "toServer", method, this.found)
  }

  private gathers(fieldsOf: (text: string) => Fields): void {
    this.form = new Uint8Array(longestForm)
    this.length = 0
    this.fieldsOf = fieldsOf
  }

  /** The fields of an address, which stand as those of a form do. */
  asks(fields: string): void {
    const form = signInOf(formFields(fields))
    if (form !== null) this.signsIn(form)
  }

  take(bytes: Uint8Array, from: number, to: number): void {
    this.files?.take(bytes, from, to)
    if (this.form === null) return
    const end = Math.min(to, from + longestForm - this.length)
    this.form.set(bytes.subarray(from, end), this.length)
    this.length += end - from
  }

  ends(isWhole: boolean): void {
    this.files?.over(isWhole)
    const form = this.form === null ? null : signInOf(this.fieldsOf(utf8.decode(this.form.subarray(0, this.length))))
    this.files = this.form = null
    if (form !== null) this.signsIn(form)
  }
}

const passwordNames = /^(?:\w*[._-])?(?:pass|passwd|password|pwd|passwort|kennwort|pw)$/i
const userNames = /^(?:\w*[._-])?(?:user|usr|username|user_name|userid|login|loginname|name|account|email|benutzer)$/i

/** Fields by the names that people give them; null where there is no password. */
function signInOf(fields: Fields): FormSignIn | null {
  const password = fields.find(([name]) => passwordNames.test(name))
  if (password === undefined || password[1] === "") return null
  const user = (fields.find(([name]) => userNames.test(name))?.[1] ?? "").slice(0, 64)
  return { user: user.replace(/\p{Cc}/gu, "?"), secret: masked(user, password[1]) }
}

const formFields = (text: string): Fields =>
  text.split("&", mostFields).map((one) => {
    const [name = "", said = ""] = one.split("=", 2)
    return [decoded(name), decoded(said)] as const
  })

/** The texts of a JSON body (RFC 8259), also of objects within it; none of one that is cut off. */
function jsonFields(text: string): Fields {
  const fields: (readonly [string, string])[] = []
  const gather = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null || depth > deepest) return
    for (const [name, said] of Object.entries(value)) {
      if (fields.length === mostFields) return
      if (typeof said === "string") fields.push([name, said])
      else gather(said, depth + 1)
    }
  }
  gather(parsed(text), 1)
  return fields
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (failure) {
    if (failure instanceof SyntaxError) return null
    throw failure
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "))
  } catch (failure) {
    if (failure instanceof URIError) return text
    throw failure
  }
}
