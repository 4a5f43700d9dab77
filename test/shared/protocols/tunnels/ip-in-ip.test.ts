import { expect, test } from "vitest"
import { Reader } from "../../../../shared/bytes/reader.ts"
import { ipInIp } from "../../../../shared/protocols/tunnels/ip-in-ip.ts"
import { Opening } from "../../../../shared/protocols/tunnels/opening.ts"
import { collect, emptyReport } from "../../../make/collect.ts"
import { modbusPacket } from "../../../make/tunnel-frames.ts"

test("there is no header of its own: what is inside begins at once", () => {
  const packet = modbusPacket()
  expect(ipInIp.over).toEqual(["ip:4"])
  expect(ipInIp.probe(packet, 0, packet.length)).toBe(true)
  const reader = new Reader().open(packet, 0, packet.length)
  const found = { ...collect(emptyReport(), [], {} as never, reader), opening: new Opening() }
  ipInIp.read(reader, {} as never, found)
  expect(found.opening).toMatchObject({ as: 0x0800, from: 0, to: packet.length, isOfEnds: true, isNumbered: false })
})
