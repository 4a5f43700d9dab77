/** Data mining: reports over everything that traffic showed. */
import { ask } from "../method.ts"
import { nothing } from "../schema.ts"

export const mining = {
  "mining.categories": ask("read", nothing, nothing),
}
