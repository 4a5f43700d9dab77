/** The zones to choose from: those that the browser lists, some of which it lists by names of old, and their names of today. */
const renamed: Readonly<Record<string, string>> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Godthab": "America/Nuuk",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Truk": "Pacific/Chuuk",
}

/** IANA names. `others` are listed too, whatever the browser knows. */
export function zonesToChoose(listed: readonly string[], ...others: readonly string[]): readonly string[] {
  const known = listed.map((name) => renamed[name] ?? name)
  return [...new Set(["UTC", ...known, ...others.filter((name) => name !== "")])].sort((a, b) => (a < b ? -1 : 1))
}
