/** Making the authority's certificates: a root, an issuer below it, signing certificates. X.509 version 3 by pkijs, with P-256 issuers. */
import { createHash, createPublicKey, webcrypto, type KeyObject } from "node:crypto"
import { isIPv4 } from "node:net"
import { BitString, Integer, OctetString, Utf8String, fromBER } from "asn1js"
import {
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtKeyUsage,
  Extension,
  GeneralName,
  GeneralNames,
  PublicKeyInfo,
  RelativeDistinguishedNames,
  Time,
  TimeType,
} from "pkijs"
import { certificateEngine, derOf, derOfPem, readCertificate } from "./signing-certificate.ts"
import { drawSerialNumber } from "./serial-number.ts"

export type CertificateOrder = {
  readonly commonName: string
  readonly publicKey: KeyObject
  readonly from: Date
  readonly until: Date
  /** An authority issues certificates; the others sign files. */
  readonly authority: boolean
  /** Extended key usages, dotted. */
  readonly purposes: readonly string[]
  /** Names and addresses of a server. */
  readonly hosts?: readonly string[]
  /** Defaults to what fits. */
  readonly digitalSignature?: boolean
}

/** Null as `certificate`: signed by itself. The key must be one on P-256. */
export type Issuer = { readonly certificate: string | null; readonly key: KeyObject }

const usageBits = { digitalSignature: 0x80, keyCertSign: 0x04, crlSign: 0x02 }

const nameOf = (order: CertificateOrder): RelativeDistinguishedNames =>
  new RelativeDistinguishedNames({
    typesAndValues: [
      new AttributeTypeAndValue({ type: "2.5.4.3", value: new Utf8String({ value: order.commonName }) }),
    ],
  })

const spkiOf = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" })
const identifierOf = (key: KeyObject): Buffer => createHash("sha256").update(spkiOf(key)).digest().subarray(0, 20)
/** A copy in memory of its own, as asn1js wants it. */
const own = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer

/** RFC 5280, 4.2.1.6: 2 is a DNS name, 7 an address; IPv4 is enough for a server to try things out with. */
const hostName = (host: string): GeneralName =>
  isIPv4(host)
    ? new GeneralName({ type: 7, value: new OctetString({ valueHex: own(Uint8Array.from(host.split("."), Number)) }) })
    : new GeneralName({ type: 2, value: host })

function extensionsOf(order: CertificateOrder, issuerKey: KeyObject): Extension[] {
  const usage = order.authority
    ? usageBits.keyCertSign | usageBits.crlSign
    : order.digitalSignature === false
      ? usageBits.crlSign
      : usageBits.digitalSignature
  const make = (extnID: string, critical: boolean, value: { toBER: () => ArrayBuffer }): Extension =>
    new Extension({ extnID, critical, extnValue: value.toBER() })
  const always = [
    make("2.5.29.19", true, new BasicConstraints({ cA: order.authority }).toSchema()),
    make("2.5.29.15", true, new BitString({ valueHex: own(Uint8Array.of(usage)), unusedBits: usage === 0x80 ? 7 : 1 })),
    make("2.5.29.14", false, new OctetString({ valueHex: own(identifierOf(order.publicKey)) })),
    make(
      "2.5.29.35",
      false,
      new AuthorityKeyIdentifier({
        keyIdentifier: new OctetString({ valueHex: own(identifierOf(issuerKey)) }),
      }).toSchema(),
    ),
  ]
  const named = order.hosts
    ? [make("2.5.29.17", false, new GeneralNames({ names: order.hosts.map(hostName) }).toSchema())]
    : []
  if (order.purposes.length === 0) return [...always, ...named]
  return [
    ...always,
    ...named,
    make("2.5.29.37", true, new ExtKeyUsage({ keyPurposes: [...order.purposes] }).toSchema()),
  ]
}

const pemOf = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString("base64")
    .match(/.{1,64}/g)!
    .join("\n")}\n-----END CERTIFICATE-----\n`

/** RFC 5280, 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on. */
const timeOf = (value: Date): Time =>
  new Time({ value, type: value.getUTCFullYear() < 2050 ? TimeType.UTCTime : TimeType.GeneralizedTime })

const p256 = { name: "ECDSA", namedCurve: "P-256" }

/** PEM. */
export async function issueCertificate(order: CertificateOrder, issuer: Issuer): Promise<string> {
  const certificate = new Certificate()
  certificate.version = 2 // X.509 version 3
  certificate.serialNumber = new Integer({ valueHex: own(drawSerialNumber()) })
  certificate.subject = nameOf(order)
  certificate.issuer =
    issuer.certificate === null ? nameOf(order) : readCertificate(derOfPem(issuer.certificate)[0]!).subject
  certificate.notBefore = timeOf(order.from)
  certificate.notAfter = timeOf(order.until)
  certificate.subjectPublicKeyInfo = new PublicKeyInfo({ schema: fromBER(own(spkiOf(order.publicKey))).result })
  certificate.extensions = extensionsOf(order, createPublicKey(issuer.key))
  const pkcs8 = issuer.key.export({ format: "der", type: "pkcs8" })
  const key: object = await webcrypto.subtle.importKey("pkcs8", pkcs8, p256, false, ["sign"])
  await certificate.sign(key as Parameters<Certificate["sign"]>[0], "SHA-256", certificateEngine)
  return pemOf(derOf(certificate.toSchema()))
}
