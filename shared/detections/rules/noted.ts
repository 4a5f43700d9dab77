/** What is worth a line in the event timeline and is no alert by itself: files, connections to work by, addresses that move. What goes on all the time is told once an hour. */
import type { Detection, ExampleFact, Judging, Spoken } from "../detection.ts"
import { isDue, pairOf } from "./noted-functions.ts"

type Ends = Pick<Spoken<"operation">, "client" | "server">

/** Ports that people work on a computer from afar by, until the protocol itself was seen: SSH, Telnet, remote desktop, VNC. */
const remotePorts: Readonly<Record<number, string>> = { 22: "SSH", 23: "Telnet", 3389: "remote desktop", 5900: "VNC" }
const remote: Readonly<Record<string, string>> = {
  ssh: "SSH",
  telnet: "Telnet",
  rdp: "remote desktop",
  vnc: "VNC",
  teamviewer: "TeamViewer",
}

function workedFromAfar(ends: Ends, how: string, protocol: string, time: number, judging: Judging): void {
  if (!isDue(`noted|remote|${pairOf(ends, judging)}|${how}`, time, judging)) return
  const text = `{source} opened a connection to {target} to work on it from afar, over ${how}.`
  judging.tell({ kind: "REMOTE_ACCESS", source: ends.client, target: ends.server, protocol, text, time })
}

function speaks(fact: Spoken<"protocol">, judging: Judging): void {
  const how = remote[fact.protocol]
  if (how === undefined) return
  judging.swap(`remote|${pairOf(fact, judging)}|${fact.port}`, fact.protocol)
  workedFromAfar(fact, how, fact.protocol, fact.time, judging)
}

/** Who worked like this before comes again. */
function attempted(fact: Spoken<"attempt">, judging: Judging): void {
  const how = remotePorts[fact.port]
  if (how === undefined) return
  const key = `remote|${pairOf(fact, judging)}|${fact.port}`
  const protocol = judging.swap(key, "")
  if (protocol === "") return
  judging.swap(key, protocol)
  workedFromAfar(fact, how, protocol, fact.time, judging)
}

function moved(
  ends: Ends,
  fact: { protocol: string; way: string; name: string; time: number },
  judging: Judging,
): void {
  const { protocol, way, name, time } = fact
  if (way === "opened" || !isDue(`noted|file|${pairOf(ends, judging)}|${protocol}|${way}`, time, judging)) return
  const verb = way === "toServer" ? "sent files to" : "took files from"
  const first = name === "" ? "" : `, ${name} first`
  const text = `{source} ${verb} {target} over ${protocol.toUpperCase()}${first}.`
  judging.tell({ kind: "FILE_TRANSFER", source: ends.client, target: ends.server, protocol, text, time })
}

const changing = /^(?:create|alter|drop|truncate|rename|grant|revoke|deny)\s+(?!table\s+#|temp)([a-z]+)/i

function stated(fact: Spoken<"statement">, judging: Judging): void {
  const { client: source, server: target, protocol, text: statement, time } = fact
  const [verb] = changing.exec(statement) ?? []
  if (verb === undefined || !isDue(`noted|database|${pairOf(fact, judging)}|${verb}`, time, judging)) return
  const text = `{source} changed the structure of a database on {target}: ${statement.slice(0, 200)}`
  judging.tell({ kind: "DATABASE_ACTION", source, target, protocol, text, time })
}

/** An address moves: DHCP gave a device another one, or another card answers for it. */
function bound({ mac, address, how, tunnel = "", time }: Spoken<"binding">, judging: Judging): void {
  const { swap, tell, isFirst } = judging
  if (address === "" || address === "0.0.0.0" || mac === "") return
  const nobody = { source: -1, target: -1 }
  if (how === "dhcp") {
    const before = swap(`noted|lease|${tunnel}|${mac}`, address)
    if (before !== "" && before !== address)
      tell({
        kind: "DHCP_UPDATE",
        ...nobody,
        text: `The device ${mac} got the address ${address}; it had ${before} before.`,
        time,
      })
  }
  if (how !== "arp" && how !== "arp-announcement") return
  const before = swap(`noted|card|${tunnel}|${address}`, mac)
  // Pairs of routers answer in turn for one address: each card is told once.
  const isNew = isFirst(`card|${tunnel}|${address}|${mac}`)
  if (before !== "" && before !== mac && isNew)
    tell({
      kind: "HARDWARE_UPDATE_BY_IDENTIFIER",
      ...nobody,
      text: `The address ${address} belongs to the network card ${mac} now; it belonged to ${before} before.`,
      time,
    })
}

const properties: Readonly<Record<string, string>> = {
  hostname: "name",
  os: "system",
  model: "model",
  serial: "serial number",
}

function claimed({ about, field, value, rule, confidence, time }: Spoken<"claim">, { world, tell }: Judging): void {
  const word = properties[field]
  if (word === undefined || typeof about !== "number" || confidence < 0.8) return
  const before = world.said({ about, field, rule })
  if (before === "" || before === value || world.hasSaid({ about, field, rule, value })) return
  const text = `{source} tells another ${word} than before: ${value}; it was ${before}.`
  tell({ kind: "DEVICE_UPDATE", source: about, target: -1, text, time })
}

const ends = { from: "10.0.0.9", to: "10.0.0.2" } as const
const said = (protocol: string, what: Extract<ExampleFact, { says: "said" }>["said"], at = 0): ExampleFact => ({
  ...{ says: "said", ...ends, protocol, said: what, at },
})
const file = (name: string, at = 0): ExampleFact => said("ftp", { kind: "file", name, way: "toServer" }, at)
const card = (mac: string, how: "arp" | "dhcp" = "arp", address = "10.0.0.2"): ExampleFact => ({
  ...{ says: "binding", mac, address, how },
})
const [one, other] = ["00:11:22:33:44:55", "00:aa:bb:cc:dd:ee"]
const tries = (at: number): ExampleFact => ({ says: "attempt", ...ends, port: 22, at })
const knows = [{ says: "speaks", ...ends, protocol: "ssh", port: 22 }] as const
const named = (value: string): ExampleFact => ({
  ...{ says: "claim", of: "10.0.0.2", field: "hostname", value, rule: "NetBIOS name" },
})

export const noted: Detection = {
  kinds: [],
  facts: {
    protocol: speaks,
    attempt: attempted,
    file: (fact, judging) => moved(fact, fact, judging),
    carried: (fact, judging) => moved(fact, fact, judging),
    statement: stated,
    binding: bound,
    claim: claimed,
  },
  examples: [
    {
      name: "files, one after the other",
      learned: [file("a")],
      then: [file("b", 60), file("c", 120)],
      raises: [],
      tells: [],
    },
    {
      name: "a file, hours later",
      learned: [file("a")],
      then: [file("b", 9000)],
      raises: [],
      tells: ["FILE_TRANSFER"],
    },
    {
      name: "a connection to work by",
      learned: [...knows],
      then: [tries(9000), tries(9060)],
      raises: [],
      tells: ["REMOTE_ACCESS"],
    },
    { name: "a port that nobody answered on", then: [tries(9000)], raises: [], tells: [] },
    {
      name: "a table is altered",
      learned: [said("tds", { kind: "statement", text: "alter table a add b int" })],
      then: [said("tds", { kind: "statement", text: "alter table a add c int" }, 9000)],
      raises: [],
      tells: ["DATABASE_ACTION"],
    },
    {
      name: "another address by DHCP",
      learned: [card(one, "dhcp")],
      then: [card(one, "dhcp", "10.0.0.3")],
      raises: [],
      tells: ["DHCP_UPDATE"],
    },
    {
      name: "another card for an address",
      learned: [card(one)],
      then: [card(other)],
      raises: [],
      tells: ["HARDWARE_UPDATE_BY_IDENTIFIER"],
    },
    {
      name: "two cards in turn",
      learned: [card(one), card(other)],
      then: [card(one), card(other)],
      raises: [],
      tells: [],
    },
    { name: "another name", learned: [named("HMI-1")], then: [named("HMI-2")], raises: [], tells: ["DEVICE_UPDATE"] },
  ],
}
