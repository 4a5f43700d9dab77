/** The rule for passwords, told while typing. The sensor checks again; this only saves a round trip. */
export type PasswordCheck = { readonly met: boolean; readonly text: string }

const classes: readonly RegExp[] = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}\s]/u]

/** One line per part of the rule; the password is good when all are met. */
export function checkPassword(password: string, userName: string): readonly PasswordCheck[] {
  const length = [...password].length
  const kinds = classes.filter((kind) => kind.test(password)).length
  const isName = password !== "" && password.toLowerCase().includes(userName.toLowerCase())
  return [
    {
      met: length >= 16 || (length >= 8 && kinds === 4),
      text: "16 characters or more, or 8 or more with a small letter, a capital, a digit and a sign",
    },
    { met: password !== "" && !isName, text: "Not your user name, nor containing it" },
  ]
}
