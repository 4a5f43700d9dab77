/** A report's PDF bytes. pdfmake reads its four font files and nothing else: no other file, no address. */
import pdfmake from "pdfmake"
import type { ReportDocument } from "../../shared/insight/report/document.ts"
import { reportPages } from "./report-pages.ts"

/** Longer reports get a table of contents. */
const pagesWithoutContents = 4
/** More rows than fit on so many pages: the contents are wanted without counting. */
const rowsWithoutContents = 240

const rowsOf = ({ parts }: ReportDocument): number =>
  parts.reduce((sum, { table }) => sum + (table?.rows.length ?? 0), 0)

/** `fonts`: the folder of Roboto's files, ending in a separator. */
function closeDoors(fonts: string): void {
  const files = {
    normal: `${fonts}Roboto-Regular.ttf`,
    bold: `${fonts}Roboto-Medium.ttf`,
    italics: `${fonts}Roboto-Italic.ttf`,
    bolditalics: `${fonts}Roboto-MediumItalic.ttf`,
  }
  const allowed = new Set(Object.values(files))
  pdfmake.setFonts({ Roboto: files })
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => allowed.has(path))
}

/** `madeAt`: microseconds since 1970 UTC, for the file's own date. */
export async function makePdf(report: ReportDocument, fonts: string, madeAt: number): Promise<Uint8Array> {
  closeDoors(fonts)
  const date = new Date(madeAt / 1000)
  if (rowsOf(report) > rowsWithoutContents) return pdfmake.createPdf(reportPages(report, true, date)).getBuffer()
  let pages = 0
  const plain = reportPages(report, false, date)
  const footer = plain.footer as (current: number, count: number) => object
  const counted = { ...plain, footer: (current: number, count: number) => footer(current, (pages = count)) }
  const bytes = await pdfmake.createPdf(counted as typeof plain).getBuffer()
  if (pages <= pagesWithoutContents) return bytes
  return pdfmake.createPdf(reportPages(report, true, date)).getBuffer()
}
