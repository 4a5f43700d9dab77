/** How a password that passes in the clear may be told: masked, and whether a maker is known to deliver it. The password goes no further than this. */
import type { MaskedSecret } from "../../facts/fact.ts"
import { isDelivered, usualCommunities } from "./default-credentials.ts"

const letters = (length: number): string => `${length} character${length === 1 ? "" : "s"}`

/** Of a short one the first letter would say too much. */
function shown(secret: string): string {
  if (secret === "") return "empty"
  if (secret.length < 4 || !/^[\x21-\x7e]/.test(secret)) return letters(secret.length)
  return `${secret[0]!}… (${letters(secret.length)})`
}

export function masked(user: string, password: string): MaskedSecret {
  const isDefault = isDelivered(user, password)
  return { shown: isDefault ? "a maker's default password" : shown(password), isDefault }
}

export function maskedCommunity(community: string): MaskedSecret {
  const isDefault = usualCommunities.has(community)
  return { shown: isDefault ? "the usual default community" : shown(community), isDefault }
}

/** As it is written in a fact: nothing where nothing could be read. */
export const withSecret = (secret: MaskedSecret | null): { readonly mask?: MaskedSecret } =>
  secret === null ? {} : { mask: secret }
