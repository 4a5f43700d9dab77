/** Hands a file that the page made to the person. */
export function offerFile(parts: BlobPart[], type: string, name: string): void {
  const address = URL.createObjectURL(new Blob(parts, { type }))
  offerAddress(address, name)
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Or one that waits at an address of the sensor. */
export function offerAddress(address: string, name: string): void {
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
}

/** Names of files take no slashes, colons and the like. */
export const fileNameOf = (words: string): string => words.replaceAll(/[^\p{L}\p{N} .,()_-]+/gu, "-").slice(0, 120)
