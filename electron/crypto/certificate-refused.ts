/** The expected failure of every certificate check: which one, and the words for a person. */
import { certificateWords } from "../../shared/setup/certificate-rules.ts"
import type { CertificateCheck } from "../../shared/setup/certificate-rules.ts"

export class CertificateRefused extends Error {
  override readonly name = "CertificateRefused"
  readonly check: CertificateCheck
  readonly remedy: string

  constructor(check: CertificateCheck, values: Readonly<Record<string, string>> = {}) {
    const { sentence, remedy } = certificateWords(check, values)
    super(sentence)
    this.check = check
    this.remedy = remedy
  }
}
