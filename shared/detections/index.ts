/** Every detection, in the order in which they judge a fact. */
import type { Detection } from "./detection.ts"
import { firmwareChange } from "./rules/firmware-change.ts"
import { newDevice } from "./rules/new-device.ts"
import { newFunction } from "./rules/new-function.ts"
import { newPlace } from "./rules/new-place.ts"

export const detections: readonly Detection[] = [newDevice, newFunction, newPlace, firmwareChange]
