/** Answers that fields of rules offer. */

export const categoriesOfCommand = {
  none: "nothing: it reads, or keeps in touch",
  everyday: "writes values, as process control does all day",
  strong: "changes program, settings or the running",
} as const

export const outcomeChoices = {
  asked: "it was asked",
  told: "it was told without being asked",
  accepted: "it was answered with yes",
  refused: "it was refused",
} as const
