/** SSL/TLS certificates: what this console shows to browsers, and whom the sensor itself trusts. Files travel as base64. */
import * as v from "valibot"
import { ask, change } from "../method.ts"
import { list, nothing, record, said, text, time } from "../schema.ts"

export const certificateFacts = record({
  subject: text(1000),
  issuer: text(1000),
  serial: text(100),
  /** SHA-256, in pairs with colons. */ fingerprint: text(100),
  validFrom: time,
  validTo: time,
  /** DNS names and addresses it is good for. */ names: list(text(300), 200),
  key: text(60),
  signature: text(60),
})
export type CertificateFacts = v.InferOutput<typeof certificateFacts>

export const authority = record({
  id: text(100),
  name: text(200),
  addedAt: time,
  addedBy: text(64),
  facts: certificateFacts,
})
/** An outgoing link whose TLS session was refused. */
export const brokenLink = record({
  link: text(200),
  check: text(40),
  sentence: text(500),
  remedy: text(500),
  since: time,
})

export const certificateState = record({
  name: text(100),
  source: v.picklist(["self-signed", "imported"]),
  facts: certificateFacts,
  /** Issuers up to the root, nearest first. */ chain: list(certificateFacts, 10),
  /** What a person should know, such as "no revocation list is named in it". */ notes: list(text(500), 20),
  importedAt: v.nullable(time),
  importedBy: text(64),
  /** Imported without the revocation check, by an Admin's choice. */ uncheckedRevocation: v.boolean(),
  /** An Admin confirmed that the locally generated one is not for production. */ localConfirmed: v.boolean(),
  validation: v.boolean(),
  systemAuthorities: v.boolean(),
  authorities: list(authority, 200),
  links: list(brokenLink, 50),
  /** How key material is kept on the disk, in a sentence, and what that does not protect against. */
  keyStore: record({ how: text(300), protects: text(500), doesNotProtect: text(500) }),
})
export type CertificateState = v.InferOutput<typeof certificateState>

const base64 = (most: number) => v.pipe(v.string(), v.maxLength(most), v.regex(/^[A-Za-z0-9+/]*={0,2}$/, "not base64"))
const file = base64(400_000)

export const certificates = {
  "certificates.get": ask("admin", nothing, certificateState),
  /** Refused with the check's code in `reason`. `chain` and `crls` may be empty. */
  "certificates.import": change(
    "admin",
    record({
      name: said(100),
      certificate: file,
      key: file,
      chain: v.nullable(file),
      passphrase: text(1000),
      crls: list(base64(3_000_000), 10),
      withoutRevocationCheck: v.boolean(),
    }),
    certificateState,
  ),
  /** Back to the certificate that the sensor makes itself; the imported one is deleted. */
  "certificates.reset": change("admin", nothing, certificateState),
  /** The locally generated certificate stays, knowing that it is not for production. */
  "certificates.confirmLocal": change("admin", nothing, certificateState),
  "certificates.addAuthority": change("admin", record({ name: said(200), certificate: file }), certificateState),
  "certificates.removeAuthority": change("admin", record({ id: text(100) }), certificateState),
  "certificates.setValidation": change(
    "admin",
    record({ on: v.boolean(), systemAuthorities: v.boolean() }),
    certificateState,
  ),
}
