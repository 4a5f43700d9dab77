/** What a preview sees in a few bytes of capture: protocols, devices, VLANs, and how much of it is talk between others. */
import { expect, test } from "vitest"
import { CapturePreview } from "../../electron/capture/capture-preview.ts"
import { arpReply, ethernet, ipv4, modbusRequest, modbusResponse, pcap, tcp } from "../make/frames.ts"

const own = "02:00:00:00:00:99"
const client = "00:1d:9c:00:00:01"
const server = "00:a0:f8:00:00:02"

const request = (vlans: readonly number[]) =>
  ethernet(
    { from: client, to: server, vlans },
    ipv4({ from: "10.0.0.1", to: "10.0.0.2" }, tcp({ from: 50_000, to: 502, seq: 1, data: modbusRequest(1) })),
  )
const response = ethernet(
  { from: server, to: client, vlans: [7] },
  ipv4({ from: "10.0.0.2", to: "10.0.0.1" }, tcp({ from: 502, to: 50_000, seq: 1, data: modbusResponse(1) })),
)
const broadcast = ethernet(
  { from: client, to: "ff:ff:ff:ff:ff:ff", type: 0x0806 },
  arpReply(client, "10.0.0.1", client, "10.0.0.1"),
)
const toUs = ethernet({ from: client, to: own, type: 0x0806 }, arpReply(client, "10.0.0.1", own, "10.0.0.9"))

const capture = pcap([request([7]), response, broadcast, toUs].map((frame, n) => ({ time: 1e12 + n * 1000, frame })))

test.each([1, 7, 100, capture.length])("in pieces of %i bytes", (size) => {
  const preview = new CapturePreview(own)
  for (let at = 0; at < capture.length; at += size) preview.feed(capture.subarray(at, at + size))
  const figures = preview.figures()
  expect(figures).toMatchObject({ packets: 4, unicastOfOthers: 2, vlans: [7] })
  expect(figures.protocols["modbus"]).toBe(2)
  expect(figures.devices).toBeGreaterThanOrEqual(2)
})

test("without a packet there is nothing to tell", () => {
  const preview = new CapturePreview("")
  preview.feed(pcap([]))
  expect(preview.figures()).toMatchObject({ packets: 0, devices: 0, vlans: [], protocols: {} })
})
