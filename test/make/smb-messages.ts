/** Messages of Windows file sharing, versions 1 and 2, with NTLM sign-ins (MS-SMB2, MS-CIFS, MS-NLMP). */
import { hex } from "./hex.ts"

export const le = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, n) => ((value / 2 ** (8 * n)) & 0xff).toString(16).padStart(2, "0")).join("")

/** UTF-16. */
export const wide = (text: string): string => [...text].map((letter) => le(letter.charCodeAt(0), 2)).join("")
export const length = (bytes: string): number => hex(bytes).length

export const framed = (...messages: readonly string[]): Uint8Array =>
  hex(`00 ${length(messages.join("")).toString(16).padStart(6, "0")} ${messages.join("")}`)

type Header = { readonly status?: number; readonly id?: number; readonly tree?: number; readonly next?: number }

export const smb2 = (command: number, flags: number, header: Header, body: string): string => {
  const { status = 0, id = 1, tree = 5, next = 0 } = header
  return `fe "SMB" 4000 0000 ${le(status, 4)} ${le(command, 2)} 0100 ${le(flags, 4)} ${le(next, 4)} ${le(id, 4)} 00000000
    fffe0000 ${le(tree, 4)} 0100000000000000 00*16 ${body}`
}
export const asks = (command: number, body: string, header: Header = {}): Uint8Array =>
  framed(smb2(command, 0, header, body))
export const answers = (command: number, body: string, header: Header = {}): Uint8Array =>
  framed(smb2(command, 1, header, body))

/** NTLM type 3: fields of length, room and offset behind the 12 bytes that begin it. */
export const authenticate = (domain: string, user: string): string => {
  const [first, second] = [wide(domain), wide(user)]
  const field = (text: string, at: number): string => `${le(length(text), 2)} ${le(length(text), 2)} ${le(at, 4)}`
  return `"NTLMSSP" 00 03000000 ${field("", 64)} ${field("", 64)} ${field(first, 64)} ${field(second, 64 + length(first))}
    ${field("", 64)} ${field("", 64)} 01000000 ${first} ${second}`
}

/** NTLM type 2: a computer's and a domain's name, version 10.0, build 17763. */
export const challenge = (computer: string, domain: string, build = 17763): string => {
  const pairs = `0200 ${le(length(wide(domain)), 2)} ${wide(domain)} 0100 ${le(length(wide(computer)), 2)} ${wide(computer)} 0000 0000`
  return `"NTLMSSP" 00 02000000 0000 0000 38000000 01000002 1122334455667788 00*8
    ${le(length(pairs), 2)} ${le(length(pairs), 2)} 38000000 0a 00 ${le(build, 2)} 000000 0f ${pairs}`
}

export const setup = (blob: string, header: Header = {}): Uint8Array =>
  asks(1, `1900 00 01 00000000 00000000 5800 ${le(length(blob), 2)} 00*8 ${blob}`, header)
export const setupAnswer = (status: number, blob = "", flags = 0): Uint8Array =>
  answers(1, `0900 ${le(flags, 2)} 4800 ${le(length(blob), 2)} ${blob}`, { status })
export const connect = (share: string, id: number): Uint8Array =>
  asks(3, `0900 0000 4800 ${le(length(wide(share)), 2)} ${wide(share)}`, { id, tree: 0 })
export const create = (name: string, id: number, tree = 5): string =>
  smb2(5, 0, { id, tree }, `3900 00*42 7800 ${le(length(wide(name)), 2)} 00*8 ${wide(name)}`)
export const created = (handle: string, id: number, status = 0): Uint8Array =>
  answers(5, status === 0 ? `5900 00*62 ${handle} 00*8` : "0900 0000 00000000 00", { id, status })
export const carry = (command: 8 | 9, handle: string, tree = 5): string =>
  smb2(command, 0, { id: 9, tree }, `3100 0000 00000000 00*8 ${handle} 00*17`)

/** MS-SMB2 2.2.21, 2.2.20, 2.2.31 and 2.2.32: what is written, read, and called through a pipe. */
export const write = (handle: string, data: string, header: Header = {}): string =>
  smb2(9, 0, header, `3100 7000 ${le(length(data), 4)} 00*8 ${handle} 00*16 ${data}`)
export const read = (handle: string, header: Header = {}): string =>
  smb2(8, 0, header, `3100 5000 00040000 00*8 ${handle} 00*17`)
export const readAnswer = (data: string, header: Header = {}): string =>
  smb2(8, 1, header, `1100 50 00 ${le(length(data), 4)} 00*8 ${data}`)
const transceive = "17c01100"
export const call = (handle: string, data: string, header: Header = {}): string =>
  smb2(
    11,
    0,
    header,
    `3900 0000 ${transceive} ${handle} 78000000 ${le(length(data), 4)} 00*12 00040000 01000000 00*4 ${data}`,
  )
export const callAnswer = (handle: string, data: string, header: Header = {}): string =>
  smb2(11, 1, header, `3100 0000 ${transceive} ${handle} 00*8 70000000 ${le(length(data), 4)} 00*8 ${data}`)

/** Version 1: command, status, flags, words and bytes. */
export const smb1 = (command: string, status: number, flags: string, words: string, bytes: string, tree = 1): string =>
  `ff "SMB" ${command} ${le(status, 4)} ${flags} 01c0 0000 00*8 0000 ${le(tree, 2)} 0a00 0000 0700
   ${le(length(words) / 2, 1)} ${words} ${le(length(bytes), 2)} ${bytes}`

export const setup1 = (blob: string): string =>
  smb1("73", 0, "18", `ff 00 0000 00*10 ${le(length(blob), 2)} 00*8`, blob)
export const create1 = (name: string): string =>
  smb1("a2", 0, "18", `ff 00 0000 00 ${le(length(wide(name)), 2)} 00*41`, `00 ${wide(name)}`)

/** MS-CIFS 2.2.4.43, 2.2.4.42 and 2.2.5.6, with the handle 0x4004; `mode` of a write is 8 where a message begins, 12 with its length in front. */
export const write1 = (data: string, mode = 8): string =>
  smb1("2f", 0, "18", `ff 00 0000 0440 00*8 ${le(mode, 2)} 0000 0000 ${le(length(data), 2)} 3f00 00*4`, data)
export const read1 = smb1("2e", 0, "18", "ff 00 0000 0440 00*4 0004 0004 00*10", "")
export const readAnswer1 = (data: string, status = 0): string =>
  smb1("2e", status, "98", `ff 00 0000 00*6 ${le(length(data), 2)} 3b00 00*10`, data)
export const call1 = (data: string): string => {
  const name = `00 ${wide("\\PIPE\\")} 0000`
  return smb1(
    "25",
    0,
    "18",
    `0000 ${le(length(data), 2)} 0000 0004 00 00 0000 00*4 0000 0000 5400 ${le(length(data), 2)} ${le(67 + length(name), 2)} 02 00 2600 0440`,
    `${name} ${data}`,
  )
}
export const callAnswer1 = (data: string, status = 0): string =>
  smb1("25", status, "98", `0000 ${le(length(data), 2)} 00*8 ${le(length(data), 2)} 3700 0000 00 00`, data)
