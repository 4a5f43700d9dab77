import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { openDataKey } from "../../electron/crypto/data-key.ts"
import { sensorCertificate } from "../../electron/crypto/sensor-certificate.ts"
import { drawSerialNumber } from "../../electron/crypto/serial-number.ts"

const folder = mkdtempSync(join(tmpdir(), "plantwarden-certificate-"))
afterAll(() => rmSync(folder, { recursive: true }))
const sealer = openDataKey(folder)
const now = Date.now()
const hosts = ["localhost", "127.0.0.1"]

test("openssl reads what is made: names, addresses, at most 825 days, for servers", async () => {
  await sensorCertificate({ folder, sealer }, hosts, now)
  const text = execFileSync("openssl", ["x509", "-in", join(folder, "sensor-certificate.pem"), "-noout", "-text"], {
    encoding: "utf8",
  })
  expect(text).toMatch(/DNS:localhost, IP Address:127\.0\.0\.1/)
  expect(text).toMatch(/TLS Web Server Authentication/)
  expect(text).toMatch(/sha256WithRSAEncryption/)
  const check = (days: number) =>
    execFileSync(
      "openssl",
      ["x509", "-in", join(folder, "sensor-certificate.pem"), "-noout", "-checkend", String(days * 86_400)],
      { encoding: "utf8" },
    )
  expect(check(823)).toMatch(/will not expire/)
  expect(() => check(826)).toThrow()
  expect(statSync(join(folder, "sensor-key.sealed")).mode & 0o077).toBe(0)
  expect(readFileSync(join(folder, "sensor-key.sealed"), "utf8")).not.toMatch(/PRIVATE KEY/)
})

test("it stays the same from start to start, and is made anew for another name", async () => {
  const first = await sensorCertificate({ folder, sealer }, hosts, now)
  expect(await sensorCertificate({ folder, sealer }, hosts, now)).toEqual(first)
  expect(await sensorCertificate({ folder, sealer }, [...hosts, "plant.example"], now)).not.toEqual(first)
})

test("a damaged one is kept aside and replaced", async () => {
  writeFileSync(join(folder, "sensor-certificate.pem"), "-----BEGIN CERTIFICATE-----\nnothing\n")
  const made = await sensorCertificate({ folder, sealer }, hosts, now)
  expect(made.certificate).toMatch(/BEGIN CERTIFICATE/)
  expect(readdirSync(folder).filter((name) => name.includes(".damaged-"))).toHaveLength(2)
})

test("a key that lies in the open, as sites of before had it, is sealed and the open copy goes", async () => {
  const older = mkdtempSync(join(tmpdir(), "plantwarden-certificate-"))
  const made = await sensorCertificate({ folder: older, sealer: openDataKey(older) }, hosts, now)
  rmSync(join(older, "sensor-key.sealed"))
  writeFileSync(join(older, "sensor-key.pem"), made.key)
  expect(await sensorCertificate({ folder: older, sealer: openDataKey(older) }, hosts, now)).toEqual(made)
  expect(existsSync(join(older, "sensor-key.pem"))).toBe(false)
  rmSync(older, { recursive: true })
})

test("the serial number is in its shortest form, whatever was drawn: openssl refuses two leading zeros", () => {
  for (const first of [0x00, 0x3f, 0x40, 0x7f, 0x80, 0xff]) {
    const serial = drawSerialNumber((length) => Buffer.alloc(length).fill(first, 0, 1))
    expect(serial).toHaveLength(16)
    expect(serial[0]).toBeGreaterThanOrEqual(0x40)
    expect(serial[0]).toBeLessThan(0x80)
  }
})
