/** The name under which dissectors listen to a vendor's SNAP protocol, e.g. "snap:00000c:2000" for CDP. */
export const snapName = (organisation: number, protocol: number): string =>
  `snap:${organisation.toString(16).padStart(6, "0")}:${protocol.toString(16).padStart(4, "0")}`
