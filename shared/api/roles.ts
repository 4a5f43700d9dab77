/** Who may do what: a role reaches all needs up to its own. */
import type { Role } from "./contract/session.ts"
import type { Need } from "./method.ts"

const reach: Record<Role, readonly Need[]> = {
  Admin: ["anyone", "read", "analyst", "admin"],
  "Security Analyst": ["anyone", "read", "analyst"],
  "Read only": ["anyone", "read"],
}

export const mayDo = (role: Role | null, need: Need): boolean =>
  role === null ? need === "anyone" : reach[role].includes(need)

export const neededRole: Record<Need, string> = {
  anyone: "anyone",
  read: "a signed-in user",
  analyst: "a Security Analyst or an Admin",
  admin: "an Admin",
}
