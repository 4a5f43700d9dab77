/** Link-Local Multicast Name Resolution (RFC 4795), UDP and TCP port 5355. */
import { dnsFunctionName, looksLikeDns, readDns } from "./dns-message.ts"
import type { Dissector } from "../dissector.ts"
import { protocol } from "../protocol.ts"

const llmnrProtocol = protocol({
  name: "llmnr",
  title: "LLMNR",
  family: "name",
  wireshark: "llmnr",
  functionName: dnsFunctionName,
})

const announces = { rule: "LLMNR answer", suffix: "" }

export const llmnr: Dissector = {
  protocol: llmnrProtocol,
  udp: [5355],
  probe: looksLikeDns,
  read(r, _about, out) {
    readDns(r, out, llmnrProtocol, announces)
  },
}
