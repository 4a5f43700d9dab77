/** Intelligence packs: only what was signed, byte for byte, and nothing that harms while it is read. */
import { createHash, randomUUID } from "node:crypto"
import { zipSync } from "fflate"
import type { Zippable } from "fflate"
import { beforeAll, describe, expect, test } from "vitest"
import { ActivationDesk } from "../../electron/core/activation-desk.ts"
import { makePack, PackUnmakeable } from "../../electron/crypto/pack-make.ts"
import { verifyPack } from "../../electron/crypto/pack.ts"
import { thisComputer } from "../../electron/crypto/removable-drives.ts"
import { signFile } from "../../electron/crypto/sign-file.ts"
import type { Signer } from "../../electron/crypto/sign-file.ts"
import { FileRefused } from "../../electron/crypto/signed-file.ts"
import { certificateMark, derOfPem, readCertificate } from "../../electron/crypto/signing-certificate.ts"
import { TestTools } from "../make/desk-tools.ts"
import { iso, noon, TestAuthority } from "../make/test-authority.ts"

let office: TestAuthority
let signer: Signer
beforeAll(async () => {
  office = await TestAuthority.make()
  signer = await office.signer({ kind: "intelligence" })
})

const text = (said: string): Uint8Array => Buffer.from(said)
const files = new Map([
  ["advisories/csaf-1.json", text('{"document":{}}')],
  ["names.json", text("{}")],
])
const payload = (more: Record<string, unknown> = {}) => ({
  format: 1,
  kind: "intelligence",
  id: randomUUID(),
  issuedAt: iso(noon),
  issuer: "Test office",
  version: "2026.47",
  ...more,
})
const entryOf = (path: string, bytes: Uint8Array) => ({
  path,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  size: bytes.length,
})
/** A zip of any entries under a manifest that is rightly signed. */
async function packed(contents: unknown, entries: Zippable): Promise<Uint8Array> {
  const manifest = await signFile(payload({ contents }), signer)
  return zipSync({ "manifest.json": text(manifest), ...entries })
}
const outcome = (zip: Uint8Array, most?: number): Promise<string> =>
  verifyPack(zip, office.trust, most === undefined ? undefined : { bytes: most }).then(
    () => "taken",
    (error: unknown) => {
      if (error instanceof FileRefused) return `${error.refusal.code}: ${error.refusal.sentence}`
      throw error
    },
  )

test("a pack brings its manifest and every file", async () => {
  const pack = await verifyPack(await makePack(payload(), files, signer), office.trust)
  expect(pack.manifest.version).toBe("2026.47")
  expect([...pack.files.keys()]).toEqual([...files.keys()])
  expect(Buffer.from(pack.files.get("names.json")!).toString()).toBe("{}")
})

test("signed for activations only", async () => {
  const zip = await makePack(payload(), files, await office.signer())
  expect(await outcome(zip)).toContain("untrusted-issuer")
})

describe("what is not as it was signed", () => {
  const bytes = text("one")
  test.each<[string, unknown, Zippable, string]>([
    ["a changed file", [entryOf("a", bytes)], { a: text("two") }, "not what was signed"],
    ["a shorter file", [entryOf("a", bytes)], { a: text("on") }, "not what was signed"],
    ["a longer file", [entryOf("a", bytes)], { a: text("one more") }, "larger than it says"],
    ["a missing file", [entryOf("a", bytes)], {}, "missing"],
    ["one file too many", [entryOf("a", bytes)], { a: bytes, b: bytes }, "was not signed"],
    ["a name twice in the manifest", [entryOf("a", bytes), entryOf("A", bytes)], { a: bytes }, "twice"],
    ["names that differ in case only", [entryOf("a", bytes)], { a: bytes, A: bytes }, "twice"],
    ["the manifest named as content", [entryOf("manifest.json", bytes)], {}, "twice"],
    ["a link", [entryOf("a", bytes)], { a: [bytes, { os: 3, attrs: 0o120777 << 16 }] }, "it is a link"],
    ["a folder", [entryOf("a", bytes)], { a: bytes, "b/": new Uint8Array() }, "leads out of the pack"],
  ])("%s", async (_, contents, entries, said) => {
    expect(await outcome(await packed(contents, entries))).toContain(said)
  })

  test.each(["../a", "a/../../b", "/etc/passwd", "C:/a", "a\\b", "a//b", "./a", "aux.json", "a\u0000b", "name."])(
    "the path %j",
    async (path) => {
      expect(await outcome(await packed([entryOf(path, bytes)], { [path]: bytes }))).toContain("bad-signature")
      expect(await outcome(await packed([], { [path]: bytes }))).toContain("bad-signature")
      await expect(makePack(payload(), new Map([[path, bytes]]), signer)).rejects.toThrow(PackUnmakeable)
    },
  )
})

describe("what would harm", () => {
  const bomb = new Uint8Array(64 * 1024 * 1024)

  test("an entry that says it is small and inflates without end is given up early", async () => {
    const zip = await packed([{ ...entryOf("a", text("x")), size: 10 }], { a: bomb })
    expect(zip.length).toBeLessThan(200_000)
    const before = process.memoryUsage().rss
    expect(await outcome(zip)).toContain("larger than it says")
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024)
  })
  test("a manifest that inflates without end", async () => {
    expect(await outcome(zipSync({ "manifest.json": bomb }))).toContain("too-large")
  })
  test("contents and packs beyond the limit", async () => {
    const zip = await packed([entryOf("a", bomb)], { a: bomb })
    expect(await outcome(zip, 1024 * 1024)).toContain("too-large")
    expect(await outcome(zip, 1000)).toContain("too-large")
    expect(await outcome(await packed([{ ...entryOf("a", text("x")), size: 2 ** 40 }], {}))).toContain("too-large")
    expect(await outcome(zip)).toBe("taken")
  })
  test("every prefix and many flipped bytes are refused or read whole, never a failure of another kind", async () => {
    const zip = await makePack(payload(), files, signer)
    for (let end = 0; end < zip.length; end += 13) expect(await outcome(zip.slice(0, end))).not.toBe("taken")
    for (let at = 0; at < zip.length; at += 7) {
      const changed = zip.slice()
      changed[at]! ^= 0x41
      await outcome(changed)
    }
  })
  test("no zip", async () => {
    expect(await outcome(text("hello"))).toContain("not-a-signed-file")
    expect(await outcome(zipSync({ a: text("a") }))).toContain("not-a-signed-file")
  })
})

test("revoked signing certificates are kept from a pack on: their files are refused, also after a restart", async () => {
  const tools = new TestTools()
  const options = { root: office.rootOfTrust, drives: thisComputer({}) }
  const desk = await ActivationDesk.open(tools.tools, options)
  const stolen = await office.signer()
  const source = { from: "document" as const, text: await office.activation({}, stolen) }
  expect((await desk.inspect({ source })).refusal).toBeNull()
  const revoked = [certificateMark(readCertificate(derOfPem(stolen.certificates)[0]!))]
  await desk.takePack(await makePack(payload({ revoked }), files, signer))
  expect((await desk.inspect({ source })).refusal?.code).toBe("untrusted-issuer")
  await desk.takePack(await makePack(payload({ revoked: [] }), files, signer))
  desk.stop()
  const again = await ActivationDesk.open(tools.tools, options)
  expect((await again.inspect({ source })).refusal?.sentence).toContain("revoked")
  expect(tools.notes.map((note) => note.title)).toEqual(["Signing certificates were revoked"])
  again.stop()
})
