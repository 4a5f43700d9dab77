export const noName = "no name in the specification"

/** As a sentence begins; what is no plain word keeps its first letter (mA, an identifier). */
export const detailText = (name: string): string =>
  name === "" ? noName : name.replace(/^[a-z](?=[a-z]*(?:$|[ ,:;'-]))/, (letter) => letter.toUpperCase())
