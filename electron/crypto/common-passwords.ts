/** Passwords that are guessed first: the 49,000 commonest of the zxcvbn list, alone or with a few digits and signs around them. */
import { dictionary } from "@zxcvbn-ts/language-common"

const common = new Set(dictionary["passwords-common"].map((word) => String(word).toLowerCase()))
/** "Password1!" is as common as "password"; with more around it than this it is a password of its own. */
const mostAround = 4
const shortestCore = 5

export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase()
  if (common.has(lower)) return true
  const core = lower.replace(/^[^a-z]+|[^a-z]+$/g, "")
  return core.length >= shortestCore && lower.length - core.length <= mostAround && common.has(core)
}
