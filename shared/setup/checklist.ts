/** What the first sign-in needs, as data: shown before anybody has signed in, and printed. */

export type ChecklistId = "address" | "credentials" | "first-password" | "activation-file" | "certificate"

export type ChecklistEntry = { readonly id: ChecklistId; readonly title: string; readonly explanation: string }

export const checklist: readonly ChecklistEntry[] = [
  {
    id: "address",
    title: "The address of this sensor",
    explanation:
      "The IP address, subnet mask, default gateway, DNS servers and host name that your network team gave this sensor. The first step of the first sign-in asks for them.",
  },
  {
    id: "credentials",
    title: "User name and password",
    explanation:
      "The user name is admin. Its first password was shown once, where the program was started for the first time. It must be changed at the first sign-in.",
  },
  {
    id: "first-password",
    title: "For a preconfigured sensor: its first password",
    explanation:
      "A sensor that was delivered ready-made has no password yet. Choose Password recovery on the sign-in page, send the challenge to the office, and bring the recovery file back.",
  },
  {
    id: "activation-file",
    title: "The activation file for this sensor",
    explanation:
      "A file that ends in .activation, made by your office for this sensor. Bring it on a USB stick. It must be uploaded within 14 days of being made.",
  },
  {
    id: "certificate",
    title: "A certificate signed by your company's authority, if your company requires one",
    explanation:
      "A folder with the certificate (.crt), its private key (.key) and, where there is one, the chain (.pem), and the key's passphrase. Without it the sensor makes a certificate itself, which browsers warn of.",
  },
]
