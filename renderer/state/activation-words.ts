/** What an activation file says, in plain words. */
import type { ActivationFile, ActivationState } from "../../shared/api/contract/activation.ts"

export const modeTitles: Readonly<Record<ActivationFile["mode"], string>> = {
  "cloud-connected": "Cloud connected",
  "locally-connected": "Locally connected",
}
export const modeMeanings: Readonly<Record<ActivationFile["mode"], string>> = {
  "cloud-connected": "Detections show in this console and are forwarded to the cloud service named in the file.",
  "locally-connected":
    "Detections show in this console, and in a management console if one is attached. Nothing leaves the plant.",
}

type Status = ActivationState["status"]
type StatusWords = { readonly title: string; readonly grade: "ok" | "info" | "major" | "critical" }
export const statusWords: Readonly<Record<Status, StatusWords>> = {
  "not-activated": { title: "Not activated", grade: "major" },
  active: { title: "Active", grade: "ok" },
  "expires-soon": { title: "Active, expires soon", grade: "major" },
  expired: { title: "Expired", grade: "critical" },
  "reactivation-needed": { title: "Must be activated again", grade: "major" },
}

/** The groups of an id that tell it apart on a line: "7K2M-QX4P". */
export const shortId = (id: string): string => id.split("-").slice(0, 2).join("-")
