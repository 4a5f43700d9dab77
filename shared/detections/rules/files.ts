/** Files on their way: between ends that never exchanged any, programs that are known to be bad or pretend to be something else, and virus signatures in a backup. */
import type { EndpointId } from "../../facts/fact.ts"
import type { Detection, ExampleFact, Judging, Spoken } from "../detection.ts"

const transfer = "unauthorized-file-transfer"
const program = "suspicious-executable-file-detected-on-endpoint"
const suspicious = "suspicious-traffic-detected"
const backup = "backup-activity-with-antivirus-signatures"

/** Endings of data that people open without a thought. */
const harmless =
  "jpg jpeg png gif bmp ico svg pdf txt csv log ini xml json doc docx xls xlsx ppt pptx rtf odt ods mp3 mp4 avi wav"
const innocent: ReadonlySet<string> = new Set(harmless.split(" "))
/** Endings that Windows runs. */
const run: ReadonlySet<string> = new Set("exe scr com pif bat cmd vbs js ps1 msi lnk hta cpl".split(" "))
/** What a program is by its first bytes alone, whatever its name. */
const byItself = /^(?:Windows (?:program|library|shortcut)|ELF program|macOS program|Java class)$/

/**
 * Files that anti-virus programs keep their signatures in: ClamAV (cvd, cld), Microsoft Defender (vdm), Avira (vdf), Kaspersky (avc), Trellix
 * (avvscan.dat and its like), Trend Micro (lpt$vpn.123), Symantec (virscan1.dat), ESET (nup).
 */
const signatures =
  /^(?:(?:main|daily|bytecode)\.(?:cvd|cld)|mp(?:av|as)(?:base|dlta)\.vdm|.+\.(?:vdf|avc|nup)|avv(?:scan|names|clean)\.dat|(?:lpt|ssapt)\$[a-z]+\.\d{3}|virscan\d?\.dat)$/i

const lastOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

type Ends = Pick<Spoken<"carried">, "client" | "server" | "protocol" | "time">
const fromTo = ({ client, server }: Ends, way: string): { source: EndpointId; target: EndpointId } =>
  way === "toServer" ? { source: client, target: server } : { source: server, target: client }

function opened(fact: Spoken<"file">, judging: Judging): void {
  const { way, name, protocol, time } = fact
  if (way === "opened") return
  const { world, isFirst, raise } = judging
  if (way === "toServer" && signatures.test(lastOf(name)))
    raise({
      kind: backup,
      ...fromTo(fact, way),
      protocol,
      message: "{source} sent {target} files in which an anti-virus program keeps its signatures.",
      line: { what: "File", where: name },
      time,
    })
  const isNewFile = isFirst(`file|${world.text(fact.client)}|${world.text(fact.server)}|${protocol}|${way}|${name}`)
  exchanged(fact, way, name, isNewFile, judging)
}

function exchanged(fact: Ends, way: string, name: string, isNewFile: boolean, judging: Judging, what = "File"): void {
  const { client, server, protocol, time } = fact
  const { world, isFirst, raise } = judging
  const isNewWay = isFirst(`files|${world.text(client)}|${world.text(server)}|${protocol}|${way}|${what}`)
  if (!isNewWay || !isNewFile || world.isLearning(client, server)) return
  const verb = way === "toServer" ? "sent {target}" : "took from {target}"
  raise({
    kind: transfer,
    source: client,
    target: server,
    protocol,
    message: `{source} ${verb} ${what === "File" ? "files" : "programs"} over ${protocol.toUpperCase()}, which it never did while the sensor learned.`,
    line: { what, where: name },
    time,
  })
}

/** Why a file that runs is no usual one; "" where nothing speaks against it. */
function flawOf(name: string, kind: string): string {
  const [ending = "", before = ""] = lastOf(name).toLowerCase().split(".").slice(1).reverse()
  if (innocent.has(ending) && byItself.test(kind)) return `is a ${kind} under the name of something else`
  return run.has(ending) && innocent.has(before) ? "hides behind two endings what it is" : ""
}

/** Those name their files before they pass; pages of the web are no transfers. */
const namedBefore: ReadonlySet<string> = new Set(["smb", "ftp", "tftp"])

function isUnknown(
  { client, server, protocol, way, name, program: kind }: Spoken<"carried">,
  judging: Judging,
): boolean {
  if (namedBefore.has(protocol) || name === "" || (protocol === "http" && kind === "")) return true
  const { world, isFirst } = judging
  return isFirst(`file|${world.text(client)}|${world.text(server)}|${protocol}|${way}|${name}`)
}

function carried(fact: Spoken<"carried">, judging: Judging): void {
  const { way, name, sha256, protocol, time } = fact
  const ends = { ...fromTo(fact, way), protocol, time }
  const where = name === "" ? `SHA-256 ${sha256}` : name
  const threat = sha256 === "" ? undefined : judging.threatOf("file", sha256)
  if (threat !== undefined)
    judging.raise({
      kind: threat.isSuspicion === true ? suspicious : program,
      ...ends,
      message: `{source} gave {target} a file that threat data name: ${threat.source}.`,
      line: { what: `SHA-256 ${sha256}`, where },
    })
  const isNewFile = isUnknown(fact, judging)
  if (fact.program === "") return
  const flaw = flawOf(name, fact.program)
  if (flaw !== "")
    judging.raise({
      kind: program,
      ...ends,
      message: `{source} gave {target} a file that ${flaw}.`,
      line: { what: fact.program, where },
    })
  exchanged(fact, way, where, isNewFile, judging, "Program")
}

const ends = { says: "said", from: "10.0.0.9", to: "10.0.0.2", protocol: "smb" } as const
const puts = (name: string, more: Partial<Spoken<"file">> = {}): ExampleFact => ({
  ...ends,
  said: { kind: "file", name, way: more.way ?? "toServer" },
})
const hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
const passes = (name: string, kind: string, sha256 = ""): ExampleFact => ({
  ...ends,
  said: { kind: "carried", name, way: "toServer", size: 9000, sha256, state: "whole", program: kind, began: 0 },
})
const known = [puts("recipes\\1.xml"), passes("tools\\setup.exe", "Windows program")]
const threats = [{ what: "file", value: hash, source: "Plant threat list, 2026" }] as const

export const files: Detection = {
  kinds: [transfer, program, backup],
  facts: { file: opened, carried },
  examples: [
    { name: "a computer that never sent files sends one", then: [puts("recipes\\1.xml")], raises: [transfer] },
    { name: "another file, where files go every day", learned: known, then: [puts("recipes\\2.xml")], raises: [] },
    {
      name: "files are taken where they were only brought",
      learned: known,
      then: [puts("recipes\\1.xml", { way: "toClient" })],
      raises: [transfer],
    },
    {
      name: "the first program between two that exchange files",
      learned: [puts("recipes\\1.xml")],
      then: [passes("update.exe", "Windows program")],
      raises: [transfer],
    },
    { name: "a program that is named as one", learned: known, then: [passes("a.exe", "Windows program")], raises: [] },
    {
      name: "a program under the name of a picture",
      learned: known,
      then: [passes("panel.jpg", "Windows program")],
      raises: [program],
    },
    {
      name: "a program behind two endings",
      learned: known,
      then: [passes("offer.pdf.exe", "Windows program")],
      raises: [program],
    },
    { name: "a listed hash", threats, learned: known, then: [passes("x.bin", "", hash)], raises: [program] },
    { name: "any other hash", threats, learned: known, then: [passes("x.bin", "", `0${hash.slice(1)}`)], raises: [] },
    {
      name: "the backup takes signatures along",
      learned: known,
      then: [puts("c\\ProgramData\\Microsoft\\mpavbase.vdm")],
      raises: [backup],
    },
    {
      name: "a server hands signatures out",
      learned: [puts("a", { way: "toClient" })],
      then: [puts("daily.cvd", { way: "toClient" })],
      raises: [],
    },
  ],
}
