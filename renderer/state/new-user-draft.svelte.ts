/** A new account while a person fills it in. */
import type { Input } from "../../shared/api/contract/index.ts"
import type { Role } from "../../shared/api/contract/session.ts"
import { checkPassword, type PasswordCheck } from "./password-rule.ts"

export class NewUserDraft {
  name = $state("")
  firstName = $state("")
  lastName = $state("")
  email = $state("")
  password = $state("")
  again = $state("")
  role: Role = $state("Security Analyst")

  constructor(role: Role) {
    this.role = role
  }

  get nameError(): string {
    return this.name === "" || /^[a-z0-9][a-z0-9._-]{0,63}$/.test(this.name)
      ? ""
      : "1 to 64 small letters, digits, dots, dashes and underscores, beginning with a letter or digit."
  }
  get checks(): readonly PasswordCheck[] {
    return [
      ...checkPassword(this.password, this.name),
      { met: this.password !== "" && this.password === this.again, text: "Typed the same twice" },
    ]
  }
  /** What is still missing, in words; "" when it can be created. */
  get missing(): string {
    if (this.name === "") return "Choose a user name."
    if (this.nameError !== "") return "Correct the user name."
    return this.checks.every(({ met }) => met) ? "" : "Choose a password that meets the rules."
  }
  get input(): Input<"users.create"> {
    const { name, firstName, lastName, email, role, password } = this
    return { name, firstName: firstName.trim(), lastName: lastName.trim(), email: email.trim(), role, password }
  }
}
