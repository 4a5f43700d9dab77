/** The bytes of one file as they pass: counted, hashed, recognised by their beginning, and not kept. */
import { Sha256 } from "../../bytes/sha256.ts"
import type { CarriedFile } from "../../facts/fact.ts"
import { headLength, programOf } from "./program-kinds.ts"

/** A longer file is counted and not hashed: a stream must not cost more than it is worth. */
export const mostHashed = 64 * 1024 * 1024

export class FileBody {
  size = 0
  private name: string
  private readonly way: CarriedFile["way"]
  private readonly began: number
  private readonly head = new Uint8Array(headLength)
  private hash: Sha256 | null = new Sha256()
  private flaw: CarriedFile["state"] = "whole"

  constructor(name: string, way: CarriedFile["way"], began: number) {
    this.name = name
    this.way = way
    this.began = began
  }

  take(bytes: Uint8Array, from: number, to: number): void {
    if (this.size < headLength)
      this.head.set(bytes.subarray(from, Math.min(to, from + headLength - this.size)), this.size)
    this.size += to - from
    if (this.size > mostHashed) this.spoils("large")
    this.hash?.add(bytes, from, to)
  }

  /** Why its bytes are not those of the file; the first reason counts, that bytes are missing above all. */
  spoils(flaw: Exclude<CarriedFile["state"], "whole">): void {
    if (this.flaw === "whole" || flaw === "incomplete") this.flaw = flaw
    this.hash = null
  }

  called(name: string): void {
    this.name = name
  }

  /** What its beginning says that it is; "" for what is no program. */
  get kind(): string {
    const isReadable = this.flaw !== "compressed" && this.flaw !== "partly"
    return isReadable ? programOf(this.name, this.head, Math.min(this.size, headLength)) : ""
  }

  /** No more comes. */
  over(isWhole: boolean): CarriedFile {
    if (!isWhole) this.spoils("incomplete")
    const { name, way, size, began, flaw, hash, kind } = this
    return { kind: "carried", name, way, size, sha256: hash?.hex() ?? "", state: flaw, program: kind, began }
  }
}
