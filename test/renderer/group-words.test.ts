import { expect, test } from "vitest"
import { groupWords } from "../../renderer/pages/alerts/group-words.ts"

test("addresses of everyone and of groups are told in words, those of devices are not", () => {
  for (const address of ["ff:ff:ff:ff:ff:ff", "255.255.255.255", "ff02::1"])
    expect(groupWords(address)).toBe("Everyone on this network")
  for (const address of ["01:0e:cf:00:00:00", "224.0.1.84", "ff02::fb"])
    expect(groupWords(address)).toBe("A group of devices")
  for (const address of ["", "00:0e:cf:00:00:01", "10.0.0.1", "fe80::1"]) expect(groupWords(address)).toBe("")
})
