/** A larger plant for measuring: many lines of the same kind, polled fast, cut off at a number of packets. */
import { exchangeCyclic, exchangeProfinet } from "./control-scenes.ts"
import * as dnp3 from "./dnp3-messages.ts"
import * as enip from "./enip-messages.ts"
import { type Host, local } from "./host.ts"
import * as modbus from "./modbus-messages.ts"
import { PcapngFile } from "./pcapng-file.ts"
import { router } from "./plant.ts"
import { seeded } from "./random.ts"
import * as s7 from "./s7-messages.ts"
import { SECOND, Stage } from "./stage.ts"
import { Timeline } from "./timeline.ts"
import type { TcpConnection } from "./tcp-connection.ts"

const BEGIN = Date.UTC(2026, 2, 2, 6) * 1000
const LINES = 24
const FOREVER = BEGIN + 1e13

const two = (value: number): string => value.toString(16).padStart(2, "0")
const station = (line: number, last: number, maker: string): Host =>
  local(`L${line}-${last}`, `${maker}:${two(line)}:00:${two(last)}`, `10.${30 + line}.10.${last}`)

/** A client that asks a server the same kind of thing again and again over one connection. */
function poll(
  stage: Stage,
  client: Host,
  server: Host,
  port: number,
  start: number,
  begin: (connection: TcpConnection) => void,
  turnOf: (connection: TcpConnection, time: number, turn: number) => void,
): void {
  const connection = stage.connect(client, server, port)
  stage.timeline.at(start, (time) => begin(connection.open(time)))
  stage.timeline.every(start + SECOND, FOREVER, SECOND, 20_000, (time, turn) => turnOf(connection, time, turn))
}

function line(stage: Stage, number: number): void {
  const start = BEGIN + number * 37_000
  const scada = station(number, 100, "00:06:5b")
  for (const last of [10, 11, 12]) {
    poll(
      stage,
      scada,
      station(number, last, "00:1b:1b"),
      102,
      start + last * 1000,
      (connection) => {
        connection.exchange(0, s7.connect(2, 2), s7.confirm(2, 2))
        connection.exchange(0, s7.job(1, s7.setup), s7.answer(1, s7.setup))
      },
      (connection, time, turn) =>
        connection.exchange(
          time,
          s7.job(turn, s7.readVar(100, 0, 8)),
          s7.answer(turn, s7.readDone, s7.values([0, turn & 255, 1, 2, 3, 4, 5, 6])),
        ),
    )
  }
  for (const last of [40, 41, 42, 43]) {
    poll(
      stage,
      scada,
      station(number, last, "00:30:de"),
      502,
      start + last * 1000,
      (connection) => {
        const who = modbus.identification(["WAGO Kontakttechnik GmbH", "750-352", "V06.12"])
        connection.exchange(0, modbus.modbus(0, 1, modbus.identify), modbus.modbus(0, 1, who))
      },
      (connection, time, turn) =>
        connection.exchange(
          time,
          modbus.modbus(turn, 1, modbus.readRegisters(3, 0, 10)),
          modbus.modbus(
            turn,
            1,
            modbus.registers(
              3,
              Array.from({ length: 10 }, (_, n) => (turn + n) & 1023),
            ),
          ),
        ),
    )
  }
  const packer = station(number, 30, "00:1d:9c")
  poll(
    stage,
    scada,
    packer,
    44818,
    start + 30_000,
    (connection) => connection.exchange(0, enip.registerSession(0), enip.registerSession(77)),
    (connection, time, turn) =>
      connection.exchange(
        time,
        enip.connected(77, 1, turn, enip.readTag("Line_Speed")),
        enip.connected(77, 2, turn, enip.tagValue(turn)),
      ),
  )
  poll(
    stage,
    scada,
    station(number, 50, "00:30:a7"),
    20000,
    start + 50_000,
    () => undefined,
    (connection, time, turn) =>
      connection.exchange(
        time,
        dnp3.dnp3(true, 10, 1, turn, dnp3.readClasses(turn)),
        dnp3.dnp3(false, 1, 10, turn, dnp3.measured(turn, [1, 0], [turn & 1023])),
      ),
  )
  exchangeCyclic(stage, start, FOREVER, packer, station(number, 33, "00:00:bc"), SECOND / 4)
  exchangeProfinet(stage, start, FOREVER, station(number, 11, "00:1b:1b"), station(number, 21, "00:1b:1b"), SECOND / 8)
}

/** Writes `packets` packets of the larger plant as pcapng: the same bytes every time. */
export function writeLargePlant(path: string, packets: number): void {
  const random = seeded(1_000_003)
  const timeline = new Timeline(random)
  const stage = new Stage(timeline, random, router)
  for (let number = 0; number < LINES; number++) line(stage, number)
  const file = new PcapngFile(path, "Plantwarden large plant", "mirror port")
  timeline.play(file, packets)
  file.close()
}
