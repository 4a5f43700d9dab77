/** Messages of DCE/RPC over a connection (The Open Group C706 chapter 12), as hexadecimal text. */
import { le, length } from "./smb-messages.ts"

export const rpc = (type: string, call: number, body: string, flags = "03"): string =>
  `05 00 ${type} ${flags} 10000000 ${le(16 + length(body), 2)} 0000 ${le(call, 4)} ${body}`

/** Interfaces with their versions: the service control manager, the registry, one that starts a shutdown, and one that is none. */
export const services = "81bb7a36 4498 f135 ad32 98f038001003 02000000"
export const registry = "01d08c33 4422 f131 aaaa 900038001003 01000000"
export const shutdowns = "c0e04d89 550d d311 a322 00c04fa321a1 01000000"
export const strange = "01020304 0506 0708 0910 111213141516 01000000"
const syntax = "045d888a eb1c c911 9fe8 08002b104860 02000000"

/** Contexts from 0 on, one for each. */
export const bind = (...interfaces: readonly string[]): string =>
  rpc(
    "0b",
    1,
    `d016 d016 00000000 ${le(interfaces.length, 1)} 000000 ${interfaces.map((one, n) => `${le(n, 2)} 01 00 ${one} ${syntax}`).join(" ")}`,
  )
export const bound = rpc("0c", 1, `d016 d016 01000000 0000 0000 01 000000 0000 0000 ${syntax}`)
export const request = (call: number, context: number, operation: number, flags?: string): string =>
  rpc("00", call, `18000000 ${le(context, 2)} ${le(operation, 2)} 5a*24`, flags)
export const response = (call: number): string => rpc("02", call, "18000000 0000 00 00 00*24")
export const fault = (call: number): string => rpc("03", call, "20000000 0000 00 00 05000000 00000000")
