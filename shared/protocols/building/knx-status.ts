/**
 * Why a KNXnet/IP server refuses: the status of its answers and acknowledgements (KNX specification 3.8.1, 3.8.2 and 3.8.4; numbers as Wireshark and xknx
 * list them), how a secure session stands (3.8.9), and the error of the gateway's own properties (3.6.3 section 4.1.7).
 */

/** Details: status codes as they are; then those of sessions, and errors of properties. */
export const SESSION = 0x100
export const PROPERTY_ERROR = 0x200

const statuses: ReadonlyMap<number, string> = new Map([
  [0x01, "host protocol is not supported"],
  [0x02, "version is not supported"],
  [0x04, "sequence number is wrong"],
  [0x0f, "error that the server does not name"],
  [0x21, "there is no such connection"],
  [0x22, "kind of connection is not supported"],
  [0x23, "option of the connection is not supported"],
  [0x24, "no further connection"],
  [0x25, "no further unique connection"],
  [0x26, "error of the data connection"],
  [0x27, "error of the KNX bus"],
  [0x28, "not authorised"],
  [0x29, "tunnelling layer is not supported"],
  [0x2d, "address is none for tunnels"],
  [0x2e, "address is in use"],
])

const sessions: readonly string[] = [
  ...["authenticated", "refused: authentication failed", "refused: not authenticated", "session timed out"],
  ...["session kept alive", "session closed"],
]

const propertyErrors: readonly string[] = [
  ...["unspecified error", "value is out of range", "value is too high", "value is too low", "memory error"],
  ...["property can only be read", "command is not allowed", "property does not exist", "type does not match"],
  ...["index is out of range", "value can not be written now"],
]

const hex = (value: number): string => value.toString(16).padStart(2, "0")

export function statusKey(code: number): string {
  if (code >= PROPERTY_ERROR) return `property:${hex(code - PROPERTY_ERROR)}`
  return code >= SESSION ? `session:${hex(code - SESSION)}` : `status:${hex(code)}`
}

export function statusName(code: number): string | undefined {
  if (code >= SESSION && code < PROPERTY_ERROR) return sessions[code - SESSION]
  const why = code >= PROPERTY_ERROR ? propertyErrors[code - PROPERTY_ERROR] : statuses.get(code)
  return why === undefined ? undefined : `refused: ${why}`
}
