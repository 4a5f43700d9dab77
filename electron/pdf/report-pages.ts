/** A report set for paper: what pdfmake is given. A4 upright; title, contents where it is long, then part after part. */
import type { Content } from "pdfmake"
import type { TDocumentDefinitions } from "pdfmake/interfaces"
import type { Picture, ReportDocument, ReportPart } from "../../shared/insight/report/document.ts"
import { drawBars } from "./draw-bars.ts"
import { drawOverTime } from "./draw-over-time.ts"
import { ink, page } from "./ink.ts"
import { notPrintable, printable } from "./printable.ts"
import { reportTable } from "./report-table.ts"

const rule = (color: string, width: number): Content => ({
  canvas: [{ type: "line", x1: 0, y1: 0, x2: page.width, y2: 0, lineColor: color, lineWidth: width }],
})

const title = (report: ReportDocument): Content[] => [
  { text: printable(report.site), color: ink.accent, bold: true, fontSize: 11 },
  { text: printable(report.title), fontSize: 24, bold: true, margin: [0, 4, 0, 6] },
  { text: printable(report.range), fontSize: 11 },
  { text: printable(report.made), color: ink.faint, margin: [0, 3, 0, 10] },
  rule(ink.accent, 1.5),
]

const summary = ({ summary: lines }: ReportDocument): Content[] =>
  lines.length === 0
    ? []
    : [
        { text: "Summary", style: "chapter", margin: [0, 14, 0, 4] },
        { ul: lines.map((line) => ({ text: printable(line), margin: [0, 1, 0, 1] })), markerColor: ink.accent },
      ]

const contents: Content = {
  toc: { title: { text: "Contents", style: "chapter", margin: [0, 16, 0, 6] }, numberStyle: { color: ink.faint } },
}

function drawn(picture: Picture, zone: string): Content {
  const text = "slices" in picture ? drawBars(picture, page.width) : drawOverTime(picture, zone, page.width)
  return { svg: text, margin: [0, 6, 0, 4] }
}

function partContent(part: ReportPart, zone: string): Content[] {
  const heading = printable(part.heading)
  const isChapter = part.level === 1
  const opening: Content[] = [
    {
      text: heading,
      style: isChapter ? "chapter" : "section",
      margin: isChapter ? [0, 20, 0, 4] : [0, 14, 0, 3],
      tocItem: true,
      tocMargin: [isChapter ? 0 : 14, isChapter ? 5 : 1, 0, 0],
      tocStyle: isChapter ? { bold: true } : {},
      outline: true,
      ...(part.table && !part.picture ? { headlineLevel: part.level } : {}),
    },
  ]
  if (part.text !== "") opening.push({ text: printable(part.text), margin: [0, 0, 0, 4], lineHeight: 1.15 })
  if (part.picture) opening.push(drawn(part.picture, zone))
  const rest: Content[] = []
  if (part.table) rest.push(reportTable(part.table, page.width))
  if (part.note !== "") rest.push({ text: printable(part.note), style: "note", margin: [0, 2, 0, 4] })
  // A heading is never parted from its picture; pageBreakBefore sees to its table.
  return [{ stack: opening, unbreakable: true }, ...rest]
}

const hasUnprintable = (report: ReportDocument): boolean => printable(JSON.stringify(report)).includes(notPrintable)

const missingLetters: Content = {
  text: `Some letters are not in this report's font and stand as ${notPrintable}. The console shows them.`,
  style: "note",
  margin: [0, 14, 0, 0],
}

export function reportPages(report: ReportDocument, withContents: boolean, madeAt: Date): TDocumentDefinitions {
  const site = printable(report.site)
  const name = printable(report.title)
  const small = { fontSize: 8, color: ink.faint }
  return {
    pageSize: "A4",
    pageMargins: [page.margin, 54, page.margin, 48],
    info: {
      title: report.title,
      author: report.site,
      creator: "Plantwarden",
      producer: "Plantwarden",
      creationDate: madeAt,
    },
    displayTitle: true,
    defaultStyle: { font: "Roboto", fontSize: 9.5, color: ink.text },
    styles: {
      chapter: { fontSize: 15, bold: true },
      section: { fontSize: 11.5, bold: true },
      note: { fontSize: 8, color: ink.faint },
    },
    header: (current: number) =>
      current === 1
        ? null
        : {
            columns: [
              { text: site, ...small, noWrap: false },
              { text: name, ...small, alignment: "right" },
            ],
            margin: [page.margin, 24, page.margin, 0],
          },
    footer: (current: number, count: number) => ({
      columns: [
        { text: site, ...small },
        { text: `page ${current} of ${count}`, ...small, alignment: "right" },
      ],
      margin: [page.margin, 14, page.margin, 0],
    }),
    // Only headings right above a table have this: where the table begins on the next page, they go there too.
    pageBreakBefore: ({ headlineLevel }, { getFollowingNodesOnPage }) =>
      headlineLevel !== undefined && !getFollowingNodesOnPage().some(({ table }) => table !== undefined),
    content: [
      ...title(report),
      ...summary(report),
      ...(withContents ? [contents] : []),
      ...report.parts.flatMap((part) => partContent(part, report.zone)),
      ...(hasUnprintable(report) ? [missingLetters] : []),
    ],
  }
}
