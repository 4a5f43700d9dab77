/** Bytes written as annotated hexadecimal: everything after a # is a remark, "00*64" repeats a byte, "text" in quotes is itself. */
export function hex(text: string): Uint8Array {
  const digits = text
    .replace(/"([^"\n]*)"/g, (_, letters: string) => [...letters].map(codeOf).join(" "))
    .replace(/#.*$/gm, "")
    .replace(/\b([0-9a-fA-F]{2})\*(\d+)/g, (_, byte: string, times: string) => byte.repeat(Number(times)))
    .replace(/\s+/g, "")
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) throw new Error(`not hexadecimal: ${digits}`)
  const bytes = new Uint8Array(digits.length / 2)
  for (let at = 0; at < bytes.length; at++) bytes[at] = parseInt(digits.slice(at * 2, at * 2 + 2), 16)
  return bytes
}

const codeOf = (letter: string): string => letter.charCodeAt(0).toString(16).padStart(2, "0")
