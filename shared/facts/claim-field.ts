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
  /** A program that it runs or lets others use, with its version, and over which protocol it says so. */
  "software",
  "description",
  "stationName",
  "orderNumber",
  "hardware",
  "location",
  /** The position of the key or mode switch on the front. */
  "keySwitch",
  /** The name of the program or project that the controller runs. */
  "project",
  /** What the controller guards with a password, as it says itself. */
  "protection",
] as const

export type ClaimField = (typeof claimFields)[number]

/** States, not facts for ever: what a device said last holds. */
export const changingFields: ReadonlySet<ClaimField> = new Set<ClaimField>([
  "mode",
  "firmware",
  "keySwitch",
  "project",
  "protection",
])
