/** The capture program: found, asked without a shell, and its words understood. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { lacksRight, noRight, noTool, systemKind } from "../../electron/capture/capture-obstacle.ts"
import { CaptureReport } from "../../electron/capture/capture-report.ts"
import {
  filterArguments,
  findCaptureTool,
  isInterfaceName,
  pipeArguments,
  ringArguments,
  versionIn,
} from "../../electron/capture/capture-tool.ts"
import type { CaptureTool } from "../../electron/capture/capture-tool.ts"
import { checkFilter } from "../../electron/capture/check-filter.ts"
import { runProgram } from "../../electron/capture/run-program.ts"
import type { Said } from "../../electron/capture/run-program.ts"
import { captureFilters } from "../../shared/setup/capture-filters.ts"
import { freshFolder, removeFolder } from "./site-in-a-folder.ts"

const folder = freshFolder()
afterAll(() => removeFolder(folder))

const dumpcap: CaptureTool = { name: "dumpcap", version: "4.0.17", path: "/usr/bin/dumpcap" }
const tcpdump: CaptureTool = { name: "tcpdump", version: "4.99.3", path: "/usr/bin/tcpdump" }
const says = (said: Partial<Said>) => async (): Promise<Said> => ({ code: 0, out: "", error: "", ...said })

function program(place: string, name: string): string {
  mkdirSync(join(folder, place), { recursive: true })
  const path = join(folder, place, name)
  writeFileSync(path, "#!/bin/sh\necho Dumpcap 9.8.7\n")
  chmodSync(path, 0o755)
  return path
}

describe("finding it", () => {
  const platform = "aix" // none of the usual folders
  const run = says({ out: "Dumpcap (Wireshark) 4.0.17 (Git v4.0.17)\n" })

  test("dumpcap goes before tcpdump, wherever in PATH", async () => {
    program("first", "tcpdump")
    const path = program("second", "dumpcap")
    const env = { PATH: `${join(folder, "first")}:${join(folder, "second")}` }
    expect(await findCaptureTool({ env, platform, run })).toEqual({ name: "dumpcap", version: "4.0.17", path })
  })

  test("a test can force one, by name, by path, or none", async () => {
    const path = program("first", "tcpdump")
    const PATH = `${join(folder, "first")}:${join(folder, "second")}`
    const forced = (PLANTWARDEN_CAPTURE_TOOL: string) =>
      findCaptureTool({ env: { PATH, PLANTWARDEN_CAPTURE_TOOL }, platform, run })
    expect(await forced("tcpdump")).toMatchObject({ name: "tcpdump", path })
    expect(await forced(path)).toMatchObject({ name: "tcpdump", path })
    expect(await forced("none")).toBeNull()
  })

  test("versions are read from what both say", () => {
    expect(versionIn("tcpdump version 4.99.3\nlibpcap version 1.10.3")).toBe("4.99.3")
    expect(versionIn("Dumpcap (Wireshark) 4.0.17 (Git v4.0.17 packaged as 4.0.17-0+deb12u3).")).toBe("4.0.17")
    expect(versionIn("")).toBe("unknown")
  })
})

test("a filter or a name that looks like an option stays a value", () => {
  const wanted = { interface: "eth0", filter: "-w /etc/passwd" }
  expect(filterArguments(dumpcap, wanted)).toEqual(["-d", "-i", "eth0", "-f", "-w /etc/passwd"])
  expect(filterArguments(tcpdump, wanted)).toEqual(["-d", "-i", "eth0", "--", "-w /etc/passwd"])
  expect(pipeArguments(tcpdump, wanted).slice(-2)).toEqual(["--", "-w /etc/passwd"])
  expect(ringArguments(dumpcap, wanted, "/ring/run.pcapng", 4e6)).toContain("filesize:4000")
  expect(ringArguments(tcpdump, wanted, "/ring/run.pcap", 4e6).join(" ")).toContain("-C 4 -w /ring/run.pcap")
  for (const name of ["-", "--help", "-w", "TCP@10.0.0.1", "rpcap://10.0.0.1/eth0", "/tmp/pipe", "", "a\nb"])
    expect(isInterfaceName(name), name).toBe(false)
  for (const name of ["eth0", "enp3s0.100", "\\Device\\NPF_{4D36E972}", "Ethernet 2", "br-lan"])
    expect(isInterfaceName(name), name).toBe(true)
})

describe("what it says while it works", () => {
  test("dumpcap: counts over each other in one line, closing figures at the end", () => {
    const counts: number[] = []
    const report = new CaptureReport(() => counts.push(report.packets))
    report.hear("Capturing on 'eth1'\nFile: /ring/run-000001_00001_20261122133930.pcapng\n\rPackets: 42")
    expect(report.listening).toBe(true)
    report.hear("57 \rPackets: 9257 \rPackets: 10409 ")
    expect([report.packets, counts]).toEqual([10_409, [0, 4257, 9257, 10_409]])
    report.hear("\rPackets captured: 10412\nPackets received/dropped on interface 'eth1': 10412/7 (pcap:7/dumpcap:0")
    report.hear("/flushed:0/ps_ifdrop:0) (99.9%)\n")
    report.end()
    expect(report).toMatchObject({ packets: 10_412, closing: { received: 10_412, dropped: 7 }, complaint: "" })
  })

  test("dumpcap: its complaint is kept, its advice is not", () => {
    const report = new CaptureReport()
    report.hear(
      "Capturing on 'eth1'\ndumpcap: The network adapter \"eth1\" is no longer attached; the capture has stopped.\n",
    )
    expect(report.complaint).toBe('The network adapter "eth1" is no longer attached; the capture has stopped.')
  })

  test("tcpdump: figures when asked, and when it ends", () => {
    const report = new CaptureReport()
    report.hear("tcpdump: listening on eth1, link-type EN10MB (Ethernet), snapshot length 262144 bytes\n")
    report.hear("tcpdump: 31397 packets captured, 32582 packets received by filter, 3 packets dropped by kernel\n")
    expect(report).toMatchObject({ listening: true, packets: 31_397, dropped: 3, closing: null })
    report.hear("32582 packets captured\n32585 packets received by filter\n3 packets dropped by kernel\n")
    expect(report).toMatchObject({ packets: 32_582, closing: { received: 32_582, dropped: 3 }, complaint: "" })
  })
})

describe("a filter that is not valid is told in plain words", () => {
  const refused = (error: string, tool = dumpcap) => checkFilter(tool, "eth0", "x", says({ error }))
  const invalid = (reason: string) =>
    `Capturing on 'eth0'\ndumpcap: Invalid capture filter "x" for interface 'eth0'.\n\nThat string isn't a valid capture filter (${reason}).\nSee the User's Guide for a description of the capture filter syntax.\n`

  test.each([
    [invalid("can't parse filter expression: syntax error"), "can't be understood in this order"],
    [invalid("unknown host 'plc'"), "“plc” is no known host. Write its IP address."],
    [invalid("unknown port 'modbus'"), "“modbus” is no known port. Write its number."],
    [invalid("expression rejects all packets"), "No packet can ever match it"],
    ["tcpdump: can't parse filter expression: syntax error", "can't be understood in this order"],
    [invalid("something new"), "The capture program says: something new."],
  ])("%s", async (error, words) => {
    const { valid, sentence } = await refused(error)
    expect([valid, sentence]).toEqual([false, expect.stringContaining(words)])
  })

  test("a missing right is not the filter's fault", async () => {
    const { sentence } = await refused('dumpcap: You do not have permission to capture on device "eth0".')
    expect(sentence).toContain("may not capture as this user")
  })

  test("a program of the filter means that it is valid", async () => {
    expect(await checkFilter(dumpcap, "eth0", "arp", says({ out: "(000) ldh      [12]\n" }))).toMatchObject({
      valid: true,
    })
  })
})

test("every system has its own steps", () => {
  expect(systemKind("linux", "ID=ubuntu\nID_LIKE=debian\n")).toBe("debian")
  expect(systemKind("linux", "ID=fedora\n")).toBe("linux")
  expect(systemKind("darwin", "")).toBe("macos")
  expect(noTool("debian").steps.join()).toContain("apt install wireshark-common")
  expect(noRight("debian", dumpcap).steps.join()).toMatch(
    /dpkg-reconfigure wireshark-common.*usermod -aG wireshark.*setcap/,
  )
  expect(noRight("linux", tcpdump).steps.join()).toContain("setcap cap_net_raw,cap_net_admin=eip /usr/bin/tcpdump")
  expect(noRight("macos", tcpdump).steps.join()).toContain("ChmodBPF")
  expect(noTool("windows").steps.join()).toContain("Npcap")
  expect(lacksRight("tcpdump: eth0: You don't have permission to perform this capture on that device")).toBe(true)
  expect(lacksRight('dumpcap: There is no device named "nosuch".')).toBe(false)
})

const found = await findCaptureTool({ env: process.env, platform: process.platform, run: runProgram })
const mayTry = found !== null && process.platform === "linux" && process.getuid?.() === 0
const reason = mayTry ? "" : " (not run: needs root on Linux, and dumpcap or tcpdump)"

test.skipIf(!mayTry)(`every preset is a valid filter${reason}`, async () => {
  for (const { title, filter } of captureFilters.filter((one) => one.filter !== ""))
    expect(await checkFilter(found!, "lo", filter, runProgram), title).toMatchObject({ valid: true })
})
