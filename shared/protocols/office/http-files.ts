/** Which bodies of HTTP are files, and what they are called. Pages, pictures and what programs tell each other are none. */
import type { CarriedFile } from "../../facts/fact.ts"
import { FileBody } from "./file-body.ts"
import { MimeFiles, parameter } from "./mime-files.ts"

/** Types that are handed out to be kept: whatever is not shown in the window of a browser or eaten by a program. */
const fileTypes =
  /^(?:application\/(?:octet-stream|zip|gzip|x-[\w.+-]*(?:zip|tar|compressed|msdownload|executable|dosexec|msdos-program|sharedlib|elf|sh|python|powershell|bat|archive|diskcopy|iso9660-image|rpm|debian-package|cab)|pdf|msword|vnd\.(?:ms-|openxmlformats|microsoft|debian|android|rar)[\w.+-]*|rtf|java-archive|hta|pkcs\S*|x-x509\S*|firmware)|binary\/|chemical\/)/i
/** Endings that say so, whatever the server calls it. */
const fileEndings =
  /\.(?:exe|dll|sys|scr|msi|msp|cab|bat|cmd|ps1|psm1|vbs|vbe|wsf|hta|jse|jar|war|sh|py|elf|bin|hex|img|iso|fw|rom|upd|zip|7z|rar|gz|tgz|tar|bz2|xz|docm?|xlsm?|pptm?|docx|xlsx|pdf|rtf|acd|l5x|s7p|csv|reg|lnk|apk|deb|rpm|zap\d\d)$/i

export type BodyHead = {
  /** "\nname: value" for each header. */
  readonly head: string
  readonly path: string
  readonly time: number
}

const value = (head: string, name: string): string =>
  new RegExp(`\\n${name}:[ \\t]*([^\\n]*)`, "i").exec(head)?.[1]?.trim() ?? ""

/** The last part of the path, without the question. */
function nameOf(path: string): string {
  const plain = path.split(/[?#]/, 1)[0] ?? ""
  return plain.slice(plain.lastIndexOf("/") + 1)
}

/** Takes the content of one body: nothing, a file, or the parts of a form with files. */
export class BodyFiles {
  private readonly file: FileBody | null = null
  private readonly mime: MimeFiles | null = null
  private undecided: FileBody | null = null
  private readonly name: string
  private readonly found: (file: CarriedFile) => void
  private readonly time: number

  constructor(
    { head, path, time }: BodyHead,
    way: CarriedFile["way"],
    method: string,
    found: (file: CarriedFile) => void,
  ) {
    this.time = time
    this.found = found
    const type = value(head, "content-type")
    const said = parameter(head, "content-disposition", "filename")
    this.name = said || nameOf(path)
    const boundary = type.toLowerCase().startsWith("multipart/form-data")
      ? parameter(head, "content-type", "boundary")
      : ""
    if (boundary !== "") {
      this.mime = new MimeFiles(way, boundary, found)
      return
    }
    const isAttached = /^attachment/i.test(value(head, "content-disposition"))
    const isFile = isAttached || said !== "" || method === "PUT" || fileTypes.test(type) || fileEndings.test(this.name)
    const body = new FileBody(this.name, way, time)
    if (value(head, "content-encoding") !== "" && !/^identity$/i.test(value(head, "content-encoding")))
      body.spoils("compressed")
    else if (value(head, "content-range") !== "") body.spoils("partly")
    // Of the others the first bytes decide.
    if (isFile) this.file = body
    else if (!/^(?:image|video|audio|font)\//i.test(type)) this.undecided = body
  }

  take(bytes: Uint8Array, from: number, to: number): void {
    this.mime?.take(bytes, from, to, this.time)
    this.file?.take(bytes, from, to)
    const { undecided } = this
    if (undecided === null) return
    if (undecided.size === 0 && !mayBegin(bytes[from]!)) this.undecided = null
    else undecided.take(bytes, from, to)
    if (this.undecided !== null && undecided.size >= 1024 && undecided.kind === "") this.undecided = null
  }

  over(isWhole: boolean): void {
    this.mime?.over(isWhole)
    const { file, undecided } = this
    if (file !== null && file.size > 0) this.found(file.over(isWhole))
    else if (undecided !== null && undecided.kind !== "" && undecided.size > 0) this.found(undecided.over(isWhole))
  }
}

/** The first bytes of what `programOf` knows: "MZ", ELF, "#!", Cabinet, OLE, zip, Mach-O and Java, Intel HEX, U-Boot, SquashFS. */
const beginnings: ReadonlySet<number> = new Set([
  0x4d, 0x7f, 0x23, 0xd0, 0x50, 0xca, 0xce, 0xcf, 0xfe, 0x3a, 0x27, 0x68,
])
const mayBegin = (first: number): boolean => beginnings.has(first)
