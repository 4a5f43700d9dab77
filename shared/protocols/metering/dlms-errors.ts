/**
 * Why a meter refuses: IEC 62056-5-3 section 8 (data access and action results, exception response, confirmed service error), and of associations
 * ISO/IEC 8650-1 (diagnostic of the user or the provider), as the DLMS UA's Green Book has them.
 */

/** Details: results, then state and service of exceptions, class and code of service errors, source and diagnostic of associations. */
export const RESULT = 0x40000
export const EXCEPTIONS = 0x50000
export const SERVICE_ERRORS = 0x60000
export const ASSOCIATIONS = 0x70000

/** Of actions 15 and 16 mean the same of what they transfer. */
const results: ReadonlyMap<number, string> = new Map([
  [1, "hardware fault"],
  [2, "temporary failure"],
  [3, "reading or writing is not allowed"],
  [4, "object does not exist"],
  [9, "class of the object does not match"],
  [11, "object is not available"],
  [12, "type does not match"],
  [13, "outside of what the client may access"],
  [14, "data block is not available"],
  [15, "long transfer was aborted"],
  [16, "no long transfer is under way"],
  [17, "long writing was aborted"],
  [18, "no long writing is under way"],
  [19, "number of the data block is wrong"],
  [250, "other reason"],
])

const states = ["", "service is not allowed", "service is not known"]
const services = [
  ...["", "operation is not possible", "service is not supported", "other reason", "message is too long"],
  ...["message could not be deciphered", "invocation counter is wrong"],
]

/** By class and code: application, hardware, state, service, definition, access, initiation, loading, scope, task, others. */
const classes: readonly (readonly string[])[] = [
  [
    ...[
      "other error of the application",
      "time elapsed",
      "application can not be reached",
      "reference of the application is not valid",
    ],
    ...["context is not supported", "communication error", "message could not be deciphered"],
  ],
  [
    ...["other error of the hardware", "no memory", "no processor", "no mass storage"],
    "other resource is not available",
  ],
  [
    "other error of the state",
    "no association",
    "data are being loaded",
    "state was not changed",
    "meter can not work",
  ],
  ["other error of the service", "message is too long", "service is not supported"],
  [
    ...["other error of the definition", "object does not exist", "class of the object does not match"],
    "attribute of the object does not match",
  ],
  [
    ...[
      "other error of the access",
      "outside of what the client may access",
      "access to the object is not allowed",
      "hardware fault",
    ],
    "object is not available",
  ],
  [
    ...[
      "other error of the initiation",
      "version of DLMS is too low",
      "services wanted do not match",
      "longest message is too short",
    ],
    "meter does not want to",
  ],
  [
    ...[
      "other error of the loading",
      "wrong order",
      "data can not be loaded",
      "data are too long",
      "segment was not expected",
    ],
    ...["data could not be understood", "data could not be stored", "data are not ready"],
  ],
  ["scope can not be changed"],
  ["other error of the task", "no remote control", "task is stopped", "task is running", "task can not be used"],
  ["other error"],
]

/** By source: 1 the application, 2 the layer below. */
const diagnostics: readonly (readonly string[])[] = [
  [],
  [
    ...["", "no reason given", "application context is not supported", "title of the client is not known"],
    ...["invocation of the client is not known", "qualifier of the client is not known"],
    ...["invocation of the client is not known", "title of the meter is not known"],
    ...["invocation of the meter is not known", "qualifier of the meter is not known"],
    ...["invocation of the meter is not known", "way of proving who one is is not known"],
    ...["way of proving who one is is missing", "authentication failed", "authentication is required"],
  ],
  ["", "no reason given", "no common version"],
]

const pair = (code: number): string => `${(code >> 8) & 0xff}:${code & 0xff}`

export function errorKey(code: number): string {
  if (code >= ASSOCIATIONS) return `association:${pair(code)}`
  if (code >= SERVICE_ERRORS) return `error:${pair(code)}`
  return code >= EXCEPTIONS ? `exception:${pair(code)}` : `result:${code - RESULT}`
}

export function errorName(code: number): string | undefined {
  const why = reason(code, (code >> 8) & 0xff, code & 0xff) ?? ""
  return why === "" ? undefined : `refused: ${why}`
}

function reason(code: number, first: number, second: number): string | undefined {
  if (code >= ASSOCIATIONS) return diagnostics[first]?.[second]
  if (code >= SERVICE_ERRORS) return classes[first]?.[second]
  if (code < EXCEPTIONS) return results.get(code - RESULT)
  return [states[first] ?? "", services[second] ?? ""].filter((word) => word !== "").join(", ")
}
