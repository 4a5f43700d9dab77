/** The data connection of FTP (RFC 959 section 3.2): a file, if the control connection asked for one; a listing otherwise. */
import type { CarriedFile } from "../../facts/fact.ts"
import type { Channel } from "../carrying.ts"
import { FileBody } from "./file-body.ts"
import { latinText } from "./lines.ts"

/** "10,0,0,2,4,1" (RFC 959), "|1|10.0.0.2|1025|" and "|||1025|" (RFC 2428), in the text behind the command or code; 0 where it is none. */
export function portOf(bytes: Uint8Array, from: number, to: number): number {
  const text = latinText(bytes, from, Math.min(to, from + 200))
  const [, high, low] = /\b\d{1,3},\d{1,3},\d{1,3},\d{1,3},(\d{1,3}),(\d{1,3})\b/.exec(text) ?? []
  if (high !== undefined) return Number(high) < 256 && Number(low) < 256 ? Number(high) * 256 + Number(low) : 0
  const [, port] = /\|(?:[12]\|[\da-fA-F.:]+|\|)\|(\d{1,5})\|/.exec(text) ?? []
  return port !== undefined && Number(port) < 65_536 ? Number(port) : 0
}

export class FtpData implements Channel {
  private body: FileBody | null = null
  private name = ""
  private way: CarriedFile["way"] | "" = ""
  private isPart = false
  private isMissing = false
  private size = -1

  /** What the control connection asked for; often known only when the data connection stands. */
  carries(name: string, way: CarriedFile["way"], isPart: boolean): void {
    if (this.way !== "") return
    this.name = name
    this.way = way
    this.isPart = isPart
  }

  /** Many servers say the size before they send: "150 … (1234 bytes)". */
  promised(bytes: Uint8Array, from: number, to: number): void {
    const [, size] = /\((\d{1,15}) bytes\)/.exec(latinText(bytes, from, Math.min(to, from + 400))) ?? []
    if (size !== undefined) this.size = Number(size)
  }

  take(bytes: Uint8Array, from: number, to: number, time: number): void {
    this.body ??= new FileBody("", "toClient", time)
    this.body.take(bytes, from, to)
  }

  missed(): void {
    this.isMissing = true
  }

  over(isClean: boolean): CarriedFile | null {
    const { body, name, way } = this
    if (body === null || way === "") return null
    body.called(name)
    if (this.isPart) body.spoils("partly")
    const isWhole = isClean && !this.isMissing && (this.size < 0 || this.isPart || this.size === body.size)
    return { ...body.over(isWhole), way }
  }
}
