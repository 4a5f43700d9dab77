/** `npm run analyze` as other tools call it: the built program, what it prints where, and how it ends. */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import { ethernet, ipv4, modbusRequest, pcap, tcp } from "../make/frames.ts"

const folder = mkdtempSync(join(tmpdir(), "plantwarden-cli-"))
afterAll(() => rmSync(folder, { recursive: true }))

const launcher = fileURLToPath(new URL("../../build/run.mjs", import.meta.url))
const run = (...words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, "analyze", ...words], { encoding: "utf8" })
  return { status, stdout, stderr }
}

const frame = (n: number): Uint8Array =>
  ethernet(
    { from: "00:50:56:00:00:02", to: "00:1d:9c:00:00:01" },
    ipv4({ from: "10.0.0.2", to: "10.0.0.1" }, tcp({ from: 40_000, to: 502, seq: 12 * n, data: modbusRequest(n) })),
  )
const capture = (start: number): Uint8Array => pcap([0, 1, 2].map((n) => ({ time: start + n * 1000, frame: frame(n) })))
const write = (name: string, content: Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const early = write("früh.pcap", capture(1e12))
const late = write("later one.pcap", capture(2e12))

type Document = {
  format: number
  captures: { file: string; packets: number; sha256: string; problems: { code: string }[] }[]
  accounting: { read: number }
  timing?: unknown
}
const parse = (text: string): Document => JSON.parse(text) as Document

test("a capture: the document and nothing else on standard output, exit code 0", () => {
  const { status, stdout } = run(early, "--json")
  expect(status).toBe(0)
  const document = parse(stdout)
  expect(document).toMatchObject({ format: 1, captures: [{ file: early, packets: 3 }], accounting: { read: 3 } })
  expect(document.captures[0]!.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(Object.keys(document)).toEqual([
    "format",
    "captures",
    "accounting",
    "protocols",
    "addresses",
    "vlans",
    "conversations",
    "functions",
    "names",
    "devices",
    "connections",
    "alerts",
    "timing",
  ])
})

test("several captures are one site, in the order of their time, whatever the order of the words", () => {
  const [a, b] = [parse(run(early, late, "--json").stdout), parse(run(late, early, "--json").stdout)]
  delete a.timing
  delete b.timing
  expect(a).toEqual(b)
  expect(a.captures.map((one) => one.file)).toEqual([early, late])
})

test("--each gives one document a line", () => {
  const lines = run("--each", "--json", late, early).stdout.trim().split("\n")
  expect(lines.map((line) => parse(line).captures[0]!.file)).toEqual([late, early])
})

test("for people: a summary with the accounting line", () => {
  const { status, stdout } = run(early)
  expect(status).toBe(0)
  expect(stdout).toMatch(/3 packets read, all accounted for: 100\.0 % decoded/)
})

test("a gzip is read as what is in it", () => {
  const plain = parse(run(early, "--json").stdout)
  const packed = parse(run(write("früh.pcap.gz", gzipSync(capture(1e12))), "--json").stdout)
  expect(packed.accounting).toEqual(plain.accounting)
  expect(packed.captures[0]).toMatchObject({ packets: 3, fileType: "pcap" })
})

test.each([
  ["no file", [], 2, /Use: npm run analyze/],
  ["an unknown option", ["--fast", early], 2, /Unknown option --fast/],
  ["--learn without --alerts", [early, "--learn", late], 2, /--learn goes with --alerts/],
  ["a file that is not there", [join(folder, "gone.pcap")], 3, /there is no such file/],
  ["a folder", [folder], 3, /folder/],
  ["half a file header", [write("half.pcap", capture(1e12).subarray(0, 10))], 3, /inside its own header/],
  [
    "what is no capture",
    [write("note.txt", new TextEncoder().encode("only a note, no capture at all"))],
    3,
    /neither pcap nor pcapng/,
  ],
] as const)("%s ends with its code and says why in a line", (_name, words, code, message) => {
  const { status, stderr } = run(...words)
  expect(status).toBe(code)
  expect(stderr).toMatch(message)
})

test.each([
  ["cut.pcap", capture(1e12).subarray(0, 200), "cut-short"],
  ["cut.pcap.gz", gzipSync(capture(1e12)).slice(0, -20), "gzip-damaged"],
])("%s is read in part: code 4, and the document all the same", (name, content, problem) => {
  const { status, stdout } = run(write(name, content), "--json")
  expect(status).toBe(4)
  const document = parse(stdout)
  expect(document.captures[0]!.problems.map((one) => one.code)).toContain(problem)
})

const isWindows = process.platform === "win32"
const noPipes = isWindows ? ": not run, Windows has no named pipes in folders" : ""
test.skipIf(isWindows)(`a named pipe is refused, not waited for${noPipes}`, () => {
  const pipe = join(folder, "pipe")
  execFileSync("mkfifo", [pipe])
  const { status, stderr } = run(pipe)
  expect(status).toBe(3)
  expect(stderr).toMatch(/not a file/)
})

test("one unreadable file does not hide the others", () => {
  const { status, stdout } = run(join(folder, "gone.pcap"), early, "--json")
  expect(status).toBe(3)
  expect(parse(stdout).accounting.read).toBe(3)
})

test("--list names protocols, device types and levels", () => {
  const { status, stdout } = run("--list")
  expect(status).toBe(0)
  for (const word of ["modbus", "s7comm", "profinet-dcp", "engineering-station", "Purdue levels"])
    expect(stdout).toContain(word)
})
