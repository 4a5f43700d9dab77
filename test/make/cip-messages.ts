/** CIP messages in the encapsulation of EtherNet/IP, and what reading them reports. */
import { cipMessage } from "../../shared/protocols/cip/cip.ts"
import { enip } from "../../shared/protocols/cip/enip.ts"
import { pccc } from "../../shared/protocols/cip/pccc.ts"
import { Conversation, type Reported } from "./collect.ts"
import { hex } from "./hex.ts"

const toServer = { sourcePort: 50001, targetPort: 44818, direction: 1, side: 0 }
const fromServer = { sourcePort: 44818, targetPort: 50001, direction: -1, side: 1 }
/** Session handle, status, sender context and options. */
const rest = "01000000 00000000 0102030405060708 00000000"

/** An unconnected message (or one by connection `id`) in its encapsulation. */
export function sends(message: string, id = ""): Uint8Array {
  const inner = hex(message)
  const half = (n: number): string =>
    n
      .toString(16)
      .padStart(4, "0")
      .replace(/(..)(..)/, "$2$1")
  const length = inner.length
  const body = Buffer.from(inner).toString("hex")
  return id === ""
    ? hex(`6f00 ${half(16 + length)} ${rest} 00000000 0a00 0200 0000 0000 b200 ${half(length)} ${body}`)
    : hex(`7000 ${half(22 + length)} ${rest} 00000000 0000 0200 a100 0400 ${id} b100 ${half(length + 2)} 0900 ${body}`)
}

/** What a conversation of such messages reports, to and from the server. */
export function exchange(
  ...messages: readonly (readonly [side: "to" | "from", message: string, id?: string])[]
): Reported {
  const conversation = new Conversation(enip, [cipMessage, pccc])
  for (const [side, message, id] of messages)
    conversation.read(sends(message, id), side === "to" ? toServer : fromServer)
  return conversation.report
}
