/** Why a device of Foundation Fieldbus HSE refuses: class and code of its error (FF-588), numbers as Wireshark's dissector lists them. */
const service = [
  ...["", "state of the object does not allow that", "message does not fit", "limits of the object do not allow that"],
  ...["parameters contradict each other", "parameter is not allowed", "service is not supported"],
  ...["version is not supported", "options are not valid", "protocol is not supported", ""],
  ...["key parameter does not match", "assigned already", "state of redundancy is not supported"],
  ...["answer did not come in time", "tag is there twice"],
]
const access = [
  ...["", "object is no longer valid", "hardware fault", "access to the object is not allowed", "address is not valid"],
  ...["attributes of the object contradict each other", "access to the object is not supported"],
  ...["object does not exist", "type does not match", "access by name is not supported"],
  ...["access to an element is not supported", "configuration is being accessed already", ""],
  "address of the device is not known",
]
const dictionary = [
  ...["", "name is too long", "dictionary is full", "dictionary is write-protected", "extension is too long"],
  ...["description is too long", "operational problem", "format can not be converted for the H1 bus"],
]
const bus = [
  ...["", "not enough resources on the bus", "queue of the bus is full", "time ran out before sending"],
  ...["bus failed", "device did not take its tag", "device did not answer for its tag"],
  ...["device did not take its address", "device did not identify itself", "device did not begin to operate"],
  ...["device did not clear its address", "several devices have this tag", "another tag answered"],
  ...["another tag identified itself", "another device identified itself", "device is in another state"],
  ...["device has another tag", "device is another one", "object could not be written"],
  "device could not begin to operate",
]
const initiate = [
  ...["", "messages that fit are too short", "feature is not supported", "version of the dictionary does not match"],
  ...["device does not want to", "password is wrong", "profile does not match"],
]

/** By class: what it is about, and its codes. */
const classes: readonly (readonly [about: string, codes: readonly string[]])[] = [
  ["", []],
  ["state of the virtual device", []],
  ["reference", ["", "object is not defined", "attributes of the object contradict each other", "name is in use"]],
  ["definition", ["", "application can not be reached"]],
  ["resources", ["", "not enough memory", "too many requests", "too many sessions", "object could not be made"]],
  ["service", service],
  ["access", access],
  ["object dictionary", dictionary],
  ["other error", []],
  ["rejected", ["", "", "", "", "", "message does not fit"]],
  ["H1 bus", bus],
  ["initiation", initiate],
]

/** A detail: the class above the code. */
export const errorKey = (detail: number): string => `error:${detail >> 8}:${detail & 255}`

export function errorName(detail: number): string | undefined {
  const [about, codes] = classes[detail >> 8] ?? ["", []]
  const why = codes[detail & 255] ?? ""
  return about === "" && why === "" ? undefined : `refused: ${why === "" ? about : why}`
}
