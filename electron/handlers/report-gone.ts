import { Refusal } from "../../shared/api/server.ts"

export const reportGone = (): Refusal =>
  new Refusal("refused", "This report is not there any more: somebody deleted it. Load the page again.")
