/** Tells what became of an action on alerts: how many, and why the others were refused. Gives back the ids that were refused. */
import type { Output } from "../../../shared/api/contract/index.ts"
import { formatCount } from "../../parts/format/numbers.ts"
import type { Notices } from "../../state/notices.svelte.ts"
import { refusalWords } from "./alert-words.ts"

/** `done` follows the number: "3 alerts closed." `undone`: "2 alerts were not closed: …". */
export function toldResult(
  notices: Notices,
  { changed, refused }: Output<"alerts.setStatus">,
  done: string,
): readonly string[] {
  if (changed > 0) notices.done(`${formatCount(changed, "alert")} ${done}.`)
  if (refused.length > 0) notices.tell(`${formatCount(refused.length, "alert")} not ${done}. ${refusalWords(refused)}`)
  return refused.map(({ id }) => id)
}
