/** Issuing activation files, recovery files, licence strings and packs. Each is logged before it is handed out. */
import { randomUUID } from "node:crypto"
import { lstatSync, readFileSync, readdirSync, statSync } from "node:fs"
import { join, relative, sep } from "node:path"
import {
  microsecondsPerHour,
  newestFormat,
  readActivationPayload,
  uploadWindowHours,
} from "../../shared/setup/activation-payload.ts"
import { PackUnmakeable, makePack } from "../crypto/pack-make.ts"
import { packLimits } from "../crypto/pack.ts"
import { makeLicence } from "../crypto/licence-string.ts"
import { readChallenge } from "../crypto/recovery-challenge.ts"
import { readSensorId } from "../crypto/sensor-identity.ts"
import { signFile } from "../crypto/sign-file.ts"
import { CertificateUnreadable, certificateMark, derOfPem, readCertificate } from "../crypto/signing-certificate.ts"
import { WrongUsage } from "./arguments.ts"
import { AuthorityRefused, Options, refuseExisting, writeNew } from "./authority-desk.ts"
import type { AuthorityDesk } from "./authority-desk.ts"
import { licenceKeyOf, openAuthority, places, signerOf } from "./authority-home.ts"
import type { OpenAuthority } from "./authority-home.ts"
import { appendLog, mayBeSigned } from "./authority-log.ts"
import type { LogAction, LogLine } from "./authority-log.ts"

type Noted = { readonly action: LogAction; readonly id: string; readonly sensor: string; readonly note: string }

export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString()
const plainName = (text: string): string => text.replaceAll(/[^\w.-]+/g, "-").slice(0, 60) || "file"

const log = (
  authority: OpenAuthority,
  noted: Noted,
  desk: AuthorityDesk,
  judge?: (lines: readonly LogLine[]) => void,
): Promise<void> =>
  appendLog(places(authority.home).log, { at: isoTime(desk.now()), operator: authority.operator, ...noted }, judge)

/** Throws WrongUsage for a mistyped id: its check character finds every single mistake. */
export function sensorIdOf(typed: string): string | null {
  if (typed.trim().toLowerCase() === "any") return null
  const id = readSensorId(typed)
  if (id === null)
    throw new WrongUsage(
      `"${typed}" is not a sensor id, or a character is mistyped. Compare it with the sensor's screen, or say any.`,
    )
  return id
}

function lastMomentOf(day: string): string | null {
  if (day === "never") return null
  const end = Date.parse(`${day}T23:59:59Z`)
  // 31 February is written like a day, and counted as one of March.
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !Number.isFinite(end) || !isoTime(end).startsWith(day))
    throw new WrongUsage(`"${day}" is not a day. Write it as YYYY-MM-DD, or never.`)
  return isoTime(end)
}

export const common = (kind: string, issuer: string, now: number, id: string = randomUUID()) => ({
  format: newestFormat,
  kind,
  id,
  issuedAt: isoTime(now),
  issuer,
})

export const uploadBefore = (now: number): string => isoTime(now + (uploadWindowHours * microsecondsPerHour) / 1000)

const activationOptions = [
  "home",
  "operator",
  "sensor",
  "name",
  "site",
  "zone",
  "mode",
  "subscription",
  "subscription-id",
  "valid-until",
  "endpoint",
  "proxy",
  "id",
  "out",
]

async function activationPayload(options: Options, now: number) {
  const id = sensorIdOf(await options.need("sensor", "Sensor id as the sensor shows it, or any"))
  const name = await options.need("name", "Name of the sensor")
  const endpoint = options.get("endpoint")
  const payload = {
    ...common("activation", "", now, options.get("id")?.toLowerCase()),
    sensor: {
      id,
      name,
      site: await options.need("site", "Site", ""),
      zone: await options.need("zone", "Zone", ""),
    },
    mode: await options.need("mode", "Mode, cloud-connected or locally-connected", "locally-connected"),
    subscription: {
      id: await options.need("subscription-id", "Id of the subscription", "none"),
      name: await options.need("subscription", "Name of the subscription", "none"),
    },
    validUntil: lastMomentOf(await options.need("valid-until", "Last day, YYYY-MM-DD, or never", "never")),
    uploadBefore: uploadBefore(now),
    cloud: endpoint === undefined ? null : { endpoint, proxy: options.get("proxy") },
  }
  const read = readActivationPayload(payload)
  if ("fault" in read) throw new WrongUsage(`The activation can't be made: ${read.fault}.`)
  if (payload.validUntil !== null && Date.parse(payload.validUntil) <= now)
    throw new WrongUsage(`The last day ${payload.validUntil.slice(0, 10)} has passed already.`)
  return payload
}

export async function activation(words: readonly string[], desk: AuthorityDesk): Promise<void> {
  const options = new Options(words, activationOptions, desk)
  const order = await activationPayload(options, desk.now())
  const path = options.get("out") ?? `${plainName(order.sensor.name)}.activation`
  refuseExisting(path)
  const authority = await openAuthority(options, desk)
  const payload = { ...order, issuer: authority.name }
  const sensor = payload.sensor.id ?? "any"
  const document = await signFile(payload, signerOf(authority, "activation"))
  const end = payload.validUntil === null ? "without an end" : `until ${payload.validUntil.slice(0, 10)}`
  const text = `${payload.sensor.name}, ${payload.mode}, ${end}`
  await log(
    authority,
    { action: "activation", id: payload.id, sensor, note: text },
    desk,
    mayBeSigned(payload.id, sensor),
  )
  writeNew(path, document, 0o644)
  desk.out(`${path} is signed (${text}).

What to do next:
1. Copy it to a USB stick and upload it to the sensor before ${payload.uploadBefore.slice(0, 10)}: after that the sensor refuses it.
${
  payload.sensor.id === null
    ? `2. It names no sensor. Whoever uploads it gets a receipt: log it with  npm run authority -- log --receipt "…"  so that it is never signed again.\n`
    : ""
}`)
}

export async function recovery(words: readonly string[], desk: AuthorityDesk): Promise<void> {
  const options = new Options(words, ["home", "operator", "challenge", "account", "sensor", "out"], desk)
  const challenge = await options.need("challenge", "Challenge as the sensor's sign-in page shows it")
  const said = readChallenge(challenge)
  if (!said)
    throw new WrongUsage(
      "The challenge is not complete, or a character is mistyped. Compare it with the sensor's screen, group by group.",
    )
  const sensor = options.get("sensor")
  if (sensor !== undefined && sensorIdOf(sensor) !== said.sensorId)
    throw new AuthorityRefused(
      `The challenge comes from the sensor ${said.sensorId}, not from ${sensor}. Ask who is calling.`,
    )
  const account = await options.need("account", "Account whose password is recovered", "admin")
  const path = options.get("out") ?? `${plainName(account)}-${said.sensorId}.recovery`
  refuseExisting(path)
  const authority = await openAuthority(options, desk)
  const payload = {
    ...common("recovery", authority.name, desk.now()),
    sensor: { id: said.sensorId },
    challenge: `${said.sensorId} ${said.nonce}`,
    account,
  }
  const document = await signFile(payload, signerOf(authority, "recovery"))
  await log(authority, { action: "recovery", id: payload.id, sensor: said.sensorId, note: `account ${account}` }, desk)
  writeNew(path, document, 0o600)
  desk.out(`${path} is signed for the account ${account} of the sensor ${said.sensorId}.

What to do next: be sure who asked, then hand the file over. Uploaded on the sign-in page of that sensor it gives a new password,
once, within seven days of the challenge.
`)
}

export async function licence(words: readonly string[], desk: AuthorityDesk): Promise<void> {
  const options = new Options(words, ["home", "operator", "activation-id", "until"], desk)
  const activationId = (await options.need("activation-id", "Activation ID as the sensor shows it")).trim()
  const until = await options.need("until", "Last day, YYYY-MM-DD")
  lastMomentOf(until)
  const authority = await openAuthority(options, desk)
  const letters = licenceLettersOf(activationId, until, authority)
  await log(authority, { action: "licence", id: activationId, sensor: "", note: `until ${until}` }, desk)
  const rows = letters.split("-").reduce<string[]>((all, group, at) => {
    if (at % 6 === 0) return [...all, group]
    return [...all.slice(0, -1), `${all.at(-1)} ${group}`]
  }, [])
  desk.out(`Licence string for the Activation ID ${activationId}, valid until ${until}:

${rows.join("\n")}

What to do next: read it out or send it. On the sensor it goes into System settings, Subscription & Activation. Case, spaces and
dashes do not matter; a mistyped group is named.
`)
}

function licenceLettersOf(activationId: string, until: string, authority: OpenAuthority): string {
  try {
    return makeLicence(activationId, until, licenceKeyOf(authority))
  } catch (error) {
    if (error instanceof RangeError) throw new WrongUsage(error.message)
    throw error
  }
}

/** Plain files only; a link could bring in anything. */
export function filesBelow(folder: string): Map<string, Uint8Array> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new WrongUsage(`${folder} is not a folder.`)
  const found = new Map<string, Uint8Array>()
  let total = 0
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(folder, name)
    const facts = lstatSync(path)
    if (facts.isDirectory()) continue
    if (!facts.isFile()) throw new AuthorityRefused(`${path} is not a plain file, and can't go into a pack.`)
    total += facts.size
    if (total > packLimits.bytes) throw new AuthorityRefused("A pack has at most 256 MiB. Leave something out.")
    found.set(relative(folder, path).split(sep).join("/"), readFileSync(path))
  }
  return found
}

/** Marks of the certificates in a PEM file. Throws WrongUsage where it holds none: a pack that revokes nothing would look like one that does. */
function marksIn(path: string): string[] {
  try {
    const marks = derOfPem(readFileSync(path, "utf8")).map((der) => certificateMark(readCertificate(der)))
    if (marks.length > 0) return marks
  } catch (error) {
    if (!(error instanceof CertificateUnreadable)) throw error
  }
  throw new WrongUsage(`--revoke ${path} holds no certificate in PEM form. Name the .pem file of the certificate.`)
}

export async function pack(words: readonly string[], desk: AuthorityDesk): Promise<void> {
  const options = new Options(words, ["home", "operator", "version", "from", "revoke", "out"], desk)
  const version = await options.need("version", "Version of the pack")
  const files = filesBelow(await options.need("from", "Folder with the pack's content"))
  const revoked = options.all("revoke").flatMap(marksIn)
  const path = options.get("out") ?? `${plainName(version)}.pack`
  refuseExisting(path)
  const authority = await openAuthority(options, desk)
  const payload = {
    ...common("intelligence", authority.name, desk.now()),
    version,
    revoked,
  }
  const zip = await makePack(payload, files, signerOf(authority, "intelligence")).catch((error: unknown) => {
    throw error instanceof PackUnmakeable ? new AuthorityRefused(error.message) : error
  })
  const text = `version ${version}, ${files.size} files, ${revoked.length} certificates revoked`
  await log(authority, { action: "pack", id: payload.id, sensor: "any", note: text }, desk)
  writeNew(path, zip, 0o644)
  desk.out(`${path} is signed: ${text}.

What to do next: copy it to a USB stick and upload it to the sensors.
`)
}
