/** The properties of a device that traffic can prove. */
export const claimFields = [
  "vendor",
  "model",
  "firmware",
  "serial",
  "hostname",
  "type",
  "purdue",
  "mode",
  "os",
  "description",
  "stationName",
  "orderNumber",
  "hardware",
  "location",
] as const

export type ClaimField = (typeof claimFields)[number]
