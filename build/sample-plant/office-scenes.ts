/** Everything that is not process control: names, neighbours, time, logs, web, files, and what the internet wants. */
import type { Host } from "./host.ts"
import { addressText } from "./host.ts"
import * as names from "./name-messages.ts"
import * as neighbours from "./neighbour-messages.ts"
import { BROADCAST } from "./network.ts"
import * as office from "./office-messages.ts"
import * as plant from "./plant.ts"
import { HOUR, MINUTE, SECOND, type Stage } from "./stage.ts"

const everybody20 = { mac: BROADCAST, ip: [10, 20, 20, 255] }

export const fqdn = (host: Host): string => `${host.name.toLowerCase()}.plant.example`

/** Asks the domain controller for a name. */
export function lookUp(stage: Stage, time: number, client: Host, host: Host | string): void {
  const id = stage.random.within(1, 65535)
  const port = stage.port(client)
  const text = typeof host === "string" ? host : fqdn(host)
  const answer = typeof host === "string" ? names.dnsUnknown(id, text) : names.dnsAnswer(id, text, host.ip)
  stage.network.udp(time, client, plant.domain, port, 53, names.dnsQuery(id, text))
  stage.network.udp(time + stage.random.within(300, 4000), plant.domain, client, 53, port, answer)
}

export function browse(stage: Stage, time: number, client: Host, server: Host, path: string, status = "200 OK"): void {
  const body = status.startsWith("200") ? `{"orders":[${stage.random.within(1000, 9999)}]}` : "{}"
  const connection = stage.connect(client, server, 80).open(time)
  connection.exchange(0, office.httpGet(addressText(server.ip), path), office.httpAnswer(status, "nginx/1.24.0", body))
  connection.close(0)
}

/** Hello, hello, and a few sealed records each way. */
export function talkSecurely(stage: Stage, time: number, client: Host, server: Host, name: string, port: number): void {
  const connection = stage.connect(client, server, port).open(time)
  connection.exchange(0, office.clientHello(stage.random, name), office.serverHello(stage.random), [8000, 40_000])
  connection.exchange(0, office.sealed(stage.random, 80), office.sealed(stage.random, 180))
  connection.exchange(0, office.sealed(stage.random, 420), office.sealed(stage.random, stage.random.within(500, 2600)))
  connection.close(0)
}

/** Fetches a recipe; with a wrong password the server refuses and says so. */
export function fetchFile(
  stage: Stage,
  time: number,
  client: Host,
  server: Host,
  user: string,
  password: string,
  right: boolean,
): void {
  const connection = stage.connect(client, server, 21).open(time)
  connection.later(800, 3000).send("server", "220 NAS-RECIPES FTP server ready.\r\n").acknowledge("client")
  connection.exchange(0, `USER ${user}\r\n`, `331 Password required for ${user}.\r\n`)
  if (right) {
    connection.exchange(0, `PASS ${password}\r\n`, `230 User ${user} logged in.\r\n`)
    connection.exchange(0, "SIZE recipe-2207.csv\r\n", "213 4711\r\n")
  } else {
    connection.exchange(0, `PASS ${password}\r\n`, "530 Login incorrect.\r\n", [900_000, 1_500_000])
  }
  connection.exchange(0, "QUIT\r\n", "221 Goodbye.\r\n")
  connection.close(0, "server")
}

function shareFiles(stage: Stage, time: number, client: Host, server: Host): void {
  const connection = stage.connect(client, server, 445).open(time)
  connection.exchange(0, office.smbNegotiate(), office.smbNegotiated(stage.random))
  connection.close(0)
}

function askTime(stage: Stage, time: number, client: Host): void {
  const seconds = Math.floor(time / SECOND)
  const port = client.ttl === 128 ? 123 : stage.port(client)
  stage.network.udp(time, client, plant.clock, port, 123, office.ntp(3, seconds))
  stage.network.udp(time + stage.random.within(300, 900), plant.clock, client, 123, port, office.ntp(4, seconds))
}

const switches = [
  {
    host: plant.coreSwitch,
    description: "Cisco IOS Software, IE4000 Software (IE4000-UNIVERSALK9-M), Version 15.2(7)E3",
    capabilities: 0x14,
    port: "Gi1/1",
  },
  {
    host: plant.fillingSwitch,
    description: "Siemens, SIMATIC NET, SCALANCE XC208, 6GK5 208-0BA00-2AC2, HW: Version 2, FW: Version V04.03.00",
    capabilities: 4,
    port: "port-001",
  },
  {
    host: plant.packingSwitch,
    description: "Hirschmann BOBCAT Rail Switch - SW: HiOS-2S-09.0.03",
    capabilities: 4,
    port: "1/1",
  },
]

/** LLDP, spanning tree, CDP: link-local, so without a VLAN tag. */
function neighbourFrames(stage: Stage, from: number, until: number): void {
  const { timeline, network } = stage
  for (const { host, description, capabilities, port } of switches) {
    const frame = neighbours.lldp({ mac: host.mac, ip: host.ip, system: host.name, description, capabilities }, port)
    timeline.every(from + host.ip[3]! * SECOND, until, 5 * MINUTE, 50_000, (time) =>
      network.frame(time, neighbours.LLDP_GROUP, host.mac, 0, 0x88cc, frame),
    )
  }
  for (const [host, station] of plant.stations) {
    const frame = neighbours.lldpStation(station.station, "port-001", station.type)
    timeline.every(from + host.ip[3]! * SECOND, until, 10 * MINUTE, 50_000, (time) =>
      network.frame(time, neighbours.LLDP_GROUP, host.mac, 0, 0x88cc, frame),
    )
  }
  const core = plant.coreSwitch
  timeline.every(from + SECOND, until, MINUTE, 2000, (time) =>
    network.frame8023(time, neighbours.STP_GROUP, core.mac, neighbours.spanningTree(core.mac, core.mac, 0, 1)),
  )
  const cdp = neighbours.cdp(
    core.name,
    core.ip,
    "GigabitEthernet1/1",
    switches[0]!.description,
    "cisco IE-4000-8GT8GP4G-E",
  )
  timeline.every(from + 2 * SECOND, until, 5 * MINUTE, 9000, (time) =>
    network.frame8023(time, neighbours.CDP_GROUP, core.mac, cdp),
  )
}

const controlComputers = [plant.scada1, plant.scada2, plant.engineering, plant.fillerPanel, plant.packerPanel]
const officeComputers = [plant.operator1, plant.operator2, plant.historian, plant.domain]

/** Computers start: they register their names, look for each other, and those of the office open the shared folder. */
function startOfDay(stage: Stage, from: number): void {
  const { timeline, network, random } = stage
  for (const [n, host] of [...controlComputers, ...officeComputers].entries()) {
    const everybody = { mac: BROADCAST, ip: [10, 20, host.vlan, 255] }
    timeline.at(from + (3 + n * 9) * SECOND, (time) => {
      const registration = names.netbiosRegistration(random.within(1, 65535), host.name, host.ip)
      network.udpToGroup(time, host, everybody, 137, 137, registration)
      if (host.vlan !== 20) return
      stage.resolve(time + 9000, host, plant.domain === host ? plant.storage : plant.domain)
      lookUp(stage, time + 40_000, host, plant.historian)
      shareFiles(stage, time + 700_000, host, plant.storage)
    })
  }
}

function announcements(stage: Stage, from: number, until: number): void {
  const { timeline, network, random } = stage
  for (const host of [plant.printer, plant.ipCamera, plant.storage]) {
    timeline.every(from + host.ip[3]! * SECOND, until, 30 * MINUTE, SECOND, (time) =>
      network.udpToGroup(time, host, names.MDNS, 5353, 5353, names.mdnsAnnouncement(host.name.toLowerCase(), host.ip)),
    )
  }
  timeline.every(from + 4 * MINUTE, until, 40 * MINUTE, MINUTE, (time) => {
    const id = random.within(1, 65535)
    const port = stage.port(plant.operator1)
    network.udpToGroup(time, plant.operator1, names.LLMNR, port, 5355, names.dnsQuery(id, plant.operator2.name, 0))
    network.udp(
      time + 1500,
      plant.operator2,
      plant.operator1,
      5355,
      port,
      names.dnsAnswer(id, plant.operator2.name, plant.operator2.ip, 0x8000),
    )
  })
  timeline.every(from + 5 * MINUTE, until, 15 * MINUTE, SECOND, (time) => {
    network.udpToGroup(time, plant.building, everybody20, 47808, 47808, office.whoIs)
    network.udpToGroup(time + 20_000, plant.climate, everybody20, 47808, 47808, office.iAm(2301, 7))
  })
}

/** Logs, counters, time: what machines send of themselves. */
function housekeeping(stage: Stage, from: number, until: number): void {
  const { timeline, network, random } = stage
  for (const host of [plant.router, plant.storage]) {
    timeline.every(from + host.ip[3]! * SECOND, until, 3 * MINUTE, 20 * SECOND, (time) =>
      network.udp(
        time,
        host,
        plant.logServer,
        514,
        514,
        `<134>${host.name}: session ${random.within(1000, 9999)} closed`,
      ),
    )
  }
  for (const host of [plant.ups, plant.printer]) {
    timeline.every(from + host.ip[3]! * SECOND, until, 5 * MINUTE, SECOND, (time, turn) => {
      const port = stage.port(plant.logServer)
      network.udp(time, plant.logServer, host, port, 161, office.snmp(false, turn + 1, ""))
      network.udp(time + 4000, host, plant.logServer, 161, port, office.snmp(true, turn + 1, host.name))
    })
  }
  const clients = [
    plant.scada1,
    plant.scada2,
    plant.engineering,
    plant.blowMould,
    plant.filler,
    plant.cleaning,
    plant.labeller,
    plant.domain,
  ]
  for (const host of clients) {
    timeline.every(from + host.ip[3]! * SECOND, until, 17 * MINUTE, 10 * SECOND, (time) => askTime(stage, time, host))
  }
}

/** People at work, and the servers that serve them. */
function deskWork(stage: Stage, from: number, until: number): void {
  const { timeline } = stage
  const {
    operator1,
    operator2,
    historian,
    execution,
    planning,
    updates,
    webSite,
    storage,
    ipCamera,
    scada1,
    labeller,
  } = plant
  timeline.every(from + 3 * MINUTE, until, 6 * MINUTE, MINUTE, (time) =>
    browse(stage, time, historian, execution, "/orders/next"),
  )
  timeline.every(from + 4 * MINUTE, until, 9 * MINUTE, MINUTE, (time, turn) =>
    lookUp(stage, time, operator1, turn & 1 ? historian : storage),
  )
  timeline.every(from + 5 * MINUTE, until, 12 * MINUTE, MINUTE, (time) =>
    talkSecurely(stage, time, operator1, planning, "erp.example", 443),
  )
  timeline.every(from + 7 * MINUTE, until, 25 * MINUTE, 2 * MINUTE, (time) =>
    talkSecurely(stage, time, operator2, webSite, "www.example.com", 443),
  )
  timeline.every(from + 9 * MINUTE, until, 50 * MINUTE, MINUTE, (time) =>
    talkSecurely(stage, time, plant.domain, updates, "update.example.net", 443),
  )
  timeline.every(from + 6 * MINUTE, until, 10 * MINUTE, MINUTE, (time) =>
    browse(stage, time, operator2, ipCamera, "/snapshot.jpg"),
  )
  timeline.every(from + 8 * MINUTE, until, 2 * HOUR, MINUTE, (time) =>
    fetchFile(stage, time, operator1, storage, "recipes", "b0ttle-line", true),
  )
  timeline.every(from + 10 * MINUTE, until, 20 * MINUTE, MINUTE, (time) => shareFiles(stage, time, operator2, storage))
  timeline.every(from + 2 * MINUTE, until, 5 * MINUTE, SECOND, (time) =>
    talkSecurely(stage, time, historian, scada1, "scada-1.plant.example", 8443),
  )
  timeline.every(from + 11 * MINUTE, until, 30 * MINUTE, SECOND, (time) => {
    const connection = stage.connect(scada1, labeller, 4840).open(time)
    connection.exchange(0, office.opcHello(`opc.tcp://${addressText(labeller.ip)}:4840`), office.opcAcknowledge)
    connection.close(0)
  })
}

export function officeWork(stage: Stage, from: number, until: number): void {
  startOfDay(stage, from)
  neighbourFrames(stage, from, until)
  announcements(stage, from, until)
  housekeeping(stage, from, until)
  deskWork(stage, from, until)
  for (const host of [plant.scada1, plant.historian, plant.operator1]) {
    const router = {
      ...plant.router,
      vlan: host.vlan,
      ip: [10, 20, host.vlan, 1],
      mac: [...plant.router.mac.slice(0, 5), host.vlan],
    }
    stage.timeline.every(from + host.ip[3]! * SECOND, until, 20 * MINUTE, SECOND, (time) =>
      stage.resolve(time, host, router),
    )
  }
}
