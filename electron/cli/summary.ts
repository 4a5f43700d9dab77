/** What `analyze` prints for people: the captures, the accounting, the devices and what they speak. */
import type { WholeAlert } from "../../shared/detections/alert-book.ts"
import { engines, severities } from "../../shared/detections/alert-kind.ts"
import { alertText } from "../../shared/detections/alert-text.ts"
import { alertKind } from "../../shared/detections/catalogue/index.ts"
import type { End } from "../../shared/detections/finding.ts"
import { linkTypeName } from "../../shared/net/link-types.ts"
import type { Accounting } from "../../shared/engine/batch.ts"
import { isoTime } from "../../shared/engine/result-document.ts"
import type { Analysed } from "./analyse.ts"

const number = (value: number): string => value.toLocaleString("en-US")

/** "1,234 packets read, all accounted for: 90.1 % decoded, …" */
export function accountingLine(a: Accounting): string {
  const share = (value: number): string => (a.read === 0 ? "0" : ((100 * value) / a.read).toFixed(1))
  const sum = a.decoded + a.recognised + a.truncated + a.malformed + a.unsupportedLink
  const verdict = sum === a.read ? "all accounted for" : `${number(a.read - sum)} NOT accounted for`
  const parts = [
    `${share(a.decoded)} % decoded`,
    `${share(a.recognised)} % recognised`,
    `${share(a.truncated)} % truncated`,
    `${share(a.malformed)} % malformed`,
    `${share(a.unsupportedLink)} % on links that are not read`,
  ]
  return `${number(a.read)} packets read, ${verdict}: ${parts.join(", ")}.`
}

export function summary({ analysis, site }: Analysed): string {
  const lines: string[] = []
  for (const capture of site.captures) {
    const links = capture.linkTypes.map(linkTypeName).join(", ")
    lines.push(
      `${capture.file}: ${capture.fileType}, ${links || "no link type"}, ${number(capture.packets)} packets, ${number(capture.bytes)} bytes`,
    )
    if (capture.packets > 0) lines.push(`  from ${isoTime(capture.first)} to ${isoTime(capture.last)}`)
    for (const problem of capture.problems) lines.push(`  problem (${problem.code}): ${problem.message}`)
  }
  lines.push("", accountingLine(site.accounting), "")
  const protocols = [...analysis.engine.tallies.totals()].sort((a, b) => b[1].packets - a[1].packets)
  lines.push(
    `Protocols: ${protocols.map(([name, { packets }]) => `${name} ${number(packets)}`).join(", ") || "none"}`,
    "",
  )
  const devices = site.devices.filter((device) => !device.internet)
  const hosts = devices.filter(({ parent }) => parent === "").length
  const behind = devices.length - hosts
  lines.push(
    `${number(hosts)} devices${behind === 0 ? "" : `, ${number(behind)} behind them`}, ${number(site.devices.length - devices.length)} internet addresses, ${number(site.connections.length)} connections`,
  )
  for (const d of devices.slice(0, 200)) {
    const identity = [d.vendor, d.model, d.firmware].filter((text) => text !== "").join(" ")
    const where = [...d.addresses.slice(0, 2), ...d.macs].join(" ")
    lines.push(
      `  ${d.name}  ${d.type}  ${where}  ${identity || "vendor unknown"}  ${d.protocols.map((p) => p.name).join(" ")}`,
    )
  }
  if (devices.length > 200) lines.push(`  … and ${number(devices.length - 200)} more (use --json for all)`)
  const { timing } = site
  lines.push(
    "",
    `${timing.seconds.toFixed(2)} s, ${number(timing.packetsPerSecond)} packets/s, ${number(timing.megabytesPerSecond)} MB/s, ${number(Math.round(timing.peakMemoryBytes / 1e6))} MB memory at most`,
  )
  return lines.join("\n") + "\n"
}

/** The alerts, the most severe first. */
export function alertSummary({ alerts, devices }: Analysed["site"]): string {
  if (alerts.length === 0) return "\nAlerts: none.\n"
  const nameOf = ({ device, address }: End): string => devices.find(({ id }) => id === device)?.name ?? address
  const rank = ({ kind }: WholeAlert): number => severities.indexOf(alertKind(kind).severity)
  const lines = alerts
    .toSorted((a, b) => rank(b) - rank(a) || a.first - b.first)
    .map((alert) => {
      const { title, severity, engine } = alertKind(alert.kind)
      const text = alertText(alert.message, { source: nameOf(alert.source), target: nameOf(alert.target) }, alert.lines)
      return `  ${severity}  ${title} (${engines[engine]}), ${isoTime(alert.first)}, ${number(alert.count)} times\n    ${text}`
    })
  return ["", `Alerts: ${number(alerts.length)}`, ...lines, ""].join("\n")
}
