/** Passwords that the program makes: letters and digits that can't be mistaken for each other, about 115 bits, in groups to read aloud. */
import { randomInt } from "node:crypto"

const letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
const group = (): string => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("")

export const randomPassword = (): string => [group(), group(), group(), group()].join("-")
