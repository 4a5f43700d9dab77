/** The look of a report on paper: colours that also differ in grey, and a dash for each line so that colour is not needed. */

export const ink = {
  text: "#1c2430",
  faint: "#5b6675",
  hair: "#d5dae1",
  shade: "#f4f6f8",
  accent: "#1f5f8b",
} as const

/** From dark to light, so that neighbours differ in print without colour. */
export const seriesInk: readonly { readonly color: string; readonly dash: string }[] = [
  { color: "#1f5f8b", dash: "" },
  { color: "#c2571a", dash: "5 2" },
  { color: "#3d8f5f", dash: "1.5 1.5" },
  { color: "#7a4fa3", dash: "7 2 1.5 2" },
  { color: "#b08a00", dash: "3 3" },
  { color: "#6d7785", dash: "1 2.5" },
]

/** Points (1/72 inch). A4 upright with margins of 40. */
export const page = { margin: 40, width: 515 } as const
