/** Showing the authority's log, and taking the receipts of sensors into it. */
import { readReceipt } from "../crypto/activation-receipt.ts"
import { WrongUsage } from "./arguments.ts"
import { AuthorityRefused, Options } from "./authority-desk.ts"
import type { AuthorityDesk } from "./authority-desk.ts"
import { homeOf, openAuthority, places, refuseMissing } from "./authority-home.ts"
import { appendLog, readLog } from "./authority-log.ts"

async function takeReceipt(text: string, options: Options, desk: AuthorityDesk): Promise<void> {
  const receipt = readReceipt(text)
  if (!receipt)
    throw new WrongUsage(
      "The receipt is not complete, was changed, or did not come from the sensor it names. Copy it once more.",
    )
  const authority = await openAuthority(options, desk)
  const { log } = places(authority.home)
  const others: string[] = []
  const line = {
    at: new Date(desk.now()).toISOString(),
    operator: authority.operator,
    action: "receipt" as const,
    id: receipt.fileId,
    sensor: receipt.sensorId,
    note: `taken ${new Date(receipt.at / 1000).toISOString()}`,
  }
  await appendLog(log, line, (lines) => {
    const before = lines.filter((one) => one.action === "receipt" && one.id === receipt.fileId)
    if (before.some((one) => one.sensor === receipt.sensorId))
      throw new AuthorityRefused("This receipt is in the log already. Nothing was changed.")
    if (!lines.some((one) => one.action === "activation" && one.id === receipt.fileId))
      throw new AuthorityRefused(`The file ${receipt.fileId} was not issued by this authority, says the log.`)
    others.push(...before.map((one) => one.sensor))
  })
  desk.out(`Logged: the file ${receipt.fileId} was taken by the sensor ${receipt.sensorId}. It is not signed again.\n`)
  if (others.length > 0)
    desk.out(
      `Attention: the same file was taken by ${others.join(", ")} before. One activation serves several sensors.\n`,
    )
}

/** `log` shows it, `log --receipt TEXT` adds to it. Needs a passphrase only for adding. */
export async function showLog(words: readonly string[], desk: AuthorityDesk): Promise<void> {
  const options = new Options(words, ["home", "operator", "receipt", "sensor"], desk)
  const receipt = options.get("receipt")
  if (receipt !== undefined) return takeReceipt(receipt, options, desk)
  const home = homeOf(options, desk)
  refuseMissing(home)
  const sensor = options.get("sensor")?.toUpperCase()
  for (const line of readLog(places(home).log))
    if (sensor === undefined || line.sensor === sensor)
      desk.out(
        `${[line.at, line.operator, line.action, line.id, line.sensor, line.note].filter((part) => part !== "").join("  ")}\n`,
      )
}
