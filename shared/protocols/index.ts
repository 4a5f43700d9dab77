/** Every dissector, in the order of trying. One line for each protocol. */
import type { Dissector } from "./dissector.ts"
import { ads } from "./ads.ts"
import { adsDiscovery } from "./ads-discovery.ts"
import { bacnet, bacnetEthernet } from "./bacnet.ts"
import { bsap } from "./bsap.ts"
import { c1222 } from "./c1222.ts"
import { c37118 } from "./c37118.ts"
import { ccLinkBasic } from "./cc-link-basic.ts"
import { cdp } from "./cdp.ts"
import { cipIo } from "./cip-io.ts"
import { cipMessage } from "./cip.ts"
import { codesys, codesysUdp } from "./codesys.ts"
import { dhcp } from "./dhcp.ts"
import { dhcpv6 } from "./dhcpv6.ts"
import { dlms } from "./dlms.ts"
import { dnp3Fragment } from "./dnp3-fragment.ts"
import { dnp3 } from "./dnp3.ts"
import { dns } from "./dns.ts"
import { egd } from "./egd.ts"
import { enip, enipElsewhere } from "./enip.ts"
import { ethercat } from "./ethercat.ts"
import { ffHse } from "./ff-hse.ts"
import { fins, finsUdp } from "./fins.ts"
import { ftp } from "./ftp.ts"
import { geSrtp } from "./ge-srtp.ts"
import { genisys } from "./genisys.ts"
import { goose } from "./goose.ts"
import { hartIp } from "./hart-ip.ts"
import { http } from "./http.ts"
import { iec104 } from "./iec104.ts"
import { knx } from "./knx.ts"
import { lldp } from "./lldp.ts"
import { llmnr } from "./llmnr.ts"
import { lonIp } from "./lon-ip.ts"
import { mdns } from "./mdns.ts"
import { melsoft } from "./melsoft.ts"
import { mms } from "./mms.ts"
import { modbus } from "./modbus.ts"
import { mqtt } from "./mqtt.ts"
import { mrp } from "./mrp.ts"
import { nbdgm } from "./nbdgm.ts"
import { nbns } from "./nbns.ts"
import { ntp } from "./ntp.ts"
import { opcUa } from "./opc-ua.ts"
import { pccc } from "./pccc.ts"
import { powerlink, powerlinkUdp } from "./powerlink.ts"
import { profinetCm, profinetMapper } from "./profinet-cm.ts"
import { profinetDcp } from "./profinet-dcp.ts"
import { profinetRt } from "./profinet-rt.ts"
import { rdp } from "./rdp.ts"
import { rocPlus } from "./roc-plus.ts"
import { s7commPlus, s7commPlusSealed } from "./s7comm-plus.ts"
import { s7comm } from "./s7comm.ts"
import { sercos } from "./sercos.ts"
import { sbus } from "./sbus.ts"
import { slmp } from "./slmp.ts"
import { smb } from "./smb.ts"
import { snmp } from "./snmp.ts"
import { ssh } from "./ssh.ts"
import { stp } from "./stp.ts"
import { sv } from "./sv.ts"
import { syslog } from "./syslog.ts"
import { telnet } from "./telnet.ts"
import { tls } from "./tls.ts"
import { tpkt } from "./tpkt.ts"
import { umas } from "./umas.ts"
import { tristation } from "./tristation.ts"

export const dissectors: readonly Dissector[] = [
  tpkt,
  s7comm,
  s7commPlus,
  s7commPlusSealed,
  mms,
  modbus,
  umas,
  enip,
  enipElsewhere,
  cipMessage,
  pccc,
  cipIo,
  ccLinkBasic,
  ffHse,
  lonIp,
  codesys,
  codesysUdp,
  dnp3,
  dnp3Fragment,
  iec104,
  bacnet,
  bacnetEthernet,
  opcUa,
  ads,
  adsDiscovery,
  fins,
  finsUdp,
  geSrtp,
  slmp,
  melsoft,
  tristation,
  ethercat,
  c1222,
  rocPlus,
  bsap,
  genisys,
  egd,
  sbus,
  hartIp,
  knx,
  dlms,
  c37118,
  goose,
  sv,
  profinetCm,
  profinetMapper,
  profinetDcp,
  profinetRt,
  mrp,
  powerlink,
  powerlinkUdp,
  sercos,
  dhcp,
  dhcpv6,
  dns,
  mdns,
  llmnr,
  nbns,
  nbdgm,
  lldp,
  cdp,
  stp,
  http,
  tls,
  ssh,
  rdp,
  smb,
  ftp,
  telnet,
  ntp,
  snmp,
  syslog,
  mqtt,
]
