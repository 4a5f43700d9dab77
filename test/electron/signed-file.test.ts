/** The container: what is taken, and every way in which it is refused. Other programs, jws and openssl, agree about what is written. */
import { execFileSync, spawnSync } from "node:child_process"
import { createHmac, createPublicKey, X509Certificate } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import jws from "jws"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { rootOfTrust } from "../../build/root-of-trust.mjs"
import { builtInRootOfTrust } from "../../electron/crypto/root-of-trust.ts"
import { signFile, signerFromPem } from "../../electron/crypto/sign-file.ts"
import type { Signer } from "../../electron/crypto/sign-file.ts"
import { FileRefused, readSignedFile } from "../../electron/crypto/signed-file.ts"
import type { Trust } from "../../electron/crypto/signed-file.ts"
import {
  certificateMark,
  derOfPem,
  readCertificate,
  signingPurposes,
} from "../../electron/crypto/signing-certificate.ts"
import type { SignedKind } from "../../shared/setup/activation-payload.ts"
import { activationPayload, iso, TestAuthority } from "../make/test-authority.ts"
import type { KeyKind } from "../make/test-authority.ts"

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0
const folder = mkdtempSync(join(tmpdir(), "plantwarden-signed-"))
afterAll(() => rmSync(folder, { recursive: true }))

let office: TestAuthority
let signer: Signer
let good: string
beforeAll(async () => {
  office = await TestAuthority.make()
  signer = await office.signer()
  good = await office.activation({}, signer)
})

const codeOf = (document: string, kind: SignedKind = "activation", trust: Trust = office.trust) =>
  readSignedFile(document, kind, trust).then(
    () => "taken",
    (error: unknown) => {
      if (error instanceof FileRefused) return error.refusal.code
      throw error
    },
  )

type Flat = { protected: string; payload: string; signature: string }
const flat = (document: string): Flat => JSON.parse(document)
const coded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url")
const headerOf = (document: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(flat(document).protected, "base64url").toString())
/** Signed for real with node's own crypto through the independent library, so that only the header is at fault. */
const withHeader = (more: Record<string, unknown>): string => {
  const header = { ...headerOf(good), ...more }
  const compact = jws.sign({
    header: header as never,
    payload: Buffer.from(flat(good).payload, "base64url").toString(),
    privateKey: signer.key as never,
  })
  const [protectedPart, payload, signature] = compact.split(".")
  return JSON.stringify({ protected: protectedPart, payload, signature })
}

describe("taken", () => {
  test.each(["P-256", "Ed25519", "RSA"] as KeyKind[])("a file signed with a %s key", async (keys) => {
    const document = await office.activation({}, await office.signer({ keys }))
    expect((await readSignedFile(document, "activation", office.trust)).envelope.issuer).toBe("Test office")
  })
  test("through an issuer between root and signer", async () => {
    expect(await codeOf(await office.activation({}, await office.signer({ through: {} })))).toBe("taken")
  })
  test("signed with the header of the other library, and with entries that are not looked at", async () => {
    expect(await codeOf(withHeader({}))).toBe("taken")
    expect(await codeOf(withHeader({ jku: "https://example.org/keys", kid: "other" }))).toBe("taken")
  })
  test("signed before the signer's certificate ended, read long after", async () => {
    const until = new Date("2026-11-23")
    expect(await codeOf(await office.activation({}, await office.signer({ until })))).toBe("taken")
  })
})

describe("not a signed file", () => {
  test.each(["", "hello", "[]", "null", "{}", '{"protected":1,"payload":"x","signature":"y"}'])("%j", async (text) => {
    expect(await codeOf(text)).toBe("not-a-signed-file")
  })
  test("cut short, at every twentieth byte", async () => {
    const codes = new Set<string>()
    for (let end = 0; end < good.trim().length; end += 20) codes.add(await codeOf(good.slice(0, end)))
    expect([...codes]).toEqual(["not-a-signed-file"])
  })
  test("another type of token", async () => {
    expect(await codeOf(withHeader({ typ: "JWT" }))).toBe("not-a-signed-file")
  })
  test("without an id", async () => {
    expect(await codeOf(await office.activation({ id: "1" }, signer))).toBe("not-a-signed-file")
  })
})

test("too large: a document over one MiB", async () => {
  expect(await codeOf(good + " ".repeat(1024 * 1024))).toBe("too-large")
})

describe("bad signature", () => {
  test("any changed byte of header, payload or signature is refused", async () => {
    const parts = flat(good)
    for (const name of ["protected", "payload", "signature"] as const) {
      for (let at = 0; at < parts[name].length - 2; at += 97) {
        const changed = parts[name][at] === "A" ? "B" : "A"
        const text = parts[name].slice(0, at) + changed + parts[name].slice(at + 1)
        expect(await codeOf(JSON.stringify({ ...parts, [name]: text }))).not.toBe("taken")
      }
    }
  })
  test("the payload of another file", async () => {
    const other = flat(await office.activation({ mode: "cloud-connected" }, signer))
    expect(await codeOf(JSON.stringify({ ...flat(good), payload: other.payload }))).toBe("bad-signature")
  })
  test("algorithm none, with and without a signature", async () => {
    const header = coded({ ...headerOf(good), alg: "none" })
    expect(await codeOf(JSON.stringify({ ...flat(good), protected: header }))).toBe("bad-signature")
    expect(await codeOf(JSON.stringify({ ...flat(good), protected: header, signature: "" }))).toBe("bad-signature")
  })
  test("HMAC with the public key as its secret", async () => {
    const secret = createPublicKey(signer.key).export({ format: "pem", type: "spki" })
    const header = coded({ ...headerOf(good), alg: "HS256" })
    const { payload } = flat(good)
    const signature = createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url")
    expect(await codeOf(JSON.stringify({ protected: header, payload, signature }))).toBe("bad-signature")
  })
  test("the algorithm of another kind of key", async () => {
    const header = coded({ ...headerOf(good), alg: "RS256" })
    expect(await codeOf(JSON.stringify({ ...flat(good), protected: header }))).toBe("bad-signature")
  })
  test("unknown critical header, and content that is not encoded", async () => {
    expect(await codeOf(withHeader({ crit: ["exp"], exp: 1 }))).toBe("bad-signature")
    expect(await codeOf(withHeader({ crit: ["b64"], b64: true }))).toBe("bad-signature")
    expect(await codeOf(withHeader({ b64: false }))).toBe("bad-signature")
  })
  test("a key in the header does not count", async () => {
    const stranger = await office.signer()
    const jwk = createPublicKey(stranger.key).export({ format: "jwk" })
    const parts = flat(await office.activation({}, stranger))
    const header = { ...headerOf(good), jwk }
    expect(await codeOf(JSON.stringify({ ...parts, protected: coded(header) }))).toBe("bad-signature")
  })
})

describe("untrusted issuer", () => {
  test("another root", async () => {
    const stranger = await TestAuthority.make()
    expect(await codeOf(await stranger.activation())).toBe("untrusted-issuer")
  })
  test("another root of the same name that brings itself along", async () => {
    const stranger = await TestAuthority.make()
    const parts = flat(await stranger.activation())
    expect(await codeOf(JSON.stringify(parts))).toBe("untrusted-issuer")
    const own = await stranger.signer()
    const document = await signFile(activationPayload(), own)
    const x5c = [...derOfPem(own.certificates), ...derOfPem(stranger.root)].map((der) => der.toString("base64"))
    const compact = jws.sign({
      header: { alg: "ES256", typ: "plantwarden+jws", x5c } as never,
      payload: Buffer.from(flat(document).payload, "base64url").toString(),
      privateKey: own.key as never,
    })
    const [header, payload, signature] = compact.split(".")
    expect(await codeOf(JSON.stringify({ protected: header, payload, signature }))).toBe("untrusted-issuer")
  })
  test.each([
    ["without our extended key usage", { purposes: [] }],
    ["for web servers", { purposes: ["1.3.6.1.5.5.7.3.1"] }],
    ["for another kind of file", { purposes: [signingPurposes.recovery] }],
    ["without digitalSignature", { digitalSignature: false }],
    ["of an issuer", { authority: true }],
    ["from an issuer that may issue nothing", { through: { authority: false } }],
  ])("a certificate %s", async (_, more) => {
    expect(await codeOf(await office.activation({}, await office.signer(more)))).toBe("untrusted-issuer")
  })
  test("no certificate, too many, or none that can be read", async () => {
    for (const x5c of [undefined, [], ["AAAA"], [5], Array.from({ length: 6 }, () => "AAAA")])
      expect(await codeOf(withHeader({ x5c }))).toBe("untrusted-issuer")
  })
  test("a revoked signing certificate, and a revoked issuer", async () => {
    const through = await office.signer({ through: {} })
    const document = await office.activation({}, through)
    for (const der of derOfPem(through.certificates)) {
      const trust = { ...office.trust, revoked: new Set([certificateMark(readCertificate(der))]) }
      expect(await codeOf(document, "activation", trust)).toBe("untrusted-issuer")
    }
    expect(await codeOf(document)).toBe("taken")
  })
})

describe("issuer expired", () => {
  test.each([
    ["after its end", { until: new Date("2026-11-22T11:59:00Z") }],
    ["before its beginning", { from: new Date("2026-11-22T12:01:00Z") }],
    ["when the issuer above had ended", { through: { until: new Date("2026-11-01") } }],
  ])("issued %s", async (_, more) => {
    expect(await codeOf(await office.activation({}, await office.signer(more)))).toBe("issuer-expired")
  })
  test("a stranger whose certificate has ended is called a stranger", async () => {
    const stranger = await TestAuthority.make()
    const document = await stranger.activation({}, await stranger.signer({ until: new Date("2026-02-01") }))
    expect(await codeOf(document)).toBe("untrusted-issuer")
  })
})

test("wrong kind: a recovery file where an activation is wanted, and the other way round", async () => {
  expect(await codeOf(await office.recovery({}))).toBe("wrong-kind")
  expect(await codeOf(good, "recovery")).toBe("wrong-kind")
  expect(await codeOf(await office.activation({ kind: "coffee" }, signer))).toBe("wrong-kind")
})

test("newer format", async () => {
  expect(await codeOf(await office.activation({ format: 2 }, signer))).toBe("newer-format")
})

describe("other programs agree", () => {
  test.each(["P-256", "RSA"] as KeyKind[])("the jws library verifies a file with a %s key", async (keys) => {
    const document = flat(await office.activation({}, await office.signer({ keys })))
    const header = JSON.parse(Buffer.from(document.protected, "base64url").toString())
    const key = new X509Certificate(Buffer.from(header.x5c[0], "base64")).publicKey.export({
      format: "pem",
      type: "spki",
    })
    const compact = `${document.protected}.${document.payload}.${document.signature}`
    expect(jws.verify(compact, header.alg, key.toString())).toBe(true)
    const changed = `${document.protected}.${document.payload.slice(0, -4)}AAAA.${document.signature}`
    expect(jws.verify(changed, header.alg, key.toString())).toBe(false)
  })
  test.skipIf(!hasOpenssl)(`openssl verifies the chain${hasOpenssl ? "" : " (not run: no openssl)"}`, async () => {
    const through = await office.signer({ through: {} })
    const [leaf, between] = through.certificates.match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----\n/g)!
    const files = { root: office.root, between: between!, leaf: leaf }
    for (const [name, pem] of Object.entries(files)) writeFileSync(join(folder, name), pem)
    const say = execFileSync(
      "openssl",
      ["verify", "-x509_strict", "-CAfile", "root", "-untrusted", "between", "leaf"],
      { cwd: folder, encoding: "utf8" },
    )
    expect(say).toBe("leaf: OK\n")
  })
  test.skipIf(!hasOpenssl)(
    `a chain of Ed25519 by openssl is taken${hasOpenssl ? "" : " (not run: no openssl)"}`,
    async () => {
      const run = (...words: string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "pipe" })
      writeFileSync(
        join(folder, "ext"),
        `basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${signingPurposes.activation}\n`,
      )
      run(
        "req",
        "-x509",
        "-newkey",
        "ed25519",
        "-nodes",
        "-keyout",
        "ek",
        "-out",
        "er",
        "-subj",
        "/CN=Ed root",
        "-days",
        "9",
      )
      run("req", "-new", "-newkey", "ed25519", "-nodes", "-keyout", "lk", "-out", "lr", "-subj", "/CN=Ed signer")
      run("x509", "-req", "-in", "lr", "-CA", "er", "-CAkey", "ek", "-days", "8", "-extfile", "ext", "-out", "lc")
      const read = (name: string) => execFileSync("cat", [name], { cwd: folder, encoding: "utf8" })
      const ed = signerFromPem({ certificates: read("lc"), key: read("lk") })
      const issuedAt = iso(Date.now() * 1000 + 60_000_000)
      const trust = { roots: read("er"), revoked: new Set<string>() }
      const document = await signFile(activationPayload({ issuedAt }), ed)
      expect(await codeOf(document, "activation", trust)).toBe("taken")
      const parts = flat(document)
      const broken = `${parts.signature.slice(0, 5)}${parts.signature[5] === "A" ? "B" : "A"}${parts.signature.slice(6)}`
      expect(await codeOf(JSON.stringify({ ...parts, signature: broken }), "activation", trust)).toBe("bad-signature")
      expect(await codeOf(document)).toBe("untrusted-issuer")
    },
  )
})

describe("the root of trust of a build", () => {
  test("the development root, unless the build names another", () => {
    expect(rootOfTrust({}).development).not.toBeNull()
    expect(builtInRootOfTrust().roots).toBe(rootOfTrust({}).roots)
    expect(builtInRootOfTrust().development?.name).toContain("DEVELOPMENT")
  })
  test("what the development authority signs is taken for its kind only", async () => {
    const { development, roots } = builtInRootOfTrust()
    const trust = { roots, revoked: new Set<string>() }
    const document = await signFile(activationPayload(), signerFromPem(development!.activation))
    expect(await codeOf(document, "activation", trust)).toBe("taken")
    const wrong = await signFile(activationPayload(), signerFromPem(development!.recovery))
    expect(await codeOf(wrong, "activation", trust)).toBe("untrusted-issuer")
    expect(await codeOf(document)).toBe("untrusted-issuer")
  })
  test("a folder of one's own brings no development keys; a production build refuses the development root", () => {
    const { roots, licenceKey } = office.rootOfTrust
    writeFileSync(join(folder, "root.pem"), roots)
    writeFileSync(join(folder, "licence-key.pem"), licenceKey)
    const own = { PLANTWARDEN_ROOT_OF_TRUST: folder }
    expect(rootOfTrust(own)).toEqual({ roots, licenceKey, development: null })
    expect(rootOfTrust({ ...own, PLANTWARDEN_PRODUCTION: "1" }).development).toBeNull()
    expect(() => rootOfTrust({ PLANTWARDEN_PRODUCTION: "1" })).toThrow("production build")
    writeFileSync(join(folder, "root.pem"), roots + builtInRootOfTrust().roots)
    expect(() => rootOfTrust({ ...own, PLANTWARDEN_PRODUCTION: "1" })).toThrow("production build")
  })
})
