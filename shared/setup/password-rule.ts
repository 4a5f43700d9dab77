/** What a password must be: eight characters of all four classes, or sixteen of any; never the user's name, never one of the commonest. */

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u]
const shortest = 8
const longEnough = 16

/** Null when the password will do, else what is wrong with it and what to do. `isCommon` knows the list of the commonest. */
export function judgePassword(name: string, password: string, isCommon: (password: string) => boolean): string | null {
  const length = [...password].length
  if (password.toLowerCase().includes(name.toLowerCase()) && name.length > 2)
    return "The password contains the user name. Choose one without it."
  if (length < shortest)
    return `The password has ${length} characters. Use at least ${shortest} with small and capital letters, digits and other characters, or at least ${longEnough} of any kind.`
  if (isCommon(password))
    return "The password is one of those that are tried first, or one of them with a little added. Choose another."
  if (length < longEnough && !classes.every((one) => one.test(password)))
    return `A password under ${longEnough} characters needs small and capital letters, digits and other characters. Add what is missing or make it longer.`
  return null
}
