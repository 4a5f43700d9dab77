/** The thread that sets reports: a report in, PDF bytes out. It serves one and ends. */
import { parentPort, workerData } from "node:worker_threads"
import { makePdf } from "../pdf/make-pdf.ts"
import type { PrintOrder } from "../core/report-printer.ts"

const { document, fonts, madeAt } = workerData as PrintOrder
const bytes = await makePdf(document, fonts, madeAt)
const own = new Uint8Array(bytes)
parentPort?.postMessage(own, [own.buffer])
