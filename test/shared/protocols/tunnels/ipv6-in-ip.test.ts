import { expect, test } from "vitest"
import { Reader } from "../../../../shared/bytes/reader.ts"
import { ipv6InIp } from "../../../../shared/protocols/tunnels/ip-in-ip.ts"
import { Opening } from "../../../../shared/protocols/tunnels/opening.ts"
import { collect, emptyReport } from "../../../make/collect.ts"
import { modbusOver6 } from "../../../make/tunnel-frames.ts"

test("there is no header of its own: what is inside begins at once", () => {
  const packet = modbusOver6()
  expect(ipv6InIp.over).toEqual(["ip:41"])
  expect(ipv6InIp.probe(packet, 0, packet.length)).toBe(true)
  const reader = new Reader().open(packet, 0, packet.length)
  const found = { ...collect(emptyReport(), [], {} as never, reader), opening: new Opening() }
  ipv6InIp.read(reader, {} as never, found)
  expect(found.opening).toMatchObject({ as: 0x86dd, from: 0, to: packet.length, isOfEnds: true, isNumbered: false })
})
