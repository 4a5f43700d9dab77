/** What the answer to a notification did, and whether it can be undone. */
import type { StoredNotice } from "../store/notifications.ts"

export const isJoin = ({ kind }: Pick<StoredNotice, "kind">): boolean =>
  kind === "same-name" || kind === "virtual-address"

/** What people arranged of devices by the answer; types, systems and subnets are edited where they stand. */
export const isUndoable = ({ kind, answer }: StoredNotice): boolean =>
  answer === "replace" || answer === "delete" || (answer === "additional" && isJoin({ kind }))
