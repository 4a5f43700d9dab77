/** Our SHA-256 against Node's, for every length around a block and in pieces of every size. */
import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import { Sha256 } from "../../../shared/bytes/sha256.ts"

const bytes = Uint8Array.from({ length: 1 << 20 }, (_, n) => (n * 31 + (n >> 7)) & 255)
const theirs = (to: number): string => createHash("sha256").update(bytes.subarray(0, to)).digest("hex")

function ours(to: number, piece: number): string {
  const hash = new Sha256()
  for (let at = 0; at < to; at += piece) hash.add(bytes, at, Math.min(to, at + piece))
  expect(hash.length).toBe(to)
  return hash.hex()
}

test("every length up to three blocks", () => {
  for (let length = 0; length <= 192; length++) expect(ours(length, 1000)).toBe(theirs(length))
})

test("a mebibyte, in pieces of any size", () => {
  for (const piece of [1, 7, 63, 64, 65, 1460, 1 << 20]) expect(ours(1 << 20, piece)).toBe(theirs(1 << 20))
})

test("the example of FIPS 180-4", () => {
  const hash = new Sha256()
  hash.add(new TextEncoder().encode("abc"), 0, 3)
  expect(hash.hex()).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
})
