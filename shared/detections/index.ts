/** Every detection, in the order in which they judge a fact. */
import type { Detection } from "./detection.ts"
import { controllerCommand } from "./rules/controller-command.ts"
import { firmwareChange } from "./rules/firmware-change.ts"
import { newDevice } from "./rules/new-device.ts"
import { newFunction } from "./rules/new-function.ts"
import { newPlace } from "./rules/new-place.ts"
import { programming } from "./rules/programming.ts"

export const detections: readonly Detection[] = [
  newDevice,
  controllerCommand,
  programming,
  newFunction,
  newPlace,
  firmwareChange,
]
