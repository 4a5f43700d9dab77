/** Statements of SQL, as far as alerts need them: what they begin with tells whether they change what a database is made of. */

/** The first words, in upper case, with what stands between them as one space: "DROP TABLE recipes". At most 200 letters; "" for no text. */
export function statementText(text: string): string {
  const plain = text.replaceAll(/(?:\p{Cc}|\s)+/gu, " ").trim()
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain
}
