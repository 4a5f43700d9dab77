/** What proves something names its capture by SHA-256, or by the import that is reading it. */
import type { Database } from "./database.ts"

/** Stands before the import's id while its capture has no SHA-256 yet. */
export const importMark = "import:"

export type CaptureSource = { readonly id: string; readonly file: string; readonly sha256: string }

/** Looks each capture up once. */
export function captureSources(database: Database): (capture: string) => CaptureSource {
  const known = new Map<string, CaptureSource>()
  return (capture) => {
    const found = known.get(capture)
    if (found) return found
    const isMarked = capture.startsWith(importMark)
    const [column, value] = isMarked ? ["id", capture.slice(importMark.length)] : ["sha256", capture]
    const made = database.get<CaptureSource>(
      `select id, file, sha256 from imports where ${column} = ? order by state = 'done' desc, place limit 1`,
      value,
    ) ?? { id: "", file: "", sha256: isMarked ? "" : capture }
    known.set(capture, made)
    return made
  }
}
