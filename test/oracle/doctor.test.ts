/** What the capture doctor says of real captures whose faults are known. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { examine } from "../../shared/insight/doctor/examine.ts"
import { noFrames } from "../../electron/store/imports.ts"
import { analyseBytes } from "../make/analyse-bytes.ts"
import { health } from "../make/health.ts"

const folder = process.env["PLANTWARDEN_CAPTURES"] ?? ""
if (folder === "") console.log("capture doctor on real traffic: not run, PLANTWARDEN_CAPTURES names no folder")

function examined(name: string) {
  const bytes = readFileSync(join(folder, name))
  const content = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
  const { analysis, accounting, capture } = analyseBytes(new Uint8Array(content))
  const drops = capture.problems.filter(({ code }) => code === "interface-drops").map(({ message }) => message)
  const measured = analysis.health()
  return { measured, ...examine({ health: measured, counted: accounting, drops, isLive: false, now: 1.8e15 }) }
}

/** Checks that must stand in the way, and checks that must not. */
const known: Readonly<
  Record<string, { readonly wrong: Readonly<Record<string, RegExp>>; readonly good: readonly string[] }>
> = {
  "modbus-iti-test-2.pcap": {
    wrong: { copies: /926 of 4,901 frames are copies/ },
    good: ["directions", "cut", "lost"],
  },
  "modbus-agc-wireshark-paketler-3.pcapng": { wrong: { copies: /of 3,189 frames are copies/ }, good: ["directions"] },
  "mixedot-malc-winxp.pcap": { wrong: { copies: /10,839 of 26,069/ }, good: ["directions", "cut"] },
  "s7comm-iti-wincc-s400-production.pcap": { wrong: { lost: /Frames are missing/ }, good: ["copies", "directions"] },
  "http-ppp-4khttprequests.pcap": { wrong: { directions: /one direction only: in 63 of 63/ }, good: ["copies"] },
  "http-ppp-650httpresponses.pcap": { wrong: { directions: /one direction only: in 116 of 116/ }, good: ["copies"] },
  "mqtt-malc-mqtt.pcap": { wrong: { directions: /59 of 61/, copies: /38 of 175/ }, good: ["cut"] },
  "bacnet-iti-test.pcap": { wrong: { cut: /26 of 26 frames are cut: at most 87 bytes/ }, good: ["copies"] },
  "bacnet-icsnpp-example.pcap": { wrong: { cards: /40 of 40 addresses stand behind/ }, good: ["copies"] },
  "goose-iti-sample-file-goose.pcap": {
    wrong: { mirror: /process traffic that is sent to groups/ },
    good: ["copies", "directions"],
  },
  "vpn-malc-openvpn.pcap": { wrong: { tunnels: /OpenVPN/ }, good: ["cut"] },
  "fmt-pcapng-multi-gopk-le-test102.pcapng": { wrong: { lost: /dropped frames/ }, good: [] },
  "s7comm-ppp-ack-data.pcap": { wrong: {}, good: ["copies", "cut"] },
}

test("every check that is asked for is one of the doctor's", () => {
  const ids = examine({ health: health(), counted: noFrames, drops: [], isLive: false, now: 1.8e15 }).checks.map(
    ({ id }) => id,
  )
  const asked = Object.values(known).flatMap(({ wrong, good }) => [...Object.keys(wrong), ...good])
  expect(asked.filter((id) => !ids.includes(id))).toEqual([])
})

const real = (name: string, run: () => void): void => void (folder === "" ? undefined : describe(name, run))
real("the capture doctor on real captures", () => {
  test.each(Object.keys(known))("%s", (name) => {
    const { checks } = examined(name)
    const { wrong, good } = known[name]!
    for (const [id, finding] of Object.entries(wrong)) {
      const check = checks.find((one) => one.id === id)
      expect([id, check?.verdict === "good"]).toEqual([id, false])
      expect(check?.finding).toMatch(finding)
    }
    for (const id of good) expect([id, checks.find((one) => one.id === id)?.verdict]).toEqual([id, "good"])
  })

  test.each(["profinet-pndos-set-attack.pcap", "sv-dina-normal-traffic.pcap", "ethercat-mrh-ics-ethercat-001.pcap"])(
    "%s: a cycle that repeats itself is not taken for copies",
    (name) => expect(examined(name).measured.copies).toBe(0),
  )
})
