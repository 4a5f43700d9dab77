/** The numbers in what a protocol says of a value: "17", "on", "12, 13, 14, …", "25.5 °C". */

const single = /^(?:[a-z]\w*:? )?([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?: [^\d\s]+)?$/i

/** One by one, as far as they are told; empty where they are no numbers. */
export function numbersIn(value: string, count: number): readonly (number | undefined)[] {
  if (value === "") return []
  const cut = value.replace(/(, | )…$/, "")
  const byComma = cut.split(", ")
  if (byComma.length > 1) return byComma.map(numberOf)
  const bySpace = cut.split(" ")
  // Bytes in hexadecimal are no numbers, even where they look like some.
  if (bySpace.length > 1 && bySpace.length === count && bySpace.every((one) => numberOf(one) !== undefined))
    return bySpace.map(numberOf)
  return [numberOf(cut)]
}

function numberOf(text: string): number | undefined {
  if (text === "on" || text === "true") return 1
  if (text === "off" || text === "false") return 0
  const found = single.exec(text)
  return found ? Number(found[1]) : undefined
}
