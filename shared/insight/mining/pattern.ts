/** Texts with wildcards: `*` stands for any letters, `?` for one. Without regard to case. */
export function patternTest(pattern: string): (text: string) => boolean {
  const wanted = pattern.trim().toLowerCase()
  if (!/[*?]/.test(wanted)) return (text) => text.toLowerCase() === wanted
  const parts = [...wanted].map((letter) =>
    letter === "*" ? ".*" : letter === "?" ? "." : letter.replaceAll(/[\\^$.|+()[\]{}]/g, "\\$&"),
  )
  // Neighbouring stars mean the same as one, and would make a hostile pattern slow.
  const expression = new RegExp(`^${parts.join("").replaceAll(/(\.\*){2,}/g, ".*")}$`, "s")
  return (text) => expression.test(text.toLowerCase())
}
