/** The two management modes and what each turns on, as data. Detection, data and sign-in belong to neither: they always work. */

/** What an activation that has ended stops, and nothing else. */
const shares = {
  "intelligence-updates": "Intelligence updates are not taken.",
  "cloud-sharing": "Nothing is shared with the cloud.",
  "management-console-sharing": "Nothing is shared with the management console.",
} as const
export type Share = keyof typeof shares

const shortNames: Readonly<Record<Share, string>> = {
  "intelligence-updates": "intelligence updates",
  "cloud-sharing": "sharing with the cloud",
  "management-console-sharing": "sharing with the management console",
}

export const managementModes = {
  "cloud-connected": {
    turnsOn: [
      "Detections, devices and events are shown in this console.",
      "Alerts and devices are shared with the cloud endpoint that the activation file names.",
      "Alerts and devices are shared with the management console, where one is connected.",
      "Intelligence updates are taken, by themselves from the cloud or from a file.",
    ],
    shares: ["intelligence-updates", "cloud-sharing", "management-console-sharing"],
  },
  "locally-connected": {
    turnsOn: [
      "Detections, devices and events are shown in this console.",
      "Alerts and devices are shared with the management console, where one is connected.",
      "Intelligence updates are taken from a file.",
      "Nothing leaves the plant's network for the cloud.",
    ],
    shares: ["intelligence-updates", "management-console-sharing"],
  },
} as const satisfies Record<string, { turnsOn: readonly string[]; shares: readonly Share[] }>
export type ManagementMode = keyof typeof managementModes

const sharesOf = (mode: ManagementMode): readonly Share[] => managementModes[mode].shares

export const turnsOnShare = (mode: ManagementMode, share: Share): boolean => sharesOf(mode).includes(share)
/** Sentences of what does not work in this mode once the activation has ended. */
export const stoppedSentences = (mode: ManagementMode): string[] => sharesOf(mode).map((one) => shares[one])
/** The same in one breath, for the bell. */
export const stoppedInShort = (mode: ManagementMode): string =>
  sharesOf(mode)
    .map((one) => shortNames[one])
    .join(", ")
