/** What the sensor tells about itself in the bell: texts as data. */

export type MessageText = {
  readonly severity: "critical" | "warning" | "info"
  readonly title: string
  readonly text: string
  readonly remedy: string
  readonly page: string
}

/** `{…}` stands for what the sensor fills in. */
export const systemMessages = {
  "first-password": {
    severity: "warning",
    title: "The first password is still in use",
    text: "The account admin still has the password that was made on the first start.",
    remedy: "Sign in as admin and choose a password of your own.",
    page: "users",
  },
  "database-restored": {
    severity: "critical",
    title: "The site's database was damaged",
    text: "{reason} What could be read was kept: {kept}. The damaged file was not changed and lies in {place}.",
    remedy: "Check the disk. Import the captures again whose devices are missing.",
    page: "system-settings",
  },
  "disk-nearly-full": {
    severity: "warning",
    title: "The disk is nearly full",
    text: "{free} MB are free where the site lies.",
    remedy: "Free some space: an import that finds none ends and is taken back.",
    page: "system-settings",
  },
  "capture-problems": {
    severity: "info",
    title: "A capture had problems",
    text: "{file}: {problem}",
    remedy: "Open the import to see all of them and where they are.",
    page: "overview",
  },
  "read-only": {
    severity: "warning",
    title: "This site is open read-only",
    text: "The program with the process number {process} uses this site folder.",
    remedy: "Close that program and start this one again to change something.",
    page: "system-settings",
  },
} as const satisfies Record<string, MessageText>

export type MessageName = keyof typeof systemMessages

export function fillMessage(name: MessageName, values: Readonly<Record<string, string>>): MessageText {
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
  const message = systemMessages[name]
  return { ...message, title: fill(message.title), text: fill(message.text), remedy: fill(message.remedy) }
}
