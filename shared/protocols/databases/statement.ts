/** Statements of SQL, as far as alerts need them: what they begin with tells whether they change what a database is made of. Passwords in them are not told. */

/** What sets or compares a password: texts behind it are none of anybody's business. */
const secret = /\b(?:password|passwd|pwd|identified|secret|sp_password|sp_addlogin|authentication_string|credential)\b/i

/** Texts in quotes, the last perhaps cut off; after "by" and "=" words without quotes (Oracle), and hashes. */
function masked(text: string): string {
  const at = text.search(secret)
  if (at < 0) return text
  const behind = text
    .slice(at)
    .replaceAll(/'(?:[^']|'')*(?:'|$)|"[^"]*(?:"|$)|\b0x[\da-f]+/gi, "'…'")
    .replaceAll(/(\bidentified\s+by\s+(?:values\s+|password\s+)?|\bpassword\s*=\s*)(?![\s'(])[^\s,;()]+/gi, "$1…")
  return text.slice(0, at) + behind
}

/** The first words, in upper case, with what stands between them as one space: "DROP TABLE recipes". At most 200 letters; "" for no text. */
export function statementText(text: string): string {
  const plain = masked(text.replaceAll(/(?:\p{Cc}|\s)+/gu, " ").trim())
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain
}
