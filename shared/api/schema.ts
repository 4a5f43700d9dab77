/** The few shapes that every contract uses. Records refuse keys they do not name; texts and lists carry their limits. */
import * as v from "valibot"

export const text = (most: number) => v.pipe(v.string(), v.maxLength(most))
/** Text that must not be empty. */
export const said = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most))
export const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most))
export const count = whole(0, Number.MAX_SAFE_INTEGER)
/** Microseconds since 1970 UTC. */
export const time = v.number()
export const list = <const Item extends v.GenericSchema>(item: Item, most: number) =>
  v.pipe(v.array(item), v.maxLength(most))
export const record = v.strictObject
export const nothing = v.strictObject({})
export const identifier = v.pipe(v.string(), v.maxLength(200))
