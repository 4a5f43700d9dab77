/** A report as CSV: every record that the search leaves, also under closed headings, with formulas made harmless. */
import Papa from "papaparse"
import type { MiningRecord, ReportAnswer, ReportLine } from "../../../shared/api/contract/mining.ts"
import { formatTime } from "../../parts/format/times.ts"
import { titleOfProtocol } from "../../state/protocol-words.ts"

const columns: readonly (readonly [title: string, of: (record: MiningRecord) => string])[] = [
  ["Category", ({ category }) => category],
  ["Device", ({ name }) => name],
  ["IP address", ({ address }) => address],
  ["MAC address", ({ mac }) => mac],
  ["VLAN", ({ vlan }) => (vlan < 0 ? "" : String(vlan))],
  ["Finding", ({ text }) => text],
  ["Value", ({ value }) => value],
  ["With", ({ peer }) => peer],
  ["Transport", ({ transport }) => transport.toUpperCase()],
  ["Protocol", ({ protocol }) => (protocol === "" ? "" : titleOfProtocol(protocol))],
  ["Port", ({ port }) => (port === 0 ? "" : String(port))],
  ["State", ({ state }) => state],
  ["Tags", ({ tags }) => tags.join(", ")],
  ["First seen", ({ firstSeen }) => formatTime(firstSeen)],
  ["Last seen", ({ lastSeen }) => formatTime(lastSeen)],
]

/** The last column says in each line what the times of the report count back from. */
export const reportCsv = (lines: readonly ReportLine[], { window }: ReportAnswer): string =>
  Papa.unparse(
    {
      fields: [...columns.map(([title]) => title), "Time of the report"],
      data: lines.flatMap((line) =>
        line.is === "record" ? [[...columns.map(([, of]) => of(line.record)), window]] : [],
      ),
    },
    { escapeFormulae: true, newline: "\r\n" },
  )
