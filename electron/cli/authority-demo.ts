/** A set of files by the development authority, for trying everything out with a development build; sensors of production refuse them all. */
import { createPrivateKey, generateKeyPairSync } from "node:crypto"
import { existsSync, mkdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { issueCertificate } from "../crypto/issue-certificate.ts"
import { makeLicence } from "../crypto/licence-string.ts"
import { makePack } from "../crypto/pack-make.ts"
import { readChallenge } from "../crypto/recovery-challenge.ts"
import { builtInRootOfTrust } from "../crypto/root-of-trust.ts"
import type { DevelopmentAuthority } from "../crypto/root-of-trust.ts"
import { sensorIdOfKey } from "../crypto/sensor-identity.ts"
import { signFile, signerFromPem } from "../crypto/sign-file.ts"
import { WrongUsage } from "./arguments.ts"
import { AuthorityRefused, Options, writeNew } from "./authority-desk.ts"
import type { AuthorityDesk } from "./authority-desk.ts"
import { common, isoTime, sensorIdOf, uploadBefore } from "./authority-issue.ts"

const millisecondsPerDay = 86_400_000

/** NAME, NAME-2, NAME-3 …: a stick that is used again keeps what it has. */
function freePath(folder: string, name: string, ending: string): string {
  for (let at = 1; ; at++) {
    const path = join(folder, `${name}${at === 1 ? "" : `-${at}`}${ending}`)
    if (!existsSync(path)) return path
  }
}

/** Some sensor, for a file that no sensor takes. */
const strangerId = (): string => sensorIdOfKey(generateKeyPairSync("ed25519").publicKey)

async function activations(folder: string, sensor: string | null, authority: DevelopmentAuthority, now: number) {
  const signer = signerFromPem(authority.activation)
  const put = async (name: string, at: number, more: Record<string, unknown>): Promise<string> => {
    const payload = {
      ...common("activation", authority.name, at),
      sensor: { id: sensor, name: "Demo sensor", site: "Demo plant", zone: "Filling" },
      mode: "locally-connected",
      subscription: { id: "demo", name: "Demo subscription" },
      validUntil: null,
      uploadBefore: uploadBefore(at),
      cloud: null,
      ...more,
    }
    const path = freePath(folder, name, ".activation")
    writeNew(path, await signFile(payload, signer), 0o644)
    return path
  }
  const stranger = { id: strangerId(), name: "Another sensor", site: "Another plant", zone: "" }
  return [
    await put("demo", now, {}),
    await put("demo-cloud-ends-in-20-days", now + 1000, {
      mode: "cloud-connected",
      validUntil: isoTime(now + 20 * millisecondsPerDay),
      cloud: { endpoint: "https://cloud.example.org" },
    }),
    await put("refused-other-sensor", now, { sensor: stranger }),
    await put("refused-upload-window-passed", now - 15 * millisecondsPerDay, {}),
    await put("refused-expired", now + 2000, { validUntil: isoTime(now - millisecondsPerDay) }),
  ]
}

async function recovery(
  folder: string,
  challenge: string,
  account: string,
  authority: DevelopmentAuthority,
  now: number,
) {
  const said = readChallenge(challenge)
  if (!said) throw new WrongUsage("The challenge is not complete, or a character is mistyped.")
  const payload = {
    ...common("recovery", authority.name, now),
    sensor: { id: said.sensorId },
    challenge: `${said.sensorId} ${said.nonce}`,
    account,
  }
  const path = freePath(folder, `demo-${account.replaceAll(/[^\w.-]+/g, "-")}`, ".recovery")
  writeNew(path, await signFile(payload, signerFromPem(authority.recovery)))
  return path
}

/** A STIX 2.1 bundle. The address is of a network for documents (RFC 5737), the name below a domain that nobody can have (RFC 2606). */
function demoIndicators(now: number) {
  const at = isoTime(now)
  const author = "identity--7c7f3f0a-52a8-4b6e-9f0e-1d2f5f6a9b01"
  const stamp = { spec_version: "2.1", created: at, modified: at }
  const indicator = (id: string, name: string, pattern: string, kind: string) => ({
    ...{ type: "indicator", id: `indicator--${id}`, ...stamp, created_by_ref: author, name },
    ...{ pattern, pattern_type: "stix", valid_from: at, indicator_types: [kind] },
  })
  return {
    type: "bundle",
    id: "bundle--0b2e2a52-3f1d-4a63-9b1c-6f6f5f0c7a11",
    objects: [
      { type: "identity", id: author, ...stamp, name: "Demo office", identity_class: "organization" },
      indicator(
        "5a0f7d1c-6f53-4d2f-8a50-2f7a3b1c9e01",
        "Demo: control server",
        "[domain-name:value = 'evil.example'] OR [ipv4-addr:value = '198.51.100.66']",
        "malicious-activity",
      ),
      indicator(
        "5a0f7d1c-6f53-4d2f-8a50-2f7a3b1c9e02",
        "Demo: parked name",
        "[domain-name:value = 'odd.example']",
        "anomalous-activity",
      ),
    ],
  }
}

async function pack(folder: string, authority: DevelopmentAuthority, now: number): Promise<string> {
  const names = { products: [{ vendor: "Example", product: "Demo controller" }] }
  const payload = { ...common("intelligence", authority.name, now), version: "demo", revoked: [] }
  const files = new Map([
    ["names/demo.json", Buffer.from(JSON.stringify(names))],
    ["indicators/demo.json", Buffer.from(JSON.stringify(demoIndicators(now)))],
  ])
  const path = freePath(folder, "demo", ".pack")
  writeNew(path, await makePack(payload, files, signerFromPem(authority.intelligence)), 0o644)
  return path
}

/** An authority of its own and a certificate for this computer, for the certificate step of the first sign-in. */
async function certificate(folder: string, now: number): Promise<string> {
  const place = freePath(folder, "demo-certificate", "")
  const term = { from: new Date(now - millisecondsPerDay), until: new Date(now + 365 * millisecondsPerDay) }
  const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" })
  const [authority, server] = [pair(), pair()]
  const ca = await issueCertificate(
    {
      ...term,
      commonName: "Plantwarden demo authority",
      publicKey: authority.publicKey,
      authority: true,
      purposes: [],
    },
    { certificate: null, key: authority.privateKey },
  )
  const leaf = await issueCertificate(
    {
      ...term,
      commonName: "localhost",
      publicKey: server.publicKey,
      authority: false,
      purposes: ["1.3.6.1.5.5.7.3.1"],
      hosts: ["localhost", "127.0.0.1"],
    },
    { certificate: ca, key: authority.privateKey },
  )
  writeNew(join(place, "authority.pem"), ca, 0o644)
  writeNew(join(place, "server.crt"), leaf, 0o644)
  writeNew(join(place, "server.key"), server.privateKey.export({ format: "pem", type: "pkcs8" }).toString())
  return place
}

export async function demo(words: readonly string[], desk: AuthorityDesk): Promise<void> {
  const options = new Options(words, ["usb", "sensor", "challenge", "account", "activation-id"], desk)
  const { development } = builtInRootOfTrust()
  if (!development)
    throw new AuthorityRefused(
      "This build has a root of trust of its own, and so no development authority. Use the real one.",
    )
  const folder = resolve(await options.need("usb", "Folder that stands for the USB stick"))
  const sensor = sensorIdOf(options.get("sensor") ?? "any")
  const challenge = options.get("challenge")
  const activationId = options.get("activation-id")
  mkdirSync(folder, { recursive: true })
  const now = desk.now()
  const made = challenge
    ? [await recovery(folder, challenge, options.get("account") ?? "admin", development, now)]
    : [
        ...(await activations(folder, sensor, development, now)),
        await pack(folder, development, now),
        await certificate(folder, now),
      ]
  desk.out(`Signed by the ${development.name}:\n${made.map((path) => `  ${path}\n`).join("")}`)
  if (activationId !== undefined) {
    const until = isoTime(now + 365 * millisecondsPerDay).slice(0, 10)
    const key = createPrivateKey(development.licenceKey)
    desk.out(`Licence string for ${activationId}, valid until ${until}:\n  ${makeLicence(activationId, until, key)}\n`)
  }
  desk.out(challenge ? recoverySteps : firstSteps(folder))
}

const recoverySteps = `
What to do next: upload the recovery file on the page where the challenge was shown. The new password is shown once.
`

const firstSteps = (folder: string): string => `
What to do next:
1. PLANTWARDEN_DRIVES=${JSON.stringify(folder)} npm start
   The sensor takes this folder for a USB stick.
2. In the first sign-in, step Activation, choose demo.activation from the stick. The files that begin with "refused" show what is
   refused, and why.
3. In the step SSL/TLS certificates, import demo-certificate/server.crt and server.key with authority.pem as the chain.
4. Password recovery on the sign-in page shows a challenge. Answer it with
   npm run authority -- demo --usb ${JSON.stringify(folder)} --challenge "…" --account admin
`
