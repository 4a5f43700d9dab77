/** What the entries of one engine have in common: each entry tells what is its own, and what differs. */
import type { AlertEngine, AlertKind } from "../alert-kind.ts"

type Usual = Pick<AlertKind, "severity" | "on" | "learnable" | "mutable">
export type Told = Omit<AlertKind, "engine" | keyof Usual> & Partial<Usual>

const shape =
  (engine: AlertEngine, usual: Usual) =>
  (told: Told): AlertKind => ({ engine, ...usual, ...told })

/** A departure from the baseline: learning makes it part of it. */
export const policy = shape("policy", { severity: "major", on: true, learnable: true, mutable: false })
/** Breaks a specification: that never becomes normal, but a device that can't help it is muted. */
export const protocol = shape("protocol", { severity: "major", on: true, learnable: false, mutable: true })
/** Known bad: it neither becomes normal nor is it passed over. */
export const malware = shape("malware", { severity: "critical", on: true, learnable: false, mutable: false })
export const anomaly = shape("anomaly", { severity: "critical", on: true, learnable: false, mutable: true })
export const operational = shape("operational", { severity: "major", on: true, learnable: false, mutable: true })
