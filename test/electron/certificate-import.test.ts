/** Certificates as openssl makes them, of every kind: what is accepted, and each refusal by its name. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { X509Certificate } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { commonNameOf } from "../../electron/crypto/certificate-facts.ts"
import { checkCertificate } from "../../electron/crypto/certificate-import.ts"
import type { BroughtCertificate } from "../../electron/crypto/certificate-import.ts"
import { CertificateRefused } from "../../electron/crypto/certificate-refused.ts"
import { listFetcher } from "../../electron/crypto/revocation.ts"
import type { HttpProxy } from "../../electron/crypto/revocation.ts"
import { OpensslAuthority, ec, hasOpenssl, openssl } from "../make/openssl-authority.ts"
import type { Issued } from "../make/openssl-authority.ts"

const there = hasOpenssl()

describe.skipIf(!there)(`certificates of an authority${there ? "" : ": not run, no openssl"}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "plantwarden-authority-"))
  let server: Server
  let address: string
  let served: Uint8Array | null = null
  let asked: string[] = []
  let proxyUser = ""
  let root: OpensslAuthority
  let issuing: OpensslAuthority
  let withList: OpensslAuthority
  let good: Issued

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? "")
      proxyUser = request.headers["proxy-authorization"] ?? ""
      if (served === null) return void response.writeHead(404).end()
      response.end(served)
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/plant.crl`
    root = new OpensslAuthority(folder, "Plant Root", null)
    issuing = new OpensslAuthority(folder, "Plant Issuing", root)
    withList = new OpensslAuthority(folder, "Plant Listing", root, address)
    good = issuing.issue({ name: "good" })
  })
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })

  const bytes = (...paths: readonly string[]): Uint8Array => Buffer.concat(paths.map((path) => readFileSync(path)))
  const brought = (issued: Issued, more: Partial<BroughtCertificate> = {}): BroughtCertificate => ({
    certificate: bytes(issued.crt),
    key: bytes(issued.key),
    chain: bytes(issuing.crt, root.crt),
    passphrase: "",
    crls: [],
    withoutRevocationCheck: false,
    ...more,
  })
  const check = (what: BroughtCertificate, proxy: HttpProxy = null) =>
    checkCertificate(what, {
      fetch: listFetcher(() => proxy),
      authorities: [],
      names: ["sensor-3.plant.example", "localhost"],
      now: Date.now(),
    })
  const refusal = async (what: BroughtCertificate): Promise<string> => {
    try {
      await check(what)
      return "accepted"
    } catch (error) {
      if (!(error instanceof CertificateRefused)) throw error
      expect(error.message.length).toBeGreaterThan(20)
      expect(error.remedy.length).toBeGreaterThan(20)
      return error.check
    }
  }
  const converted = (name: string, ...words: readonly string[]): string => {
    const path = join(folder, name)
    openssl(...words, "-out", path)
    return path
  }

  test("a certificate with its chain is accepted, and what is worth knowing is noted", async () => {
    const { chain, notes } = await check(brought(good))
    expect(chain.map(commonNameOf)).toEqual(["Plant Issuing", "Plant Root"])
    expect(notes).toEqual([
      "No revocation list is named in sensor-3.plant.example and Plant Issuing: whether it was revoked can't be asked.",
      "Its root Plant Root came with it and is not among the trusted authorities of this sensor.",
    ])
  })

  test("the chain may come in any order, with bag attributes, beside the certificate itself, or not at all", async () => {
    const noise = Buffer.from("Bag Attributes\n    localKeyID: 01\nsubject=whatever\n")
    const mixed = Buffer.concat([bytes(root.crt), noise, bytes(good.crt), bytes(issuing.crt)])
    expect((await check(brought(good, { chain: mixed }))).chain).toHaveLength(2)
    expect(
      (await check(brought(good, { certificate: bytes(good.crt, issuing.crt, root.crt), chain: null }))).chain,
    ).toHaveLength(2)
    const alone = await check(brought(good, { chain: null }))
    expect(alone.chain).toHaveLength(0)
    expect(alone.notes.join(" ")).toMatch(/chain is not complete/)
    const rootFirst = await check(brought(good, { certificate: bytes(root.crt, issuing.crt, good.crt), chain: null }))
    expect([rootFirst.certificate, ...rootFirst.chain].map(commonNameOf)).toEqual([
      ...["sensor-3.plant.example", "Plant Issuing", "Plant Root"],
    ])
  })

  test("an authority that was renewed with its key counts by the certificate that is still valid", async () => {
    const { crt: expired } = root.issue({
      name: "issuing before",
      subject: "/O=Test plant/CN=Plant Issuing",
      newKey: ["-key", issuing.key],
      extensions: ["basicConstraints = critical,CA:true", "keyUsage = critical,keyCertSign,cRLSign"],
      ...{ from: "20200101000000Z", to: "20210101000000Z" },
    })
    expect(await refusal(brought(good, { chain: bytes(expired, issuing.crt, root.crt) }))).toBe("accepted")
    expect(await refusal(brought(good, { chain: bytes(expired, root.crt) }))).toBe("expired")
  })

  const keyForms: readonly (readonly [string, readonly string[] | null, readonly string[], string])[] = [
    ["RSA, PKCS#1 PEM", null, ["rsa", "-traditional", "-in", "KEY"], ""],
    [
      "RSA, PKCS#1 PEM, encrypted",
      null,
      ["rsa", "-traditional", "-aes256", "-passout", "pass:Öl & Wasser", "-in", "KEY"],
      "Öl & Wasser",
    ],
    ["RSA, PKCS#1 DER", null, ["rsa", "-traditional", "-outform", "DER", "-in", "KEY"], ""],
    ["RSA, PKCS#8 DER", null, ["pkcs8", "-topk8", "-nocrypt", "-outform", "DER", "-in", "KEY"], ""],
    [
      "RSA, PKCS#8 PEM, encrypted",
      null,
      ["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "pass:secret", "-in", "KEY"],
      "secret",
    ],
    [
      "RSA, PKCS#8 DER, encrypted",
      null,
      ["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-outform", "DER", "-passout", "pass:secret", "-in", "KEY"],
      "secret",
    ],
    [
      "RSA, PKCS#8 DER, encrypted as in PKCS#12",
      null,
      ["pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES", "-outform", "DER", "-passout", "pass:secret", "-in", "KEY"],
      "secret",
    ],
    [
      "RSA, PKCS#8 PEM, scrypt",
      null,
      ["pkcs8", "-topk8", "-scrypt", "-passout", "pass:secret", "-in", "KEY"],
      "secret",
    ],
    ["EC, SEC1 PEM", ec, ["ec", "-in", "KEY"], ""],
    ["EC, SEC1 PEM, encrypted", ec, ["ec", "-aes128", "-passout", "pass:secret", "-in", "KEY"], "secret"],
    ["EC, SEC1 DER", ec, ["ec", "-outform", "DER", "-in", "KEY"], ""],
    ["EC, PKCS#8 PEM", ec, ["pkcs8", "-topk8", "-nocrypt", "-in", "KEY"], ""],
  ]
  test.each(keyForms)("a key as %s, with a certificate in PEM and in DER", async (form, newKey, words, passphrase) => {
    const name = form.replaceAll(/[^A-Za-z0-9]/g, "-")
    const issued = newKey === null ? good : issuing.issue({ name, newKey })
    const key = readFileSync(converted(`${name}.key`, ...words.map((word) => (word === "KEY" ? issued.key : word))))
    const certificate = readFileSync(converted(`${name}.der`, "x509", "-outform", "DER", "-in", issued.crt))
    const { key: read } = await check(brought(issued, { key, certificate, passphrase }))
    expect(new X509Certificate(certificate).checkPrivateKey(read)).toBe(true)
    if (passphrase === "") return
    expect(await refusal(brought(issued, { key, passphrase: "wrong" }))).toBe("passphrase-wrong")
    expect(await refusal(brought(issued, { key, passphrase: "" }))).toBe("passphrase-wrong")
  })

  test("a key of another certificate, no key, and a text are refused", async () => {
    const other = issuing.issue({ name: "other" })
    expect(await refusal(brought(good, { key: bytes(other.key) }))).toBe("key-does-not-match")
    expect(await refusal(brought(good, { key: bytes(good.crt) }))).toBe("key-does-not-match")
    expect(await refusal(brought(good, { key: Buffer.from("hello") }))).toBe("key-does-not-match")
    expect(await refusal(brought(good, { certificate: Buffer.from("hello") }))).toBe("not-a-certificate")
    expect(await refusal(brought(good, { certificate: bytes(good.key) }))).toBe("not-a-certificate")
    expect(await refusal(brought(good, { chain: Buffer.from("hello") }))).toBe("not-a-certificate")
  })

  test("a chain of somebody else, a forged one of the same name, and an issuer that is no authority are refused", async () => {
    const forgedRoot = new OpensslAuthority(join(folder, "forged"), "Plant Root", null)
    const forged = new OpensslAuthority(join(folder, "forged"), "Plant Issuing", forgedRoot)
    expect(await refusal(brought(good, { chain: bytes(forged.crt, forgedRoot.crt) }))).toBe("chain-broken")
    const plain = issuing.issue({
      name: "not an authority",
      subject: "/CN=Plain",
      extensions: ["basicConstraints = CA:false"],
    })
    const impostor = new OpensslAuthority(folder, "Impostor", null)
    writeFileSync(impostor.crt, readFileSync(plain.crt))
    writeFileSync(impostor.key, readFileSync(plain.key))
    const below = impostor.issue({ name: "below" })
    expect(await refusal(brought(below, { chain: bytes(impostor.crt, issuing.crt, root.crt) }))).toBe("chain-broken")
  })

  test("dates: expired, not yet valid, and an expired issuer", async () => {
    expect(await refusal(brought(issuing.issue({ name: "old", from: "20200101000000Z", to: "20210101000000Z" })))).toBe(
      "expired",
    )
    expect(
      await refusal(brought(issuing.issue({ name: "early", from: "20900101000000Z", to: "20910101000000Z" }))),
    ).toBe("not-yet-valid")
  })

  test("weak keys and weak signatures", async () => {
    const small = issuing.issue({ name: "small", newKey: ["-newkey", "rsa:1024"] })
    expect(await refusal(brought(small))).toBe("weak-key")
    const curve = issuing.issue({ name: "curve", newKey: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp224r1"] })
    expect(await refusal(brought(curve))).toBe("weak-key")
    expect(await refusal(brought(issuing.issue({ name: "sha1", digest: "sha1" })))).toBe("weak-signature")
    expect(await refusal(brought(issuing.issue({ name: "md5", digest: "md5" })))).toBe("weak-signature")
  })

  test("names: wildcards, none, and those that do not lead here", async () => {
    const wild = issuing.issue({ name: "wild", extensions: ["subjectAltName = DNS:*.plant.example"] })
    expect(await refusal(brought(wild))).toBe("wildcard")
    const common = issuing.issue({
      name: "wild-cn",
      subject: "/CN=*.plant.example",
      extensions: ["basicConstraints = CA:false"],
    })
    expect(await refusal(brought(common))).toBe("wildcard")
    const nameless = issuing.issue({
      name: "nameless",
      subject: "/O=Test plant",
      extensions: ["basicConstraints = CA:false"],
    })
    expect(await refusal(brought(nameless))).toBe("name-missing")
    const elsewhere = issuing.issue({ name: "elsewhere", extensions: ["subjectAltName = DNS:other.example"] })
    expect((await check(brought(elsewhere))).notes.join(" ")).toMatch(/names none of the names/)
    const client = issuing.issue({
      name: "client",
      extensions: ["subjectAltName = DNS:a.example", "extendedKeyUsage = clientAuth"],
    })
    expect(await refusal(brought(client))).toBe("not-a-certificate")
  })

  describe("revocation lists", () => {
    const listed = (issued: Issued, more: Partial<BroughtCertificate> = {}) =>
      brought(issued, { chain: bytes(withList.crt, root.crt), ...more })
    const der = (path: string): Uint8Array => openssl("crl", "-in", path, "-outform", "DER")

    test("fetched over http: good, then revoked", async () => {
      const issued = withList.issue({ name: "listed" })
      served = der(withList.list("empty"))
      asked = []
      expect(await refusal(listed(issued))).toBe("accepted")
      expect(asked).toEqual(["/plant.crl"])
      withList.revoke(issued)
      served = der(withList.list("one"))
      expect(await refusal(listed(issued))).toBe("revoked")
      expect(await refusal(listed(issued, { withoutRevocationCheck: true }))).toBe("accepted")
    })

    test("unreachable is tried twice and refused; a list given as a file will do; so will an Admin's choice", async () => {
      const issued = withList.issue({ name: "offline" })
      served = null
      asked = []
      expect(await refusal(listed(issued))).toBe("crl-unreachable")
      expect(asked).toHaveLength(2)
      expect(await refusal(listed(issued, { crls: [bytes(withList.list("file"))] }))).toBe("accepted")
      expect((await check(listed(issued, { withoutRevocationCheck: true }))).notes.join(" ")).toMatch(/not checked/)
      withList.revoke(issued)
      expect(await refusal(listed(issued, { crls: [bytes(withList.list("file2"))] }))).toBe("revoked")
    })

    test("a file with the lists of several authorities counts for each of them", async () => {
      const issued = issuing.issue({ name: "listed among others" })
      issuing.revoke(issued)
      const both = bytes(root.list("root"), issuing.list("issuing"))
      expect(await refusal(brought(issued, { crls: [both] }))).toBe("revoked")
      expect((await check(brought(good, { crls: [both] }))).notes.join(" ")).not.toMatch(/can't be asked/)
    })

    test("a line that breaks in the middle of the list is a list that can't be reached", async () => {
      const cut = createServer((_, response) => {
        response.writeHead(200, { "content-length": "5000" }).write("begin", () => response.destroy())
      })
      await new Promise<void>((resolve) => cut.listen(0, "127.0.0.1", resolve))
      const { port } = cut.address() as AddressInfo
      const broken = new OpensslAuthority(folder, "Plant Broken", root, `http://127.0.0.1:${port}/plant.crl`)
      const issued = broken.issue({ name: "broken" })
      expect(await refusal(brought(issued, { chain: bytes(broken.crt, root.crt) }))).toBe("crl-unreachable")
      cut.close()
    })

    test("an old list, one of another authority, a forged one and no list at all do not count", async () => {
      const issued = withList.issue({ name: "lists" })
      const old = withList.list("old", "-crl_lastupdate", "20200101000000Z", "-crl_nextupdate", "20200201000000Z")
      const forgedRoot = new OpensslAuthority(join(folder, "forged-list"), "Plant Root", null)
      const forged = new OpensslAuthority(join(folder, "forged-list"), "Plant Listing", forgedRoot)
      for (const bad of [der(old), der(issuing.list("other")), der(forged.list("forged")), Buffer.from("no list")]) {
        served = bad
        expect(await refusal(listed(issued))).toBe("crl-unreachable")
      }
      expect(await refusal(listed(issued, { crls: [Buffer.from("no list")] }))).toBe("crl-unreachable")
    })

    test("through the proxy, with its user", async () => {
      const issued = withList.issue({ name: "proxied" })
      served = der(withList.list("proxied"))
      asked = []
      const { port } = server.address() as AddressInfo
      await check(listed(issued), { host: "127.0.0.1", port, user: "plant", password: "geheim" })
      expect(asked).toEqual([address])
      expect(Buffer.from(proxyUser.replace("Basic ", ""), "base64").toString()).toBe("plant:geheim")
    })

    test("a list that may only be asked over https is not asked", async () => {
      const secure = new OpensslAuthority(folder, "Plant Secure", root, "https://127.0.0.1/plant.crl")
      const issued = secure.issue({ name: "secure" })
      expect(await refusal(brought(issued, { chain: bytes(secure.crt, root.crt) }))).toBe("crl-unreachable")
    })
  })
})
