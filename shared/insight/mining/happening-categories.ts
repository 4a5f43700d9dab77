/** Categories of what happened between devices: sign-ins, files, programs, sessions from afar, names asked for. */
import type { FileSeen, Happening, NameAsked, RemoteSession, SignIn } from "../../model/happening.ts"
import { aboutDevice } from "./about-device.ts"
import type { Category } from "./category.ts"
import type { MinedDevice, MiningRecord, SiteFacts } from "./record.ts"

type Told = Pick<MiningRecord, "group" | "text" | "value" | "number" | "state">

const noDevice = { device: "", vlan: -1, mac: "", groups: [], tags: [] } as const
const plainAddress = (text: string): string => text.split("@", 1)[0] ?? ""

function about(device: MinedDevice | undefined, address: string) {
  const plain = plainAddress(address)
  if (device === undefined) return { ...noDevice, name: plain, address: plain, addresses: [plain], macs: [] }
  return { ...aboutDevice(device), address: plain }
}

/** From the point of view of who asked. */
function record(
  { devices, titleOf }: SiteFacts,
  one: Happening,
  within: Pick<MiningRecord, "category" | "path">,
  told: Told,
): MiningRecord {
  const peer = devices.get(one.server)
  const own = about(devices.get(one.client), one.clientAddress)
  return {
    ...own,
    addresses: [...new Set([...own.addresses, plainAddress(one.serverAddress)])],
    ...{ peer: peer?.name ?? plainAddress(one.serverAddress), peerDevice: peer?.id ?? "" },
    ...{ transport: "", protocol: one.protocol, port: one.kind === "session" ? one.port : 0 },
    ...within,
    ...told,
    tags: [...own.tags, titleOf(one.protocol)],
    ...{ firstSeen: one.firstSeen, lastSeen: one.lastSeen },
  }
}

const thousands = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ",")
const counted = (value: number, one: string): Pick<Told, "value" | "number"> => ({
  value: `${thousands(value)} ${value === 1 ? one : `${one}s`}`,
  number: value,
})

const outcomes = { succeeded: "Let in", refused: "Refused", presented: "No answer seen" } as const
const byProtocol = (key: string, path: readonly string[], one: Happening, { titleOf }: SiteFacts) => ({
  category: `${key}/${one.protocol}`,
  path: [...path, titleOf(one.protocol)],
})

/** A category of one kind of happening. */
const category = <Kind extends Happening["kind"]>(
  { key, path, description }: Pick<Category, "key" | "path" | "description">,
  kind: Kind,
  told: (one: Extract<Happening, { kind: Kind }>) => Told | null,
): Category => ({
  ...{ key, path, description },
  *records(facts) {
    for (const one of facts.happenings) {
      if (one.kind !== kind) continue
      // The kind was compared just now.
      const what = told(one as Extract<Happening, { kind: Kind }>)
      if (what !== null) yield record(facts, one, byProtocol(key, path, one, facts), what)
    }
  },
})

const signIn = ({ user, outcome, count, mask, isDefault, isClear }: SignIn): Told => ({
  group: outcomes[outcome],
  text: `${user === "" ? "Sign-in without a name" : `Sign-in of ${user}`}${mask === "" ? "" : `, password ${mask}`}`,
  ...counted(count, "time"),
  state: isDefault ? "Default password" : isClear ? "Password readable" : outcomes[outcome],
})

const states = {
  whole: "Seen whole",
  incomplete: "Incomplete",
  compressed: "Sent compressed",
  partly: "A part",
  large: "Too long to hash",
} as const
const file = ({ name, way, size, state, sha256, program }: FileSeen): Told => ({
  group: program === "" ? (way === "toServer" ? "Given" : "Taken") : program,
  text: `${name === "" ? "A file without a name" : name}${sha256 === "" ? "" : `, SHA-256 ${sha256}`}`,
  ...counted(size, "byte"),
  state: states[state],
})

const session = ({ title, sent, received, isOpen }: RemoteSession): Told => ({
  group: title,
  text: `${title} session`,
  ...counted(sent + received, "byte"),
  state: isOpen ? "Still open" : "Ended",
})

const name = ({ name: asked, type, answers, fault, count, answered }: NameAsked): Told => ({
  group: type,
  text: `${asked}${answers.length === 0 ? "" : `: ${answers.join(", ")}`}`,
  ...counted(Math.max(count, answered), "time"),
  state: fault !== "" ? fault : answers.length > 0 ? "Answered" : "No answer seen",
})

export const happeningCategories: readonly Category[] = [
  category(
    {
      key: "signIns/all",
      path: ["Sign-ins", "All sign-ins"],
      description: "Who signed in where, and whether it worked.",
    },
    "signIn",
    signIn,
  ),
  category(
    {
      ...{ key: "signIns/readable", path: ["Sign-ins", "Readable passwords"] },
      description: "Sign-ins whose password anybody on the way could read.",
    },
    "signIn",
    (one) => (one.isClear ? signIn(one) : null),
  ),
  category(
    {
      ...{ key: "signIns/default", path: ["Sign-ins", "Default passwords"] },
      description: "Sign-ins with user and password as a maker delivers them.",
    },
    "signIn",
    (one) => (one.isDefault ? signIn(one) : null),
  ),
  category(
    { key: "files/all", path: ["Files", "All files"], description: "Files whose bytes passed, with their hash." },
    "file",
    file,
  ),
  category(
    {
      ...{ key: "files/programs", path: ["Files", "Programs and scripts"] },
      description: "Files that run, or are loaded into a device.",
    },
    "file",
    (one) => (one.program === "" ? null : file(one)),
  ),
  category(
    {
      ...{ key: "remote/sessions", path: ["Remote access", "Sessions with their span"] },
      description: "Each session from afar, from its beginning to its end.",
    },
    "session",
    session,
  ),
  category(
    {
      key: "names/asked",
      path: ["Names", "Names asked for"],
      description: "Names looked up by DNS, and their answers.",
    },
    "name",
    name,
  ),
]
