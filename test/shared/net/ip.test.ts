import fc from "fast-check"
import { expect, test } from "vitest"
import { addressKind, ipv4Number, ipv4Text, ipv6Text, normalIpv6 } from "../../../shared/net/ip.ts"

const word = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.integer({ min: 0, max: 0xffff }),
)

test("IPv6 addresses are written as everybody else writes them (RFC 5952)", () => {
  fc.assert(
    fc.property(word, word, word, word, (a, b, c, d) => {
      const mapped = a === 0 && b === 0 && c >>> 0 === 0xffff
      fc.pre(!mapped) // written with a dotted tail, which the standard URL class does not do
      const groups = [a, b, c, d].flatMap((w) => [(w >>> 16).toString(16), (w & 0xffff).toString(16)])
      expect(`[${ipv6Text(a, b, c, d)}]`).toBe(new URL(`http://[${groups.join(":")}]`).hostname)
    }),
    { seed: 7, numRuns: 2000 },
  )
})

test("IPv4 addresses survive being numbers", () => {
  const survives = fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
    expect(ipv4Number(ipv4Text(value | 0))).toBe(value)
  })
  fc.assert(survives, { seed: 7 })
  for (const wrong of ["", "1.2.3", "1.2.3.256", "1.2.3.4.5", "a.b.c.d"]) expect(ipv4Number(wrong)).toBe(-1)
})

test.each([
  ["10.1.2.3", "private"],
  ["172.31.255.255", "private"],
  ["172.32.0.0", "public"],
  ["192.168.0.1", "private"],
  ["100.64.0.1", "private"],
  ["169.254.3.4", "local"],
  ["224.0.0.1", "group"],
  ["255.255.255.255", "group"],
  ["0.0.0.0", "none"],
  ["127.0.0.1", "none"],
  ["8.8.8.8", "public"],
  ["fe80::1", "local"],
  ["fd12::1", "private"],
  ["ff02::fb", "group"],
  ["::", "none"],
  ["2606:4700::1111", "public"],
])("%s is %s", (address, kind) => expect(addressKind(address)).toBe(kind))

test.each([
  ["2001:DB8:0:0::7", "2001:db8::7"],
  ["::", "::"],
  ["::1", "::1"],
  ["fe80::1:2:3:4", "fe80::1:2:3:4"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
  ["::ffff:10.0.0.1", "::ffff:10.0.0.1"],
  ["1:2:3:4:5:6:7", ""],
  ["1:2:3:4:5:6:7:8:9", ""],
  ["1::2::3", ""],
  ["1:2:3:4:5:6:7::8", ""],
  ["12345::", ""],
  ["::g", ""],
  [":1", ""],
  ["", ""],
])("the normal form of %s is %s", (text, normal) => {
  expect(normalIpv6(text)).toBe(normal)
})
