/** What is said of answers to device notifications: what they will do, and what became of them. */
import type { DeviceNotification } from "../../../shared/api/contract/notifications.ts"
import { formatCount } from "../../parts/format/numbers.ts"
import type { AnswerResult } from "../../state/device-notifications.svelte.ts"
import type { Notices } from "../../state/notices.svelte.ts"

export const acceptable = (rows: readonly DeviceNotification[]): DeviceNotification[] =>
  rows.filter(({ accept }) => accept !== "")

/** What Accept all asks before devices are deleted or joined; "": nothing that needs asking. */
export function acceptWords(rows: readonly DeviceNotification[]): string {
  const asks = acceptable(rows).filter((row) =>
    row.responses.some(({ response, confirm }) => response === row.accept && confirm !== ""),
  )
  const deleted = asks.filter(({ accept }) => accept === "delete").length
  const joined = asks.length - deleted
  const parts = [
    ...(deleted > 0 ? [`${formatCount(deleted, "silent device")} will be deleted`] : []),
    ...(joined > 0 ? [`${formatCount(joined, "pair")} of devices will become one`] : []),
  ]
  return parts.length === 0 ? "" : `${parts.join(", ")}. The others are accepted as they are offered.`
}

export const answerTitles: Readonly<Record<DeviceNotification["answer"], string>> = {
  ...{ "": "", additional: "Set as additional IP", replace: "Existing IP replaced", delete: "Deleted" },
  ...{ ics: "Set as ICS subnet", subnets: "Configured", os: "Operating system set", type: "Type set" },
  ...{ learn: "Learned", dismiss: "Dismissed" },
}

export function tellAnswers(notices: Notices, { changed, refused }: AnswerResult, left: number): void {
  if (changed > 0) notices.done(`${formatCount(changed, "notification")} answered.`)
  const reasons = [...new Set(refused.map(({ why }) => why))]
  if (refused.length > 0)
    notices.tell(`${formatCount(refused.length, "notification")} not answered. ${reasons.join(" ")}`)
  if (left > 0) notices.tell(`${formatCount(left, "notification")} left: each needs a choice of your own.`)
}
