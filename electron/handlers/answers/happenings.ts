/** What happened between a device and others, from its point of view: answered in a site thread. */
import { mostListed } from "../../../shared/api/contract/happenings.ts"
import type { MadeOutput, ParsedInput } from "../../../shared/api/server.ts"
import type { Happening } from "../../../shared/model/happening.ts"
import { arrangementOf } from "../../store/arrangement.ts"
import { connections } from "../../store/connections.ts"
import type { Database } from "../../store/database.ts"
import { devices, type EditedDevice } from "../../store/devices.ts"
import { happenings, type StoredHappening } from "../../store/happenings.ts"
import { unknownDevice } from "../device-row.ts"

type Output = MadeOutput<"happenings.list">
type Of<Kind extends Happening["kind"]> = Extract<Happening, { kind: Kind }> & StoredHappening

/** Whose point of view it is, and what the other ends are. */
type View = {
  readonly own: ReadonlySet<string>
  readonly peers: ReadonlyMap<string, EditedDevice>
}

export function listHappenings(database: Database, { device: id }: ParsedInput<"happenings.list">): Output {
  const device = devices.get(database, id)
  if (!device) throw unknownDevice()
  const of = <Kind extends Happening["kind"]>(kind: Kind): Of<Kind>[] =>
    happenings.of(database, device.id, kind, mostListed).filter((one): one is Of<Kind> => one.kind === kind)
  const [signIns, files, sessions, names] = [of("signIn"), of("file"), of("session"), of("name")]
  const own = new Set([device.id, ...device.aliases, ...(arrangementOf(database)?.membersOf(device.id) ?? [])])
  const all = [...signIns, ...files, ...sessions, ...names]
  const view = { own, peers: peersOf(database, own, all) }
  return {
    signIns: signIns.map((one) => signInRow(one, view)),
    files: files.map((one) => fileRow(one, view)),
    sessions: sessions.map((one) => sessionRow(one, view)),
    names: names.map((one) => nameRow(one, view)),
    internet: internetOf(database, device, names),
  }
}

function peersOf(database: Database, own: ReadonlySet<string>, all: readonly Happening[]): View["peers"] {
  const ids = [...new Set(all.flatMap(({ client, server }) => [client, server]))].filter((id) => !own.has(id))
  return new Map(devices.some(database, ids).flatMap((one) => [one.id, ...one.aliases].map((id) => [id, one] as const)))
}

const addressOf = (text: string): string => text.split("@", 1)[0] ?? ""

function common(one: StoredHappening, { own, peers }: View) {
  const asks = own.has(one.client)
  const [end, address] = asks ? [one.server, one.serverAddress] : [one.client, one.clientAddress]
  const peer = peers.get(end)
  const { id, protocol, count, firstSeen, lastSeen, frame } = one
  return {
    ...{ id, role: asks ? ("asks" as const) : ("answers" as const), peer: peer?.id ?? "" },
    peerName: (peer?.name ?? addressOf(address)).slice(0, 400),
    ...{ protocol, count, firstSeen, lastSeen, hasPacket: frame > 0 },
  }
}

function signInRow(one: Of<"signIn">, view: View): Output["signIns"][number] {
  const { user, outcome, isClear, mask, isDefault } = one
  return { ...common(one, view), user, outcome, isClear, mask, isDefault }
}

function fileRow(one: Of<"file">, view: View): Output["files"][number] {
  const { name, size, sha256, state, program } = one
  const told = common(one, view)
  const gave = (told.role === "asks") === (one.way === "toServer")
  return { ...told, name, way: gave ? "gave" : "got", size, sha256, state, program }
}

function sessionRow(one: Of<"session">, view: View): Output["sessions"][number] {
  const { title, port, sent, received, isOpen } = one
  const told = common(one, view)
  const isFromInternet = told.role === "answers" && view.peers.get(one.client)?.internet === true
  return { ...told, title, port, sent, received, isOpen, isFromInternet }
}

function nameRow(one: Of<"name">, view: View): Output["names"][number] {
  const { name, type, answers, fault, answered } = one
  return { ...common(one, view), name, type, answers: answers.slice(0, 100), fault, answered }
}

/** The connections with addresses of the internet, and by which names the device had asked for those. */
function internetOf(database: Database, device: EditedDevice, names: readonly Of<"name">[]): Output["internet"] {
  const lines = connections.of(database, device.id, 20_000)
  const far = (line: { readonly client: string; readonly server: string }): string =>
    line.client === device.id ? line.server : line.client
  const abroad = new Map(
    devices
      .some(database, [...new Set(lines.map(far))])
      .filter((one) => one.internet)
      .map((one) => [one.id, one]),
  )
  return lines
    .flatMap((line) => {
      const peer = abroad.get(far(line))
      if (!peer || device.internet) return []
      const { id, protocol, port, packets, bytes, firstSeen, lastSeen } = line
      const known = names.filter(({ answers }) => answers.some((one) => peer.addresses.includes(one)))
      return {
        ...{ id, role: line.client === device.id ? ("asks" as const) : ("answers" as const), peer: peer.id },
        address: (peer.addresses[0] ?? peer.name).slice(0, 400),
        names: [...new Set(known.map(({ name }) => name))].slice(0, 20),
        ...{ protocol, port, packets, bytes, firstSeen, lastSeen },
      }
    })
    .sort((a, b) => b.bytes - a.bytes || (a.id < b.id ? -1 : 1))
    .slice(0, mostListed)
}
