/** What the sensor tells about itself in the bell: texts as data. */

export type MessageText = {
  readonly severity: "critical" | "warning" | "info"
  readonly title: string
  readonly text: string
  readonly remedy: string
  /** Path of the page that helps, and what the button that goes there says; "" for none. */
  readonly page: string
  readonly action: string
  /** Raised anew every day for those who acknowledged it. */
  readonly daily?: boolean
}

/** `{…}` stands for what the sensor fills in. */
export const systemMessages = {
  "first-password": {
    severity: "warning",
    title: "The first password is still in use",
    text: "The account {account} still has the password that was made for it.",
    remedy: "Sign in as {account} and choose a password of your own.",
    page: "users",
    action: "Open Users",
  },
  "wizard-unfinished": {
    severity: "warning",
    title: "The first sign-in is not finished",
    text: "Left for later: {steps}.",
    remedy: "Do it in System settings.",
    page: "settings",
    action: "Open System settings",
  },
  "activation-missing": {
    severity: "warning",
    title: "This sensor is not activated",
    text: "It works and detects, but takes no intelligence updates and shares nothing.",
    remedy: "Get the activation file for this sensor from the office and upload it.",
    page: "settings/activation",
    action: "Activate",
  },
  "activation-expires-soon": {
    severity: "warning",
    title: "The activation expires soon",
    text: "It is valid until {date}, {days} days from now. Nothing is hidden or stopped in detection when it ends.",
    remedy: "Ask the office for a new activation file and upload it.",
    page: "settings/activation",
    action: "Open Subscription & Activation",
    daily: true,
  },
  "activation-expired": {
    severity: "critical",
    title: "The activation has expired",
    text: "It was valid until {date}. Stopped: {stopped}. Data, detection and sign-in go on as before.",
    remedy: "Ask the office for a new activation file and upload it.",
    page: "settings/activation",
    action: "Open Subscription & Activation",
  },
  "reactivation-needed": {
    severity: "warning",
    title: "This sensor must be activated again",
    text: "Its activation is from a version before 10.0.",
    remedy: "Upload a new activation file, or enter the licence string from the office.",
    page: "settings/activation",
    action: "Open Subscription & Activation",
  },
  "clock-behind": {
    severity: "critical",
    title: "The clock of this computer is behind",
    text: "It shows {now}, but this sensor has already seen {seen}. New times would be wrong, and activation is blocked.",
    remedy: "Set the clock of this computer right.",
    page: "settings/activation",
    action: "Open Subscription & Activation",
  },
  "certificate-expires-soon": {
    severity: "warning",
    title: "The console's certificate expires soon",
    text: "{name} is valid until {date}, {days} days from now.",
    remedy: "Import a new certificate.",
    page: "settings/certificates",
    action: "Open SSL/TLS certificates",
    daily: true,
  },
  "certificate-expired": {
    severity: "critical",
    title: "The console's certificate has expired",
    text: "{name} was valid until {date}. Browsers warn of this console.",
    remedy: "Import a new certificate.",
    page: "settings/certificates",
    action: "Open SSL/TLS certificates",
  },
  "certificate-self-signed": {
    severity: "warning",
    title: "The console shows a locally generated certificate",
    text: "Browsers can't tell this sensor from an impostor. It is not for production.",
    remedy: "Import a certificate that your company's authority signed.",
    page: "settings/certificates",
    action: "Open SSL/TLS certificates",
  },
  "certificate-unchecked": {
    severity: "warning",
    title: "The certificate's revocation was not checked",
    text: "{name} was imported without the revocation check by {who}.",
    remedy: "Import it again with its revocation list as a file, or where the list can be reached.",
    page: "settings/certificates",
    action: "Open SSL/TLS certificates",
  },
  "certificate-revoked": {
    severity: "critical",
    title: "The console's certificate was revoked",
    text: "{reason}",
    remedy: "Import a certificate that is not revoked.",
    page: "settings/certificates",
    action: "Open SSL/TLS certificates",
  },
  "network-damaged": {
    severity: "warning",
    title: "The network settings can't be read any more",
    text: "{reason} The console serves this computer only and uses no proxy; the damaged file was kept aside.",
    remedy: "Enter the network settings again.",
    page: "settings/network",
    action: "Open Sensor network settings",
  },
  "certificate-damaged": {
    severity: "critical",
    title: "The imported certificate can't be read any more",
    text: "{reason} The locally generated one is shown instead; the damaged file was kept aside.",
    remedy: "Import the certificate again.",
    page: "settings/certificates",
    action: "Open SSL/TLS certificates",
  },
  "link-validation-failed": {
    severity: "critical",
    title: "A connection was refused: certificate validation failed",
    text: "{link}: {sentence} Nothing is sent; what waits is kept.",
    remedy: "{remedy}",
    page: "settings/certificates",
    action: "Open SSL/TLS certificates",
  },
  "no-traffic": {
    severity: "critical",
    title: "No traffic detected",
    text: "{interface} has been silent since {since}.",
    remedy: "Check the cable and the mirror port of the switch.",
    page: "settings/monitoring",
    action: "Open Monitoring",
  },
  "link-down": {
    severity: "critical",
    title: "The monitored interface has no link",
    text: "{interface} is {state}. Nothing can be heard.",
    remedy: "Plug the cable in, or switch the interface on. Monitoring goes on by itself.",
    page: "settings/monitoring",
    action: "Open Monitoring",
  },
  "capture-dropped": {
    severity: "warning",
    title: "Packets were lost before they could be read",
    text: "{interface}: {dropped} of {received} packets were dropped by the system.",
    remedy: "Use a capture filter, fewer interfaces or a faster computer.",
    page: "settings/monitoring",
    action: "Open Monitoring",
  },
  "capture-stopped": {
    severity: "critical",
    title: "Capturing stopped",
    text: "{interface}: {reason}",
    remedy: "{remedy}",
    page: "settings/monitoring",
    action: "Open Monitoring",
  },
  "capture-restarted": {
    severity: "info",
    title: "Capturing was started again",
    text: "{interface}: the capture program ended {times} times and was started again. {reason}",
    remedy: "Nothing needs to be done unless it happens again.",
    page: "settings/monitoring",
    action: "Open Monitoring",
  },
  "capture-impossible": {
    severity: "critical",
    title: "This computer can't capture",
    text: "{reason}",
    remedy: "{remedy}",
    page: "settings/monitoring",
    action: "Open Monitoring",
  },
  transmitting: {
    severity: "warning",
    title: "A monitored interface sends packets",
    text: "{interface} sent {packets} since monitoring began. This program sends none: another one, or the system itself, does.",
    remedy: "Take the addresses and services off this interface in the system's settings.",
    page: "settings/monitoring",
    action: "Open Monitoring",
  },
  "database-restored": {
    severity: "critical",
    title: "The site's database was damaged",
    text: "{reason} What could be read was kept: {kept}. The damaged file was not changed and lies in {place}.",
    remedy: "Check the disk. Import the captures again whose devices are missing.",
    page: "settings",
    action: "Open System settings",
  },
  "disk-nearly-full": {
    severity: "warning",
    title: "The disk is nearly full",
    text: "{free} MB are free where the site lies.",
    remedy: "Free some space: an import that finds none ends and is taken back.",
    page: "settings",
    action: "Open System settings",
  },
  "disk-full": {
    severity: "critical",
    title: "The disk is full",
    text: "{free} MB are free where the site lies. Capturing pauses until there is space.",
    remedy: "Free some space. Capturing goes on by itself.",
    page: "settings/monitoring",
    action: "Open Monitoring",
  },
  "capture-problems": {
    severity: "info",
    title: "A capture had problems",
    text: "{file}: {problem}",
    remedy: "Open the import to see all of them and where they are.",
    page: "captures",
    action: "Open imported captures",
  },
  "dissector-benched": {
    severity: "warning",
    title: "A protocol reader failed and was switched off",
    text: "{problem}",
    remedy: "Report it with the capture. Everything else goes on.",
    page: "captures",
    action: "Open imported captures",
  },
  "updates-pending": {
    severity: "info",
    title: "An update waits for a restart",
    text: "The program on the disk was replaced at {at} and is not the one that runs.",
    remedy: "Close the console and start it again. Monitoring goes on by itself.",
    page: "",
    action: "",
  },
  "read-only": {
    severity: "warning",
    title: "This site is open read-only",
    text: "The program with the process number {process} uses this site folder.",
    remedy: "Close that program and start this one again to change something.",
    page: "",
    action: "",
  },
} as const satisfies Record<string, MessageText>

export type MessageName = keyof typeof systemMessages

/** Something that is the case now and belongs into the bell. `about` tells apart several of the same name (an interface, a capture). */
export type Condition = {
  readonly name: MessageName
  readonly about?: string
  readonly values: Readonly<Record<string, string>>
}

export function fillMessage(name: MessageName, values: Readonly<Record<string, string>>): MessageText {
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
  const message: MessageText = systemMessages[name]
  return { ...message, title: fill(message.title), text: fill(message.text), remedy: fill(message.remedy) }
}
