import { expect, test } from "vitest"
import { Reader } from "../../../../shared/bytes/reader.ts"
import { sixToFour } from "../../../../shared/protocols/tunnels/ip-in-ip.ts"
import { Opening } from "../../../../shared/protocols/tunnels/opening.ts"
import { collect, emptyReport } from "../../../make/collect.ts"
import { modbusOver6 } from "../../../make/tunnel-frames.ts"

test("there is no header of its own: what is inside begins at once", () => {
  const packet = modbusOver6("2002 0a00")
  expect(sixToFour.over).toEqual(["ip:41"])
  expect(sixToFour.probe(packet, 0, packet.length)).toBe(true)
  const reader = new Reader().open(packet, 0, packet.length)
  const found = { ...collect(emptyReport(), [], {} as never, reader), opening: new Opening() }
  sixToFour.read(reader, {} as never, found)
  expect(found.opening).toMatchObject({ as: 0x86dd, from: 0, to: packet.length, isOfEnds: false, isNumbered: false })
})

test("other addresses are none of it", () => {
  const packet = modbusOver6()
  expect(sixToFour.probe(packet, 0, packet.length)).toBe(false)
})
