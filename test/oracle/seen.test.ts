/** Every protocol of process control that does not say of itself that it was built from documents only is recognised in a real capture. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { expect, test } from "vitest"
import "../../shared/protocols/index.ts"
import { declaredProtocols } from "../../shared/protocols/protocol.ts"
import { analyseBytes } from "../make/analyse-bytes.ts"

const folder = process.env["PLANTWARDEN_CAPTURES"] ?? ""
if (folder === "") console.log("protocols on real traffic: not run, no captures")

const captures: Readonly<Record<string, string>> = {
  ads: "ads-iti-invokeid12.pcapng",
  bacnet: "bacnet-iti-test.pcap",
  bsap: "bsap-icsnpp-ip-example.pcap",
  c1222: "c1222-icsnpp-c1222overipv4.pcap",
  c37118: "c37118-iti-c37-1100-fullclean.pcap",
  cip: "enip-iti-cip-stop-plc.pcap",
  "cip-io": "enip-icsnpp-cip-example.pcap",
  dnp3: "dnp3-iti-direct-operate-analog-output.pcap",
  egd: "egd-ndpi-egd.pcapng",
  enip: "enip-iti-cip-stop-plc.pcap",
  ethercat: "ethercat-mrh-ics-ethercat-001.pcap",
  fins: "fins-iti-omron-test.pcap",
  genisys: "genisys-icsnpp-genisys.pcap",
  goose: "goose-hgoose-missing-all-data.pcap",
  "hart-ip": "hartip-iti-hart-ip.pcapng",
  iec104: "iec104-snort-asdu-func.pcap",
  melsoft: "melsec-iti-melsoft-udp-clean-2.pcap",
  mms: "mms-iti-readrequest.pcap",
  modbus: "modbus-ppp-modbusframes.pcap",
  "opc-ua": "opcua-icsnpp-python-opcua-client-server-minimal.pcap",
  pccc: "mixedot-malc-winxp.pcap",
  "profinet-cm": "profinet-icsnpp-io-cm-connect-minimal.pcapng",
  "profinet-dcp": "profinet-iti-rt.pcap",
  "profinet-rt": "profinet-pndos-set-attack.pcap",
  "roc-plus": "rocplus-icsnpp-all-opcodes-tcp.pcap",
  s7comm: "s7comm-ppp-ack-data.pcap",
  "s7comm-plus": "s7commplus-iti-s7-1511-db6w0-hmi.pcapng",
  sbus: "ethersbus-ndpi-ethersbus.pcap",
  sv: "sv-dina-normal-traffic.pcap",
  tristation: "tristation-nozomi-malware-exec.pcapng",
  umas: "umas-iti-modicon-test.pcap",
}

const declared = declaredProtocols().filter(({ family }) => family === "ot")

test("every one has a capture, or says that there was none", () => {
  const without = declared.filter(({ name }) => captures[name] === undefined)
  expect(without.filter(({ unseen }) => unseen === undefined).map(({ name }) => name)).toEqual([])
  expect(declared.filter(({ name, unseen }) => captures[name] !== undefined && unseen !== undefined)).toEqual([])
})

test.runIf(folder !== "").each(declared.filter(({ name }) => captures[name] !== undefined))(
  "$name is recognised in its capture",
  ({ name }) => {
    const bytes = readFileSync(join(folder, captures[name]!))
    const { protocols } = analyseBytes(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).document as {
      protocols: Readonly<Record<string, { packets: number }>>
    }
    expect(protocols[name]?.packets ?? 0).toBeGreaterThan(0)
  },
)
