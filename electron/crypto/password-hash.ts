/** Password hashes: scrypt with N = 2^17, r = 8, p = 1 (OWASP password storage), 128 MiB each, so one at a time. The parameters are in the text. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto"

const current = { log2N: 17, r: 8, p: 1 }
const hashLength = 32

type Cost = typeof current

let line: Promise<unknown> = Promise.resolve()

/** Two hashes at once would take 256 MiB: they queue. */
function oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = line.then(work)
  line = turn.catch(() => undefined) // whoever asked gets the error; the next in line does not
  return turn
}

function derive(password: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> {
  const options = { N: 2 ** log2N, r, p, maxmem: 256 * 1024 * 1024 }
  return oneAtATime(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize("NFKC"), salt, hashLength, options, (error, key) =>
          error ? reject(error) : resolve(key),
        )
      }),
  )
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, current)
  return `scrypt$${current.log2N}$${current.r}$${current.p}$${salt.toString("base64")}$${key.toString("base64")}`
}

export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [kind, log2N, r, p, salt, key] = stored.split("$")
  if (kind !== "scrypt" || salt === undefined || key === undefined) return false
  const wanted = Buffer.from(key, "base64")
  const made = await derive(password, Buffer.from(salt, "base64"), { log2N: Number(log2N), r: Number(r), p: Number(p) })
  return wanted.length === made.length && timingSafeEqual(wanted, made)
}
