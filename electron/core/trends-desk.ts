/** Trends and statistics: dashboards and what their widgets show. */
import { Refusal } from "../../shared/api/server.ts"
import type { Desk } from "../handlers/desk.ts"

const notYet = (): never => {
  throw new Refusal("refused", "Trends are not built yet.")
}

export const trendsDesk: Desk<"trends"> = {
  about: notYet,
  dashboards: notYet,
  save: notYet,
  remove: notYet,
  setFirst: notYet,
  answer: notYet,
  behind: notYet,
  exportPdf: notYet,
}
