/** Why a certificate is refused: the closed list of checks, what each means and what to do. `{…}` stands for what the sensor fills in. */

export type CertificateCheck =
  | "passphrase-wrong"
  | "key-does-not-match"
  | "chain-broken"
  | "expired"
  | "not-yet-valid"
  | "revoked"
  | "crl-unreachable"
  | "weak-key"
  | "weak-signature"
  | "wildcard"
  | "name-missing"
  | "not-a-certificate"

type Words = { readonly sentence: string; readonly remedy: string }

export const certificateChecks: Readonly<Record<CertificateCheck, Words>> = {
  "passphrase-wrong": {
    sentence: "The passphrase does not open the KEY file.",
    remedy: "Type the passphrase again, or ask for the certificate and key to be made again.",
  },
  "key-does-not-match": {
    sentence: "The KEY file does not belong to the certificate: {detail}",
    remedy: "Choose the key that was made together with this certificate.",
  },
  "chain-broken": {
    sentence: "The certificate and its chain do not fit together: {detail}",
    remedy: "Give the PEM file with the certificates of all authorities between this one and the root.",
  },
  expired: {
    sentence: "{what} was valid until {date}.",
    remedy:
      "Ask your authority for a new certificate. If the date is still to come, set the clock of this computer right.",
  },
  "not-yet-valid": {
    sentence: "{what} is valid from {date}, which is still to come.",
    remedy: "Wait until then, or set the clock of this computer right.",
  },
  revoked: {
    sentence: "{what} was revoked by its authority on {date}.",
    remedy: "Ask your authority for a certificate that is not revoked.",
  },
  "crl-unreachable": {
    sentence: "The revocation list of {what} could not be checked: {detail}",
    remedy:
      "Give the list as a file with the certificate, or correct the network, proxy or port. An Admin may import it without this check; that is written down.",
  },
  "weak-key": {
    sentence: "The key of {what} is too weak: {detail}.",
    remedy: "Ask for a certificate with an RSA key of at least 2048 bits, or an EC key on P-256 or P-384.",
  },
  "weak-signature": {
    sentence: "{what} is signed with {detail}, which can be forged.",
    remedy: "Ask for a certificate signed with SHA-256 or better.",
  },
  wildcard: {
    sentence: "The certificate is for {detail}: one for many computers is not accepted.",
    remedy: "Ask for a certificate with the host name of this sensor alone.",
  },
  "name-missing": {
    sentence: "The certificate names no computer: {detail}",
    remedy: "Ask for a certificate with the sensor's host name as common name and as subject alternative name.",
  },
  "not-a-certificate": {
    sentence: "{what} is not a certificate in PEM or DER form{detail}.",
    remedy: "Choose a .crt file. Convert .pfx or .p12 files with OpenSSL first.",
  },
}

/** Sentence and remedy with the blanks filled. */
export function certificateWords(check: CertificateCheck, values: Readonly<Record<string, string>>): Words {
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "")
  const { sentence, remedy } = certificateChecks[check]
  return { sentence: fill(sentence), remedy: fill(remedy) }
}

/** Days before the end from which the bell says "expires soon". */
export const certificateWarningDays = 30
