/** What one thing that can be asked of the sensor looks like. */
import type * as v from "valibot"

/** anyone: also signed out. read: any signed-in user; analyst: Security Analyst and Admin; admin: Admin only. */
export type Need = "anyone" | "read" | "analyst" | "admin"

export type Method<
  Input extends v.GenericSchema = v.GenericSchema,
  Output extends v.GenericSchema = v.GenericSchema,
> = {
  readonly need: Need
  readonly input: Input
  readonly output: Output
  /** Written to the audit trail when it succeeds: changes do, questions do not. */
  readonly audit: boolean
}

export const ask = <const Input extends v.GenericSchema, const Output extends v.GenericSchema>(
  need: Need,
  input: Input,
  output: Output,
): Method<Input, Output> => ({ need, input, output, audit: false })
export const change = <const Input extends v.GenericSchema, const Output extends v.GenericSchema>(
  need: Need,
  input: Input,
  output: Output,
): Method<Input, Output> => ({ need, input, output, audit: true })
