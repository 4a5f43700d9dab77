/**
 * What is measured by the minute against tshark's own statistics of the same capture: packets and bytes, functions, the times of answers,
 * bytes between two ends of TCP, what goes to everybody. Needs PLANTWARDEN_CAPTURES and tshark.
 */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import type { MeasuredMinute } from "../../shared/engine/batch.ts"
import type { TalkFunction } from "../../shared/model/talk.ts"
import { analyseBytes, type Outcome } from "../make/analyse-bytes.ts"

const folder = process.env["PLANTWARDEN_CAPTURES"] ?? ""
const hasTshark = ((): boolean => {
  try {
    return execFileSync("tshark", ["--version"], { encoding: "utf8", stdio: "pipe" }).startsWith("TShark")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false
    throw error
  }
})()
const canCompare = folder !== "" && existsSync(folder) && hasTshark
if (!canCompare) {
  process.stdout.write("measures against tshark: not run, no captures or no tshark\n")
  test("without captures and tshark there is nothing to compare", () => expect(canCompare).toBe(false))
}

const minute = 60e6

/** Columns of tshark's fields, one row a frame; times are microseconds. */
function tshark(capture: string, filter: string, ...fields: readonly string[]): string[][] {
  const asked = ["-n", "-r", join(folder, capture), "-T", "fields", ...fields.flatMap((field) => ["-e", field])]
  const text = execFileSync("tshark", filter === "" ? asked : [...asked, "-Y", filter], {
    ...{ encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 },
  })
  const lines = text.split("\n").slice(0, -1)
  return lines.map((line) => line.split("\t"))
}

const micros = (seconds: string): number => Math.round(Number(seconds) * 1e6)

const known = new Map<string, Outcome>()
function outcomeOf(capture: string): Outcome {
  const before = known.get(capture)
  if (before) return before
  const made = analyseBytes(new Uint8Array(readFileSync(join(folder, capture))))
  known.set(capture, made)
  return made
}

type Sum = { packets: number; bytes: number }
const sumBy = <Key>(rows: Iterable<readonly [Key, number, number]>): Map<Key, Sum> => {
  const found = new Map<Key, Sum>()
  for (const [key, packets, bytes] of rows) {
    const one = found.get(key) ?? { packets: 0, bytes: 0 }
    found.set(key, one)
    one.packets += packets
    one.bytes += bytes
  }
  return found
}

function* trafficRows(measured: readonly MeasuredMinute[]): Generator<readonly [number, number, number, number]> {
  for (const { minute: at, traffic } of measured)
    for (let n = 0; n < traffic.length; n += 3) yield [at, traffic[n]!, traffic[n + 1]!, traffic[n + 2]!]
}

/** Answered, sum and longest by protocol (microseconds). */
function timesOf({ measured, keys }: Outcome, protocol: string): { answered: number; sum: number; longest: number } {
  const ids = new Map(keys.functions.map((fn) => [fn.id, fn]))
  const found = { answered: 0, sum: 0, longest: 0 }
  for (const { timing } of measured)
    for (let n = 0; n < timing.length; n += 7) {
      if (ids.get(timing[n]!)?.protocol !== protocol) continue
      found.answered += timing[n + 1]!
      found.sum += timing[n + 2]!
      found.longest = Math.max(found.longest, timing[n + 3]!)
    }
  return found
}

/** Requests, responses, exceptions, messages in one, by function. */
function countsOf({ measured, keys }: Outcome, protocol: string): Record<string, number> {
  const ids = new Map<number, TalkFunction>(keys.functions.map((fn) => [fn.id, fn]))
  const found: Record<string, number> = {}
  for (const { counts } of measured)
    for (let n = 0; n < counts.length; n += 5) {
      const fn = ids.get(counts[n]!)
      // Details ("exception:2") are counted beside the functions, whose keys are numbers here.
      if (fn?.protocol !== protocol || !/^\d+$/.test(fn.key)) continue
      const all = counts[n + 1]! + counts[n + 2]! + counts[n + 3]! + counts[n + 4]!
      found[fn.key] = (found[fn.key] ?? 0) + all
    }
  return found
}

const tally = (values: readonly string[]): Record<string, number> => {
  const found: Record<string, number> = {}
  for (const value of values) if (value !== "") found[Number(value)] = (found[Number(value)] ?? 0) + 1
  return found
}

const plants = [
  "modbus-iti-mb2.pcap",
  "mixedot-malc-winxp.pcap",
  "modbus-lemay-characterization-modbus-6rtu-with-operate.pcap",
  "s7comm-iti-wincc-s400-production.pcap",
  "enip-iti-eip-firmwarechange.pcap",
  "dnp3-ndpi-dnp3.pcapng",
  "bacnet-malc-host.pcap",
]

/** A stamp that is days off both its neighbours (one of mixedot-malc-winxp is 281 days ahead) is doubted and counts under the frame before. */
function minuteAmong(rows: readonly string[][], place: number, time: number): number {
  const isFar = (other: number): boolean => {
    const row = rows[other]
    return row === undefined || Math.abs(micros(row[0]!) - time) > 86_400e6
  }
  const counts = place > 0 && isFar(place - 1) && isFar(place + 1) ? micros(rows[place - 1]![0]!) : time
  return Math.floor(counts / minute)
}

describe.runIf(canCompare).each(plants)("%s", (capture) => {
  test("packets and bytes of each minute", () => {
    const rows = tshark(capture, "", "frame.time_epoch", "frame.len")
    const theirs = sumBy(
      rows.map(([time, length], n) => [minuteAmong(rows, n, micros(time!)), 1, Number(length)] as const),
    )
    const ours = sumBy(
      [...trafficRows(outcomeOf(capture).measured)]
        .filter(([, talk]) => talk === -1)
        .map(([at, , packets, bytes]) => [at, packets, bytes] as const),
    )
    expect([...ours].sort()).toEqual([...theirs].sort())
  })

  test("bytes between two ends of TCP", () => {
    const { measured, keys } = outcomeOf(capture)
    const talks = new Map(keys.talks.map((talk) => [talk.id, talk]))
    const pair = (one: string, other: string): string => [one, other].sort().join(" ")
    const ours = sumBy(
      [...trafficRows(measured)].flatMap(([, id, packets, bytes]) => {
        const talk = talks.get(id)
        if (talk?.transport !== "tcp") return []
        return [[pair(talk.clientAddress, talk.serverAddress), packets, bytes] as const]
      }),
    )
    const rows = tshark(capture, "tcp.stream && !icmp", "ip.src", "ip.dst", "frame.len")
    const theirs = sumBy(rows.map(([from, to, length]) => [pair(from!, to!), 1, Number(length)] as const))
    expect([...ours].sort()).toEqual([...theirs].sort())
  })

  test("packets to everybody", () => {
    const { measured, keys } = outcomeOf(capture)
    const casts = new Map(keys.talks.map(({ id, cast }) => [id, cast]))
    let ours = 0
    for (const [, id, packets] of trafficRows(measured)) if (casts.get(id) === "broadcast") ours += packets
    expect(ours).toBe(tshark(capture, "eth.dst == ff:ff:ff:ff:ff:ff", "frame.number").length)
  })
})

/** Not here, and why: modbus-iti-mb2 and dnp3-ndpi-dnp3 repeat segments of TCP, of which tshark dissects none or too many (differences.md). */
const functions = [
  ["modbus-lemay-characterization-modbus-6rtu-with-operate.pcap", "modbus", "modbus", "modbus.func_code"],
  ["enip-iti-eip-firmwarechange.pcap", "enip", "enip", "enip.command"],
] as const

test.runIf(canCompare).each(functions)("functions of %s: %s", (capture, protocol, filter, field) => {
  const theirs = tally(tshark(capture, filter, field).flatMap(([values]) => values!.split(",")))
  expect(countsOf(outcomeOf(capture), protocol)).toEqual(theirs)
})

const times = [
  ["modbus-lemay-send-a-fake-command-modbus-6rtu-with-operate.pcap", "modbus", "modbus.response_time"],
  ["mixedot-malc-winxp.pcap", "dns", "dns.time"],
  ["modbus-iti-mb2.pcap", "dns", "dns.time"],
] as const

test.runIf(canCompare).each(times)("the times of answers in %s: %s", (capture, protocol, field) => {
  const seconds = tshark(capture, field, field).flatMap(([values]) => values!.split(","))
  const theirs = seconds.map(micros)
  const ours = timesOf(outcomeOf(capture), protocol)
  expect(ours).toEqual({
    answered: theirs.length,
    sum: theirs.reduce((sum, one) => sum + one, 0),
    longest: Math.max(0, ...theirs),
  })
})

/**
 * Field modbus.response_time is missing where a master numbers its requests alike (630 of 3,959 in lemay-characterization), so requests
 * and answers are joined here from tshark's other fields. Not here: modbus-iti-mb2, where 7 answers came in segments that the server
 * sent again, up to 4 s late; tshark does not dissect these.
 */
const joins = [
  ["modbus-lemay-characterization-modbus-6rtu-with-operate.pcap", "modbus", "tcp.dstport", "502", "mbtcp.trans_id"],
  ["modbus-lemay-send-a-fake-command-modbus-6rtu-with-operate.pcap", "modbus", "tcp.dstport", "502", "mbtcp.trans_id"],
  ["modbus-ark-modbus.pcap", "modbus", "tcp.dstport", "502", "mbtcp.trans_id"],
  ["s7comm-iti-wincc-s400-production.pcap", "s7comm", "tcp.dstport", "102", "s7comm.header.pduref"],
  ["s7comm-iti-step7-s300-readvartab.pcap", "s7comm", "tcp.dstport", "102", "s7comm.header.pduref"],
] as const

test.runIf(canCompare).each(joins)("requests and their answers in %s: %s", (capture, protocol, port, asks, number) => {
  const waiting = new Map<string, number>()
  const theirs = { answered: 0, sum: 0, longest: 0 }
  for (const [stream, time, target, numbers] of tshark(capture, number, "tcp.stream", "frame.time_epoch", port, number))
    for (const one of numbers!.split(",")) {
      const key = `${stream} ${one}`
      const asked = waiting.get(key)
      if (target === asks) waiting.set(key, micros(time!))
      else if (asked !== undefined) {
        waiting.delete(key)
        theirs.answered += 1
        theirs.sum += micros(time!) - asked
        theirs.longest = Math.max(theirs.longest, micros(time!) - asked)
      }
    }
  expect(timesOf(outcomeOf(capture), protocol)).toEqual(theirs)
})

test.runIf(canCompare)("what is measured does not depend on how the file is cut into chunks", () => {
  const file = new Uint8Array(readFileSync(join(folder, "mixedot-malc-winxp.pcap")))
  const [one, other] = [997, 1 << 20].map((chunk) => analyseBytes(file, { chunk }))
  expect(one!.measured).toEqual(other!.measured)
  expect(one!.keys).toEqual(other!.keys)
})
