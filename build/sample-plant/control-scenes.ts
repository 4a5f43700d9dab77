/** Ordinary work on the control network: polling and cyclic data of six OT protocols. */
import * as dnp3 from "./dnp3-messages.ts"
import * as enip from "./enip-messages.ts"
import type { Host } from "./host.ts"
import * as modbus from "./modbus-messages.ts"
import { join } from "./bytes.ts"
import { BROADCAST } from "./network.ts"
import * as plant from "./plant.ts"
import * as profinet from "./profinet-messages.ts"
import * as s7 from "./s7-messages.ts"
import { MINUTE, SECOND, type Stage } from "./stage.ts"
import type { TcpConnection } from "./tcp-connection.ts"

/** Values that drift: a level, a speed, a temperature. */
const drift = (turn: number, base: number, swing: number): number =>
  Math.round(base + swing * Math.sin(turn / 17 + base))

/** Opens an S7 connection and agrees on its size. `kind`: 1 programming device, 2 operator panel. */
export function openS7(
  stage: Stage,
  time: number,
  client: Host,
  controller: plant.Siemens,
  kind: number,
): TcpConnection {
  stage.resolve(time - 2000, client, controller.host)
  const connection = stage.connect(client, controller.host, 102).open(time)
  connection.exchange(0, s7.connect(kind, controller.slot), s7.confirm(kind, controller.slot))
  connection.exchange(0, s7.job(1, s7.setup), s7.answer(1, s7.setup))
  return connection
}

/** Polls data blocks of a controller, and now and then writes a set point. */
export function pollS7(
  stage: Stage,
  from: number,
  until: number,
  client: Host,
  controller: plant.Siemens,
  every: number,
  writes: boolean,
): void {
  let connection: TcpConnection
  stage.timeline.at(from, (time) => {
    connection = openS7(stage, time, client, controller, 2)
  })
  stage.timeline.every(from + 5 * SECOND, until, every, 40_000, (time, turn) => {
    const reference = 2 + turn * 2
    const block = 100 + (turn & 1)
    const bytes = [0, drift(turn, 120, 40), 1, drift(turn, 60, 20), 0, turn & 255, 0, 1]
    connection.exchange(
      time,
      s7.job(reference, s7.readVar(block, 0, 8)),
      s7.answer(reference, s7.readDone, s7.values(bytes)),
    )
    if (!writes || turn % 15 !== 7) return
    const job = s7.job(reference + 1, s7.writeVar(110, 4, 2), s7.writeData([0, drift(turn, 90, 5)]))
    connection.exchange(time + 300_000, job, s7.answer(reference + 1, s7.writeDone, [0xff]))
  })
  stage.timeline.at(until + 20 * SECOND, (time) => connection.close(time))
}

/** The engineering station looks over the controllers: what they are and whether they run. */
export function readLists(stage: Stage, time: number, client: Host, controller: plant.Siemens, state = 8): void {
  const connection = openS7(stage, time, client, controller, 1)
  const ask = (reference: number, id: number, records: readonly Uint8Array[]): void => {
    connection.exchange(0, s7.askList(reference, id, 0), s7.list(reference, reference, id, 0, records))
  }
  ask(2, 0x0011, s7.moduleRecords(controller.order, controller.firmware))
  ask(3, 0x001c, s7.componentRecords(controller.host.name, controller.serial, controller.type))
  ask(4, 0x0424, [s7.modeRecord(state)])
  connection.close(0)
}

type Poll = { readonly unit: number; readonly code: number; readonly at: number; readonly count: number }

/** Polls one Modbus station; the first question is who it is. */
export function pollModbus(
  stage: Stage,
  from: number,
  until: number,
  client: Host,
  server: Host,
  every: number,
  polls: readonly Poll[],
): void {
  let connection: TcpConnection
  stage.timeline.at(from, (time) => {
    stage.resolve(time - 2000, client, server)
    connection = stage.connect(client, server, 502).open(time)
    const names = plant.modbusIdentities.get(server)!
    connection.exchange(0, modbus.modbus(0, 255, modbus.identify), modbus.modbus(0, 255, modbus.identification(names)))
  })
  stage.timeline.every(from + 8 * SECOND, until, every, 30_000, (time, turn) => {
    const poll = polls[turn % polls.length]!
    const question = modbus.modbus(turn + 1, poll.unit, modbus.readRegisters(poll.code, poll.at, poll.count))
    connection.exchange(time, question, modbus.modbus(turn + 1, poll.unit, modbusAnswer(poll, turn)))
  })
  stage.timeline.at(until + 20 * SECOND, (time) => connection.close(time))
}

/** The second unit behind the gateway is at times too slow: exception 11, no answer from the target. */
function modbusAnswer(poll: Poll, turn: number): Uint8Array {
  if (poll.unit === 2 && turn % 23 === 9) return Uint8Array.from(modbus.exception(poll.code, 11))
  if (poll.code <= 2)
    return modbus.bits(
      poll.code,
      Array.from({ length: Math.ceil(poll.count / 8) }, (_, n) => (turn + n) & 0x3f),
    )
  return modbus.registers(
    poll.code,
    Array.from({ length: poll.count }, (_, n) => drift(turn + n, 400 + n * 30, 25)),
  )
}

/** Who is there? Broadcast to all, answered by each. */
export function listIdentities(stage: Stage, time: number, client: Host): void {
  const everybody = { mac: BROADCAST, ip: [10, 20, 10, 255] }
  const port = stage.port(client)
  stage.network.udpToGroup(time, client, everybody, port, 44818, enip.listIdentity)
  for (const [host, identity] of plant.identities) {
    const later = time + stage.random.within(1000, 60_000)
    stage.network.udp(later, host, client, 44818, port, enip.identityAnswer(host.ip, identity))
  }
}

/** Opens a session and a connection to the message router, then reads tags; `writes`: and sets one now and then. */
export function pollTags(
  stage: Stage,
  from: number,
  until: number,
  client: Host,
  server: Host,
  every: number,
  tags: readonly string[],
  writes: boolean,
): void {
  let connection: TcpConnection
  const session = 0x01000100 + client.ip[3]!
  const gives = 0x00c10000 + client.ip[3]!
  const wants = 0x80fe0000 + client.ip[3]!
  stage.timeline.at(from, (time) => {
    stage.resolve(time - 2000, client, server)
    connection = stage.connect(client, server, 44818).open(time)
    connection.exchange(0, enip.registerSession(0), enip.registerSession(session))
    connection.exchange(
      0,
      enip.unconnected(session, 1, enip.readIdentity),
      enip.unconnected(session, 1, enip.identityRead(plant.identities.get(server)!)),
    )
    connection.exchange(
      0,
      enip.unconnected(session, 2, enip.forwardOpen(wants, 7)),
      enip.unconnected(session, 2, enip.forwardOpened(gives, wants, 7)),
    )
  })
  stage.timeline.every(from + 6 * SECOND, until, every, 50_000, (time, turn) => {
    const tag = tags[turn % tags.length]!
    connection.exchange(
      time,
      enip.connected(session, gives, turn, enip.readTag(tag)),
      enip.connected(session, wants, turn, enip.tagValue(drift(turn, 900, 300))),
    )
    if (!writes || turn % 40 !== 11) return
    connection.exchange(
      time + 200_000,
      enip.connected(session, gives, turn + 0x8000, enip.writeTag("Speed_SP", drift(turn, 600, 20))),
      enip.connected(session, wants, turn + 0x8000, enip.tagWritten),
    )
  })
  stage.timeline.at(until + 20 * SECOND, (time) => connection.close(time))
}

/** Cyclic inputs and outputs, of which the sensor keeps a sample. */
export function exchangeCyclic(
  stage: Stage,
  from: number,
  until: number,
  controller: Host,
  device: Host,
  every: number,
): void {
  const out = 0x00010000 + device.ip[3]!
  const back = 0x80010000 + device.ip[3]!
  stage.timeline.every(from, until, every, 2000, (time, turn) => {
    stage.network.udp(time, controller, device, 2222, 2222, enip.cyclic(out, turn + 1, [1, 0, 0, 0, turn & 255, 0]))
    stage.network.udp(
      time + 900,
      device,
      controller,
      2222,
      2222,
      enip.cyclic(back, turn + 1, [drift(turn, 100, 50), 0]),
    )
  })
}

/** Class polls of an outstation; the first question is what it is. */
export function pollOutstation(
  stage: Stage,
  from: number,
  until: number,
  master: Host,
  outstation: Host,
  every: number,
): void {
  const { link, attributes } = plant.outstations.get(outstation)!
  let connection: TcpConnection
  stage.timeline.at(from, (time) => {
    stage.resolve(time - 2000, master, outstation)
    connection = stage.connect(master, outstation, 20000).open(time)
    connection.exchange(
      0,
      dnp3.dnp3(true, link, 1, 0, dnp3.readAttributes(0)),
      dnp3.dnp3(false, 1, link, 0, dnp3.attributes(0, attributes)),
      [9000, 30_000],
    )
  })
  stage.timeline.every(from + 9 * SECOND, until, every, 60_000, (time, turn) => {
    const inputs = [1, 1, turn & 1, 0]
    const values = [drift(turn, 400, 6), drift(turn, 120, 30), drift(turn, 50, 1)]
    const answer = dnp3.dnp3(false, 1, link, turn + 1, dnp3.measured(turn + 1, inputs, values))
    connection.exchange(time, dnp3.dnp3(true, link, 1, turn + 1, dnp3.readClasses(turn + 1)), answer, [9000, 30_000])
  })
  stage.timeline.at(until + 20 * SECOND, (time) => connection.close(time))
}

/** Does the filler's controller run? The bad day changes it; its frames say so. */
export const fillerRuns = { now: true }

export function exchangeProfinet(
  stage: Stage,
  from: number,
  until: number,
  controller: Host,
  device: Host,
  every: number,
): void {
  const out = 0x8000 + device.ip[3]!
  const back = 0xbc00 + device.ip[3]!
  stage.timeline.every(from, until, every, 2000, (time, turn) => {
    const send = (later: number, to: Host, by: Host, id: number, data: readonly number[], runs: boolean): void =>
      stage.network.frame(time + later, to.mac, by.mac, 10, 0x8892, profinet.cyclicData(id, data, turn * 64, runs))
    send(0, device, controller, out, [0x80, turn & 255, 0, 0x80], fillerRuns.now)
    send(420, controller, device, back, [0x80, drift(turn, 90, 30), 0x80], true)
  })
}

/** Identify all: every PROFINET station tells what it is. */
export function identifyStations(stage: Stage, time: number, client: Host): void {
  const transaction = 0x01000000 + (Math.floor(time / SECOND) % 0xffff)
  stage.network.frame(time, profinet.IDENTIFY_GROUP, client.mac, 10, 0x8892, join(profinet.identifyAll(transaction)))
  for (const [host, station] of plant.stations) {
    const answer = profinet.identified(transaction, station, host.ip, plant.plantGateway)
    stage.network.frame(time + stage.random.within(2000, 300_000), client.mac, host.mac, 10, 0x8892, answer)
  }
}

/** All of it, from one time to another. */
export function controlWork(stage: Stage, from: number, until: number): void {
  const { scada1, scada2, engineering } = plant
  plant.siemens.forEach((one, n) => {
    pollS7(stage, from + n * 7 * SECOND, until, scada1, one, 2 * MINUTE, false)
    stage.timeline.at(from + (4 + n) * MINUTE, (time) => readLists(stage, time, engineering, one))
  })
  pollS7(stage, from + 31 * SECOND, until, plant.fillerPanel, plant.siemens[1]!, MINUTE, true)
  pollModbus(stage, from + 33 * SECOND, until, scada1, plant.palletiser, 2 * MINUTE, [
    { unit: 255, code: 3, at: 0, count: 20 },
  ])
  pollModbus(stage, from + 36 * SECOND, until, scada1, plant.powerMeter, 2 * MINUTE, [
    { unit: 1, code: 3, at: 2999, count: 50 },
  ])
  pollModbus(stage, from + 39 * SECOND, until, scada1, plant.conveyorIo, 2 * MINUTE, [
    { unit: 1, code: 2, at: 0, count: 32 },
    { unit: 1, code: 4, at: 0, count: 8 },
  ])
  pollModbus(stage, from + 42 * SECOND, until, scada1, plant.pumpDrive, 2 * MINUTE, [
    { unit: 1, code: 3, at: 2809, count: 4 },
  ])
  pollModbus(stage, from + 45 * SECOND, until, scada1, plant.gateway, 2 * MINUTE, [
    { unit: 1, code: 3, at: 0, count: 10 },
    { unit: 2, code: 3, at: 0, count: 10 },
  ])
  stage.timeline.at(from + 90 * SECOND, (time) => listIdentities(stage, time, scada2))
  pollTags(
    stage,
    from + 50 * SECOND,
    until,
    plant.packerPanel,
    plant.packer,
    MINUTE,
    ["Line_Speed", "Cases", "Faults"],
    true,
  )
  pollTags(stage, from + 55 * SECOND, until, scada2, plant.packer, 2 * MINUTE, ["Line_Speed", "OEE"], false)
  for (const device of [plant.packerIo, plant.packerDrive, plant.camera])
    exchangeCyclic(stage, from + 20 * SECOND, until, plant.packer, device, MINUTE)
  pollOutstation(stage, from + 60 * SECOND, until, scada2, plant.substation, 2 * MINUTE)
  pollOutstation(stage, from + 63 * SECOND, until, scada2, plant.waterWell, 2 * MINUTE)
  for (const device of [plant.fillerIo, plant.capperIo, plant.fillerDrive, plant.fillerSensors])
    exchangeProfinet(stage, from + 15 * SECOND, until, plant.filler, device, MINUTE)
  stage.timeline.at(from + 3 * MINUTE, (time) => identifyStations(stage, time, engineering))
}
