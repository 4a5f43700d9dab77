/** What goes wrong on the second day: an unknown laptop looks around, stops a controller, loads a program, writes and guesses. */
import { fillerRuns, openS7, readLists } from "./control-scenes.ts"
import { listIdentity } from "./enip-messages.ts"
import * as modbus from "./modbus-messages.ts"
import { arp, dhcp, LLMNR, dnsQuery } from "./name-messages.ts"
import { BROADCAST } from "./network.ts"
import { browse, fetchFile, lookUp, talkSecurely } from "./office-scenes.ts"
import * as plant from "./plant.ts"
import * as s7 from "./s7-messages.ts"
import { MINUTE, SECOND, type Stage } from "./stage.ts"

const { laptop, router } = plant
const nobody = [0, 0, 0, 0]
const noMac = [0, 0, 0, 0, 0, 0]

/** Asks for an address and announces it. The router is the control network's DHCP server. */
function plugIn(stage: Stage, time: number): void {
  const transaction = stage.random.within(1, 0x7fffffff)
  const server = { ...router, mac: [...router.mac.slice(0, 5), 10] }
  const lease = { transaction, mac: laptop.mac, yours: laptop.ip, server: router.ip, hostname: laptop.name }
  stage.network.udpFromNobody(time, laptop, 68, 67, dhcp({ ...lease, message: 1 }))
  stage.network.udp(time + 9000, server, laptop, 67, 68, dhcp({ ...lease, message: 2 }))
  stage.network.udpFromNobody(time + 21_000, laptop, 68, 67, dhcp({ ...lease, message: 3 }))
  stage.network.udp(time + 29_000, server, laptop, 67, 68, dhcp({ ...lease, message: 5 }))
  for (let n = 0; n < 3; n++) {
    const probe = arp(1, laptop.mac, n < 2 ? nobody : laptop.ip, noMac, laptop.ip)
    stage.network.frame(time + (n + 1) * SECOND, BROADCAST, laptop.mac, 10, 0x0806, probe)
  }
  stage.network.udpToGroup(time + 4 * SECOND, laptop, LLMNR, stage.port(laptop), 5355, dnsQuery(4711, "wpad", 0))
  lookUp(stage, time + 5 * SECOND, laptop, "wpad.plant.example")
}

const answering = [
  plant.router,
  plant.coreSwitch,
  plant.fillingSwitch,
  plant.packingSwitch,
  plant.clock,
  plant.blowMould,
  plant.filler,
  plant.cleaning,
  plant.utilities,
  plant.fillerIo,
  plant.capperIo,
  plant.fillerDrive,
  plant.fillerSensors,
  plant.packer,
  plant.packerDrive,
  plant.packerPanel,
  plant.packerIo,
  plant.camera,
  plant.palletiser,
  plant.powerMeter,
  plant.conveyorIo,
  plant.pumpDrive,
  plant.gateway,
  plant.labeller,
  plant.substation,
  plant.waterWell,
  plant.fillerPanel,
  plant.scada1,
  plant.scada2,
  plant.engineering,
]

/** Every address of the network once, a few a second. */
function sweep(stage: Stage, time: number): void {
  for (let last = 1; last < 255; last++) {
    const at = time + last * 40_000
    const ip = [10, 20, 10, last]
    if (last === laptop.ip[3]) continue
    stage.network.frame(at, BROADCAST, laptop.mac, 10, 0x0806, arp(1, laptop.mac, laptop.ip, noMac, ip))
    const host = answering.find((one) => one.ip[3] === last)
    if (host === undefined) continue
    const mac = host === router ? [...router.mac.slice(0, 5), 10] : host.mac
    stage.network.frame(at + 700, laptop.mac, mac, 10, 0x0806, arp(2, mac, host.ip, laptop.mac, laptop.ip))
  }
}

const open: ReadonlyMap<number, readonly unknown[]> = new Map<number, readonly unknown[]>([
  [22, [plant.coreSwitch]],
  [80, [plant.coreSwitch, plant.fillingSwitch, plant.packingSwitch, plant.gateway, plant.fillerPanel, plant.camera]],
  [102, [plant.blowMould, plant.filler, plant.cleaning, plant.utilities]],
  [502, [plant.palletiser, plant.powerMeter, plant.conveyorIo, plant.pumpDrive, plant.gateway]],
  [4840, [plant.labeller]],
  [20000, [plant.substation, plant.waterWell]],
  [44818, [plant.packer, plant.packerDrive, plant.packerPanel, plant.packerIo, plant.camera]],
])

/** A connection attempt to each usual port of whoever answered. */
function scanPorts(stage: Stage, time: number): void {
  let at = time
  for (const host of answering.filter((one) => one !== router)) {
    for (const [port, servers] of open) {
      at += stage.random.within(3000, 9000)
      const attempt = stage.connect(laptop, host, port)
      if (servers.includes(host)) attempt.probed(at)
      else attempt.refused(at)
    }
  }
}

/** Asks every Modbus station and every S7 controller who it is, and everybody on EtherNet/IP. */
function ask(stage: Stage, time: number): void {
  let at = time
  for (const [host, names] of plant.modbusIdentities) {
    const connection = stage.connect(laptop, host, 502).open((at += SECOND))
    connection.exchange(0, modbus.modbus(1, 255, modbus.identify), modbus.modbus(1, 255, modbus.identification(names)))
    connection.close(0)
  }
  for (const one of plant.siemens) readLists(stage, (at += 2 * SECOND), laptop, one)
  stage.network.udpToGroup(
    at + SECOND,
    laptop,
    { mac: BROADCAST, ip: [10, 20, 10, 255] },
    stage.port(laptop),
    44818,
    listIdentity,
  )
}

const fillerController = plant.siemens[1]!

function stopController(stage: Stage, time: number): void {
  const connection = openS7(stage, time, laptop, fillerController, 1)
  connection.exchange(0, s7.job(2, s7.stop), s7.answer(2, s7.stopped), [90_000, 200_000])
  connection.exchange(0, s7.askList(3, 0x0424, 0), s7.list(3, 3, 0x0424, 0, [s7.modeRecord(4)]))
  connection.close(0)
  fillerRuns.now = false
}

/** One organisation block: the controller asks for its pieces, then it is linked in and the controller started. */
function loadProgram(stage: Stage, time: number): void {
  const file = "_0800001P"
  const code = Uint8Array.from({ length: 520 }, (_, n) => (n * 31) & 255)
  const pieces = [code.subarray(0, 200), code.subarray(200, 400), code.subarray(400)]
  const connection = openS7(stage, time, laptop, fillerController, 1)
  connection.exchange(0, s7.job(2, s7.requestDownload(file, code.length)), s7.answer(2, [0x1a]))
  pieces.forEach((piece, n) => {
    connection.later(3000, 9000).send("server", s7.job(900 + n, s7.downloadBlock(file)))
    connection
      .later(1000, 4000)
      .send("client", s7.answer(900 + n, s7.blockData(n + 1 < pieces.length), s7.blockBytes(piece)))
    connection.acknowledge("server")
  })
  connection.later(3000, 9000).send("server", s7.job(910, s7.downloadEnded(file)))
  connection
    .later(1000, 4000)
    .send("client", s7.answer(910, [0x1c]))
    .acknowledge("server")
  connection.exchange(0, s7.job(3, s7.insertBlock(file.slice(1))), s7.answer(3, [0x28]))
  connection.exchange(0, s7.job(4, s7.startProgram), s7.answer(4, [0x28]), [200_000, 400_000])
  connection.exchange(0, s7.askList(5, 0x0424, 0), s7.list(5, 5, 0x0424, 0, [s7.modeRecord(8)]))
  connection.close(0)
  fillerRuns.now = true
}

/** Registers that nobody ever wrote, and one that does not exist. */
function writeStrangely(stage: Stage, time: number): void {
  const connection = stage.connect(laptop, plant.palletiser, 502).open(time)
  const say = (transaction: number, question: Uint8Array, answer: Uint8Array | readonly number[]): void => {
    connection.exchange(
      connection.time + 2 * SECOND,
      modbus.modbus(transaction, 255, question),
      modbus.modbus(transaction, 255, answer),
    )
  }
  say(1, modbus.writeRegister(2047, 9999), modbus.writeRegister(2047, 9999))
  say(2, modbus.writeRegisters(2050, [0, 0, 65535]), modbus.wroteRegisters(2050, 3))
  say(3, modbus.writeRegister(40_000, 1), modbus.exception(6, 2))
  connection.close(0)
}

function guessPasswords(stage: Stage, time: number): void {
  ;["recipes", "admin", "1234", "password", "bottling"].forEach((password, n) =>
    fetchFile(stage, time + n * 4 * SECOND, laptop, plant.storage, "admin", password, false),
  )
  browse(stage, time + 30 * SECOND, laptop, plant.gateway, "/admin", "401 Unauthorized")
}

/** Minutes are counted from the day's beginning. */
export function badDay(stage: Stage, from: number): void {
  const { timeline } = stage
  timeline.at(from + 132 * MINUTE, (time) => plugIn(stage, time))
  timeline.at(from + 140 * MINUTE, (time) => sweep(stage, time))
  timeline.at(from + 141 * MINUTE, (time) => scanPorts(stage, time))
  timeline.at(from + 145 * MINUTE, (time) => ask(stage, time))
  timeline.at(from + 161 * MINUTE, (time) => stopController(stage, time))
  timeline.at(from + 175 * MINUTE, (time) => loadProgram(stage, time))
  timeline.at(from + 210 * MINUTE, (time) => writeStrangely(stage, time))
  timeline.at(from + 225 * MINUTE, (time) => guessPasswords(stage, time))
  timeline.at(from + 240 * MINUTE, (time) => talkSecurely(stage, time, laptop, plant.strange, "a7k2.example.org", 443))
}
