/** `npm run analyze`: captures in, a summary or the result document out. */
import { deviceTypes } from "../../shared/model/device.ts"
import { purdueOf } from "../../shared/model/classify.ts"
import { resultDocument } from "../../shared/engine/result-document.ts"
import { problemCodes } from "../../shared/engine/batch.ts"
import { protocolList } from "../../shared/engine/protocol-list.ts"
import { analyse, exitCode } from "./analyse.ts"
import { parseWords, WrongUsage } from "./arguments.ts"
import { alertSummary, summary } from "./summary.ts"

export type Out = { readonly out: (text: string) => void; readonly error: (line: string) => void }

const usage = "Use: npm run analyze -- FILE… [--json] [--each] [--alerts [--learn FILE…]], or --list."

/** The exit code: 0 done, 2 wrong usage, 3 a file can't be read at all, 4 read in part. */
export async function analyze(
  words: readonly string[],
  vendorOf: (mac: string) => string,
  hashEntry: URL,
  to: Out,
): Promise<number> {
  const { files, flags, lists } = parseWords(words, ["--json", "--each", "--alerts", "--list"], ["--learn"])
  if (flags.has("--list")) {
    to.out(list())
    return 0
  }
  if (files.length === 0) throw new WrongUsage(usage)
  if (lists.has("--learn") && !flags.has("--alerts"))
    throw new WrongUsage("--learn goes with --alerts: it names the captures that are normal.")
  const learn = lists.get("--learn") ?? []
  const asked = { json: flags.has("--json"), alerts: flags.has("--alerts"), learn }
  let worst = 0
  for (const group of flags.has("--each") ? files.map((file) => [file]) : [files]) {
    worst = worse(worst, await oneSite(group, asked, vendorOf, hashEntry, to))
  }
  return worst
}

async function oneSite(
  files: readonly string[],
  { json, alerts, learn }: { readonly json: boolean; readonly alerts: boolean; readonly learn: readonly string[] },
  vendorOf: (mac: string) => string,
  hashEntry: URL,
  to: Out,
): Promise<number> {
  const analysed = await analyse(files, vendorOf, hashEntry, learn)
  for (const { what, why, remedy } of analysed.unreadable) to.error(`${what}: ${why}. ${remedy}`)
  for (const { file, problems } of analysed.site.captures)
    for (const { message } of problems) to.error(`${file}: ${message}`)
  const site = alerts ? analysed.site : { ...analysed.site, alerts: [] }
  if (json) to.out(JSON.stringify(resultDocument(analysed.analysis, site)) + "\n")
  else to.out(summary({ ...analysed, site }) + (alerts ? alertSummary(site) : ""))
  return exitCode(analysed)
}

/** 3 before 4 before 0. */
const worse = (a: number, b: number): number => (a === 3 || b === 3 ? 3 : Math.max(a, b))

function list(): string {
  const lines = ["Protocols (name, title, family):"]
  for (const { name, title, family } of protocolList()) lines.push(`  ${name}\t${title}\t${family}`)
  lines.push("", "Device types (type, Purdue level; -1: by its place):")
  for (const type of deviceTypes) lines.push(`  ${type}\t${purdueOf(type)}`)
  lines.push(
    "",
    "Purdue levels: 0 field, 1 process control, 2 supervisory, 3 site operations, 4 enterprise, -1 not known",
    "",
  )
  lines.push(`Problem codes: ${problemCodes.join(", ")}`, "")
  return lines.join("\n")
}
