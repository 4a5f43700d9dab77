/** The roles, and what each may do in a few words. */
import type { Role } from "../../../shared/api/contract/session.ts"

export const roleMeanings: Readonly<Record<Role, string>> = {
  Admin: "Everything: settings, users, certificates, monitoring.",
  "Security Analyst": "Works with devices, captures and alerts; changes no settings.",
  "Read only": "Looks, and changes nothing.",
}
export const roles = Object.keys(roleMeanings) as readonly Role[]
export const roleOptions = roles.map((role) => ({ value: role, text: `${role}: ${roleMeanings[role]}` }))
