/** The rule for passwords, told part by part while typing. The sensor judges with the rule of shared/setup; a test keeps the two alike. */
export type PasswordCheck = { readonly met: boolean; readonly text: string }

const classes: readonly RegExp[] = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u]
const shortest = 8
const longEnough = 16
/** Names of one or two letters are in too many good passwords to be forbidden there. */
const shortName = 2

/** One line per part of the rule; the password is good when all are met. */
export function checkPassword(password: string, userName: string): readonly PasswordCheck[] {
  const length = [...password].length
  const ofAllClasses = classes.every((each) => each.test(password))
  const holdsName = userName.length > shortName && password.toLowerCase().includes(userName.toLowerCase())
  return [
    {
      met: length >= longEnough || (length >= shortest && ofAllClasses),
      text: `${longEnough} characters or more, or ${shortest} or more with a small letter, a capital, a digit and a sign`,
    },
    { met: password !== "" && !holdsName, text: "Not the user name, nor containing it" },
  ]
}
