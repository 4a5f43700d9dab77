/** Verdicts as people read them. */
import type { DoctorCheck } from "../../../shared/api/contract/doctor.ts"

type Verdict = DoctorCheck["verdict"]

export const verdictWords: Readonly<
  Record<Verdict, { readonly grade: "ok" | "major" | "critical"; readonly text: string }>
> = {
  good: { grade: "ok", text: "Good" },
  limits: { grade: "major", text: "Limits what is seen" },
  prevents: { grade: "critical", text: "Put this right first" },
}

export const tones: Readonly<Record<Verdict, "ok" | "info" | "critical">> = {
  good: "ok",
  limits: "info",
  prevents: "critical",
}

export const canWords = {
  yes: { grade: "ok", text: "Yes" },
  "in part": { grade: "major", text: "In part" },
  no: { grade: "critical", text: "No" },
} as const
