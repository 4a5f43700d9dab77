/** Every detection, in the order in which they judge a fact. */
import type { Detection } from "./detection.ts"
import { addressResolution } from "./rules/address-resolution.ts"
import { backups } from "./rules/backups.ts"
import { bandwidth } from "./rules/bandwidth.ts"
import { bursts } from "./rules/bursts.ts"
import { controllerCommand } from "./rules/controller-command.ts"
import { databases } from "./rules/databases.ts"
import { exposure } from "./rules/exposure.ts"
import { files } from "./rules/files.ts"
import { firmwareChange } from "./rules/firmware-change.ts"
import { malware } from "./rules/indicators.ts"
import { integrityScan } from "./rules/integrity-scan.ts"
import { leases } from "./rules/leases.ts"
import { longText } from "./rules/long-text.ts"
import { malformed } from "./rules/malformed.ts"
import { modeChange } from "./rules/mode-change.ts"
import { names } from "./rules/names.ts"
import { neighbourChange } from "./rules/neighbour-change.ts"
import { newDevice } from "./rules/new-device.ts"
import { newFunction } from "./rules/new-function.ts"
import { newPlace } from "./rules/new-place.ts"
import { newPart } from "./rules/new-part.ts"
import { newService } from "./rules/new-service.ts"
import { noted } from "./rules/noted.ts"
import { notedFunctions } from "./rules/noted-functions.ts"
import { polling } from "./rules/polling.ts"
import { programming } from "./rules/programming.ts"
import { refused } from "./rules/refused.ts"
import { scan } from "./rules/scan.ts"
import { signIns } from "./rules/sign-ins.ts"
import { silence } from "./rules/silence.ts"
import { threats } from "./rules/threats.ts"
import { told } from "./rules/told.ts"
import { unanswered } from "./rules/unanswered.ts"
import { web } from "./rules/web.ts"

export const detections: readonly Detection[] = [
  scan,
  addressResolution,
  exposure,
  newDevice,
  newService,
  newPart,
  leases,
  signIns,
  databases,
  files,
  malware,
  threats,
  names,
  web,
  longText,
  controllerCommand,
  programming,
  newFunction,
  newPlace,
  refused,
  told,
  malformed,
  integrityScan,
  neighbourChange,
  firmwareChange,
  modeChange,
  unanswered,
  polling,
  silence,
  backups,
  bandwidth,
  noted,
  notedFunctions,
  bursts,
]
