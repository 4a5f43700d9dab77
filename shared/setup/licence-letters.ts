/**
 * Letters of a licence string: base 26 in groups of five, four letters of data and one check letter (ISO/IEC 7064, MOD 27,26), so that
 * every mistyped letter is found and its group is named. The group's place goes into its check letter: groups that changed places are found too.
 */

const perGroup = 4
const base = 26
const first = "A".charCodeAt(0)

const valueOf = (letter: string): number => letter.charCodeAt(0) - first
const letterOf = (value: number): string => String.fromCharCode(first + value)

/** ISO/IEC 7064 hybrid system with modulus 26. `place` starts the sum: from 0. */
function checkLetter(data: string, place: number): string {
  let sum = base
  for (const value of [place % base, ...[...data].map(valueOf)]) {
    const folded = (sum + value) % base || base
    sum = (folded * 2) % (base + 1)
  }
  return letterOf((base + 1 - sum) % base)
}

export const licenceGroups = (bytes: number): number => Math.ceil((bytes * 8) / Math.log2(base) / perGroup)

export function licenceLetters(bytes: Uint8Array): string {
  const groups = licenceGroups(bytes.length)
  let rest = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  let letters = ""
  for (let at = 0; at < groups * perGroup; at++) {
    letters = letterOf(Number(rest % BigInt(base))) + letters
    rest /= BigInt(base)
  }
  return Array.from({ length: groups }, (_, place) => {
    const data = letters.slice(place * perGroup, (place + 1) * perGroup)
    return data + checkLetter(data, place)
  }).join("-")
}

export type LettersRead = { readonly bytes: Uint8Array } | { readonly fault: string }

function faultOf(groups: readonly string[], wanted: number): string | null {
  const wrong = groups.findIndex(
    (group, place) => group.length <= perGroup || checkLetter(group.slice(0, perGroup), place) !== group[perGroup],
  )
  if (wrong >= 0 && wrong < wanted) return `Group ${wrong + 1} of ${wanted}, “${groups[wrong]}”, is mistyped.`
  if (groups.length < wanted)
    return `Group ${groups.length + 1} of ${wanted} is missing: there are ${groups.length} groups of five letters.`
  return groups.length > wanted ? `There are ${groups.length} groups of five letters instead of ${wanted}.` : null
}

/** `length`: bytes that must come out. Case, spaces, line ends and dashes do not count. */
export function readLicenceLetters(typed: string, length: number): LettersRead {
  const apart = typed.trim().split(/[\s\-–—]+/u)
  const uneven = apart.findIndex((group) => group.length !== perGroup + 1)
  if (apart.length === licenceGroups(length) && uneven >= 0)
    return {
      fault: `Group ${uneven + 1} of ${apart.length}, “${apart[uneven]}”, has ${apart[uneven]!.length} letters instead of ${perGroup + 1}.`,
    }
  const letters = typed.replaceAll(/[\s\-–—]/gu, "").toUpperCase()
  const groups = letters.match(/.{1,5}/gsu) ?? []
  const strange = groups.findIndex((group) => /[^A-Z]/.test(group))
  if (strange >= 0)
    return { fault: `Group ${strange + 1}, “${groups[strange]}”, has something else than letters in it.` }
  const fault = faultOf(groups, licenceGroups(length))
  if (fault !== null) return { fault }
  let sum = 0n
  for (const letter of groups.map((group) => group.slice(0, perGroup)).join(""))
    sum = sum * BigInt(base) + BigInt(valueOf(letter))
  const bytes = new Uint8Array(length)
  for (let at = length - 1; at >= 0; at--) {
    bytes[at] = Number(sum % 256n)
    sum /= 256n
  }
  return sum === 0n ? { bytes } : { fault: `Group 1 of ${groups.length}, “${groups[0]}”, is mistyped.` }
}
