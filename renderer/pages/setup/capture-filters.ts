/** Ready-made capture filters, until shared/setup has its list of the same shape. */
export const captureFilters: readonly {
  readonly id: string
  readonly title: string
  readonly explanation: string
  readonly filter: string
}[] = [
  { id: "all", title: "Everything", explanation: "Nothing is left out. Right for almost every plant.", filter: "" },
  {
    id: "no-broadcast",
    title: "Without broadcasts",
    explanation: "Leaves out what is sent to everybody. Devices that only announce themselves stay unseen.",
    filter: "not broadcast and not multicast",
  },
]
