/** Damage of the compression around a capture, in words. */
import type { Problem } from "../../shared/engine/batch.ts"
import type { CaptureFile } from "./capture-file.ts"

export function gzipProblem(file: CaptureFile): readonly Problem[] {
  if (file.damage === "") return []
  const message = `The compressed file is damaged or cut short (${file.damage}). Everything before that was read.`
  return [{ code: "gzip-damaged", offset: 0, message }]
}
