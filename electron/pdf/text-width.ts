/** How wide text is when printed, near enough to lay out pictures and columns: Roboto's advance widths, in thousandths of the size. */

const groups: readonly (readonly [string, number])[] = [
  ["ijl|!',.:;Il`", 250],
  ['()[]{}frt-/\\" ', 345],
  ["mwMW@%", 840],
  ["ABCDEGHKNOPQRUVXY&", 640],
]
const widths = new Map(groups.flatMap(([letters, width]) => [...letters].map((letter) => [letter, width] as const)))

const plain = 560

export function textWidth(text: string, size: number): number {
  let sum = 0
  for (const letter of text) sum += widths.get(letter) ?? plain
  return (sum * size) / 1000
}

/** Cut with "…" where it would be wider. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text
  const letters = [...text]
  let room = width - textWidth("…", size)
  let count = 0
  while (count < letters.length && room > 0) room -= textWidth(letters[count++]!, size)
  return `${letters.slice(0, Math.max(0, room < 0 ? count - 1 : count)).join("")}…`
}
