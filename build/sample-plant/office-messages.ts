/** Office and management traffic: web, TLS, file sharing, time, logs, SNMP, and two OT greetings: OPC UA and BACnet. */
import { join, type Part, u16, u32, u32le, zeros } from "./bytes.ts"
import type { Random } from "./random.ts"

export const httpGet = (host: string, path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n\r\n`

export const httpAnswer = (status: string, server: string, body: string): string =>
  `HTTP/1.1 ${status}\r\nServer: ${server}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`

const bytesOf = (random: Random, count: number): readonly number[] =>
  Array.from({ length: count }, () => random.within(0, 255))

const record = (type: number, version: number, payload: Part): Uint8Array =>
  join([type], u16(version), u16(payload.length), payload)

const handshake = (type: number, payload: Part): Uint8Array => join([type, 0], u16(payload.length), payload)

/** With server name, versions 1.3 and 1.2, and one key share. */
export function clientHello(random: Random, server: string): Uint8Array {
  const extension = (type: number, payload: Part): Uint8Array => join(u16(type), u16(payload.length), payload)
  const extensions = join(
    extension(0, join(u16(3 + server.length), [0], u16(server.length), server)),
    extension(10, [0, 2, 0, 0x1d]),
    extension(13, [0, 4, 4, 3, 8, 4]),
    extension(43, [4, 3, 4, 3, 3]),
    extension(51, join([0, 36, 0, 0x1d, 0, 32], bytesOf(random, 32))),
  )
  const body = join(
    [3, 3],
    bytesOf(random, 32),
    [32],
    bytesOf(random, 32),
    [0, 4, 0x13, 1, 0x13, 2, 1, 0],
    u16(extensions.length),
    extensions,
  )
  return record(0x16, 0x0301, handshake(1, body))
}

export function serverHello(random: Random): Uint8Array {
  const extensions = join([0, 43, 0, 2, 3, 4, 0, 51, 0, 36, 0, 0x1d, 0, 32], bytesOf(random, 32))
  const body = join(
    [3, 3],
    bytesOf(random, 32),
    [32],
    bytesOf(random, 32),
    [0x13, 1, 0],
    u16(extensions.length),
    extensions,
  )
  return join(record(0x16, 0x0303, handshake(2, body)), record(0x14, 0x0303, [1]), sealed(random, 600))
}

export const sealed = (random: Random, length: number): Uint8Array => record(0x17, 0x0303, bytesOf(random, length))

/** SMB 2 negotiation: dialects 2.1 and 3.0.2 offered, 3.0.2 chosen. */
export function smbNegotiate(): Uint8Array {
  const message = join(smbHeader(0, 0), [36, 0, 2, 0, 1, 0, 0, 0], zeros(4), zeros(16), zeros(8), [0x10, 2, 2, 3])
  return join([0], [0], u16(message.length), message)
}

export function smbNegotiated(random: Random): Uint8Array {
  const message = join(
    smbHeader(0, 1),
    [65, 0, 1, 0, 2, 3, 0, 0],
    bytesOf(random, 16),
    u32le(7),
    u32le(0x100000),
    u32le(0x100000),
    u32le(0x100000),
    zeros(8),
    zeros(8),
    [0x80, 0, 0, 0],
    zeros(4),
  )
  return join([0], [0], u16(message.length), message)
}

const smbHeader = (command: number, answers: number): Uint8Array =>
  join(
    [0xfe],
    "SMB",
    [64, 0, 0, 0],
    zeros(4),
    [command, 0, 1, 0, answers, 0, 0, 0],
    zeros(4),
    zeros(8),
    zeros(8),
    zeros(8),
    zeros(16),
  )

/** Mode 3 asks, 4 answers; `seconds` since 1970. */
export const ntp = (mode: number, seconds: number): Uint8Array =>
  join(
    [0x20 | mode, mode === 4 ? 1 : 0, 6, 0xec],
    mode === 4 ? [0, 0, 0, 0, 0, 0, 0, 0x20] : zeros(8),
    mode === 4 ? "GPS\0" : zeros(4),
    u32(seconds + 2_208_988_800 - 16),
    zeros(4),
    mode === 4 ? u32(seconds + 2_208_988_800) : zeros(4),
    zeros(4),
    mode === 4 ? u32(seconds + 2_208_988_800) : zeros(4),
    zeros(4),
    u32(seconds + 2_208_988_800),
    zeros(4),
  )

/** Community "public", get-next of the system group or the answer with a name. */
export function snmp(answer: boolean, request: number, text: string): Uint8Array {
  const field = (type: number, value: Part): Uint8Array => join([type, value.length], value)
  const oid = field(6, [0x2b, 6, 1, 2, 1, 1, 5, 0])
  const bindings = field(0x30, field(0x30, join(oid, answer ? field(4, text) : [5, 0])))
  const pdu = field(answer ? 0xa2 : 0xa0, join(field(2, u32(request & 0x7fffffff)), [2, 1, 0, 2, 1, 0], bindings))
  return field(0x30, join([2, 1, 1], field(4, "public"), pdu))
}

/** OPC UA part 6 section 7.1: hello and its acknowledgement. */
export const opcHello = (endpoint: string): Uint8Array =>
  join(
    "HELF",
    u32le(32 + endpoint.length),
    zeros(4),
    u32le(65535),
    u32le(65535),
    zeros(8),
    u32le(endpoint.length),
    endpoint,
  )
export const opcAcknowledge: Uint8Array = join("ACKF", u32le(28), zeros(4), u32le(65535), u32le(65535), zeros(8))

/** BACnet/IP (ASHRAE 135 annex J): who-is to all, and I-am with device, size, segmentation and vendor. */
export const whoIs: readonly number[] = [0x81, 0x0b, 0, 0x0c, 1, 0x20, 0xff, 0xff, 0, 0xff, 0x10, 8]
export const iAm = (device: number, vendor: number): Uint8Array =>
  join([0x81, 0x0b, 0, 0x14, 1, 0, 0x10, 0, 0xc4], u32(0x02000000 | device), [0x22, 5, 0xc4, 0x91, 3, 0x21, vendor])
