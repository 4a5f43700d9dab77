/** Why a signed file is refused: the closed list, each with its sentence and what to do, as data. `{…}` stands for what the sensor fills in. */

const refusals = {
  "not-a-signed-file": {
    sentence: "This is not a signed file: {what}.",
    remedy: "Choose the file that came from the office, as it came: not opened, edited or unpacked.",
  },
  "too-large": {
    sentence: "The file is too large: {what}.",
    remedy: "Check that it is the file from the office. If it is, ask the office for a new one.",
  },
  "bad-signature": {
    sentence: "The signature does not fit: {what}.",
    remedy: "Copy the file from the office once more. If it is refused again, ask the office for a new one.",
  },
  "untrusted-issuer": {
    sentence: "This program does not trust whoever signed the file: {what}.",
    remedy: "Ask the office whether the file was made by the authority that this program was built for.",
  },
  "issuer-expired": {
    sentence: "The certificate of whoever signed the file was not valid at {issued}, when the file was issued.",
    remedy: "Ask the office to renew its signing certificate and to issue the file again.",
  },
  "wrong-kind": {
    sentence: "This is {found}, but {wanted} is needed here.",
    remedy: "Choose {wanted}.",
  },
  "newer-format": {
    sentence: "The file has format {found}; this version of the program reads up to format {known}.",
    remedy: "Install a newer version of this program, or ask the office for a file in format {known}.",
  },
  "other-sensor": {
    sentence: "The file is for the sensor {found}; this one is {own}.",
    remedy: "Choose the file for this sensor, or ask the office for one and read out the sensor id.",
  },
  "upload-window-passed": {
    sentence: "The file had to be uploaded before {before}.",
    remedy: "Ask the office for a new one.",
  },
  expired: {
    sentence: "The activation ended at {until}.",
    remedy: "Ask the office for an activation that is still valid.",
  },
  "already-used": {
    sentence: "The file was already used, or a newer one is in its place: {what}.",
    remedy: "Use the newest file from the office, or ask for a new one.",
  },
  "clock-behind": {
    sentence: "The clock of this computer is behind: it shows {now}, but {seen} is known to have passed.",
    remedy: "Set the date, the time and the time zone of this computer right, then try again.",
  },
} as const

export type FileRefusalCode = keyof typeof refusals
export type FileRefusal = { readonly code: FileRefusalCode; readonly sentence: string; readonly remedy: string }

export const fileRefusalCodes = Object.keys(refusals) as readonly FileRefusalCode[]

const longest = 500

export function fileRefusal(code: FileRefusalCode, values: Readonly<Record<string, string>>): FileRefusal {
  const fill = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole).slice(0, longest)
  return { code, sentence: fill(refusals[code].sentence), remedy: fill(refusals[code].remedy) }
}
