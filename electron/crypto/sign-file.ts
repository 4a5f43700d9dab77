/** Writing a signed file: what the authority does. The sensor only does it for its sample plant, with the development authority's keys. */
import { X509Certificate, createPrivateKey, type KeyObject } from "node:crypto"
import { FlattenedSign } from "jose"
import { derOfPem } from "./signing-certificate.ts"
import { fileType } from "./signed-file.ts"

/** `certificates`: PEM, the signing one first, then its issuers; a root among them is left out. */
export type Signer = { readonly certificates: string; readonly key: KeyObject }

const algorithmOf = (key: KeyObject): string => {
  const algorithms: Readonly<Record<string, string>> = { ec: "ES256", ed25519: "EdDSA", rsa: "RS256" }
  const found = algorithms[key.asymmetricKeyType ?? ""]
  if (found === undefined) throw new TypeError(`A key of the type ${key.asymmetricKeyType ?? "?"} can't sign files.`)
  return found
}

const isSelfSigned = (der: Uint8Array): boolean => {
  const one = new X509Certificate(der)
  return one.issuer === one.subject
}

/** The document as it goes into the file. */
export async function signFile(payload: Readonly<Record<string, unknown>>, signer: Signer): Promise<string> {
  const x5c = derOfPem(signer.certificates)
    .filter((der) => !isSelfSigned(der))
    .map((der) => der.toString("base64"))
  const signed = await new FlattenedSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: algorithmOf(signer.key), typ: fileType, x5c })
    .sign(signer.key)
  return `${JSON.stringify(signed, null, 1)}\n`
}

export const signerFromPem = (material: { certificates: string; key: string }): Signer => ({
  certificates: material.certificates,
  key: createPrivateKey(material.key),
})
