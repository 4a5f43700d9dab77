/** Data mining: reports over everything that traffic showed. */
import { Refusal } from "../../shared/api/server.ts"
import type { Desk } from "../handlers/desk.ts"

export const miningDesk: Desk<"mining"> = {
  categories: () => {
    throw new Refusal("refused", "Data mining is not built yet.")
  },
}
