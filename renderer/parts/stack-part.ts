/** One part of a whole, with its words. */
export type StackPart = {
  readonly text: string
  readonly value: number
  readonly tone: "accent" | "quiet" | "major" | "critical" | "minor"
}
