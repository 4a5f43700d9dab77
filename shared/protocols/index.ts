/** Every dissector, in the order of trying. One line for each protocol. */
import type { Dissector } from "./dissector.ts"
import { ads } from "./beckhoff/ads.ts"
import { adsDiscovery } from "./beckhoff/ads-discovery.ts"
import { bacnet, bacnetEthernet } from "./bacnet/bacnet.ts"
import { bsap } from "./telemetry/bsap.ts"
import { c1222 } from "./metering/c1222.ts"
import { c37118 } from "./c37118/c37118.ts"
import { ccLinkBasic } from "./mitsubishi/cc-link-basic.ts"
import { ccLinkIe } from "./mitsubishi/cc-link-ie.ts"
import { cdp } from "./neighbours/cdp.ts"
import { cipIo } from "./cip/cip-io.ts"
import { cipMessage } from "./cip/cip.ts"
import { codesys, codesysUdp } from "./codesys/codesys.ts"
import { dcerpc } from "./office/dcerpc.ts"
import { dhcp } from "./neighbours/dhcp.ts"
import { dhcpv6 } from "./neighbours/dhcpv6.ts"
import { dlms } from "./metering/dlms.ts"
import { dlmsHdlc } from "./metering/dlms-hdlc.ts"
import { dnp3Fragment } from "./dnp3/dnp3-fragment.ts"
import { dnp3 } from "./dnp3/dnp3.ts"
import { dns } from "./names/dns.ts"
import { egd } from "./ge/egd.ts"
import { enip, enipElsewhere } from "./cip/enip.ts"
import { ethercat } from "./real-time/ethercat.ts"
import { ffHse } from "./hart/ff-hse.ts"
import { fins, finsUdp } from "./omron/fins.ts"
import { ftp } from "./office/ftp.ts"
import { geSrtp } from "./ge/ge-srtp.ts"
import { genisys } from "./telemetry/genisys.ts"
import { goose } from "./iec61850/goose.ts"
import { hartIp } from "./hart/hart-ip.ts"
import { eigrp } from "./routing/eigrp.ts"
import { ospf } from "./routing/ospf.ts"
import { igmp } from "./routing/igmp.ts"
import { vrrp } from "./routing/vrrp.ts"
import { hsrp } from "./routing/hsrp.ts"
import { http } from "./office/http.ts"
import { iec104 } from "./iec104/iec104.ts"
import { imap } from "./mail/imap.ts"
import { esp } from "./office/esp.ts"
import { isakmp } from "./office/isakmp.ts"
import { kerberos } from "./office/kerberos.ts"
import { knx } from "./building/knx.ts"
import { ldap } from "./office/ldap.ts"
import { lldp } from "./neighbours/lldp.ts"
import { llmnr } from "./names/llmnr.ts"
import { lonIp } from "./building/lon-ip.ts"
import { mdns } from "./names/mdns.ts"
import { melsoft } from "./mitsubishi/melsoft.ts"
import { mms } from "./iec61850/mms.ts"
import { modbus } from "./modbus/modbus.ts"
import { mqtt } from "./office/mqtt.ts"
import { mrp } from "./profinet/mrp.ts"
import { mysql } from "./databases/mysql.ts"
import { postgresql } from "./databases/postgresql.ts"
import { tds } from "./databases/tds.ts"
import { tns } from "./databases/tns.ts"
import { nbdgm } from "./names/nbdgm.ts"
import { nbns } from "./names/nbns.ts"
import { ntp } from "./office/ntp.ts"
import { oncRpc } from "./office/onc-rpc.ts"
import { opcUa } from "./opc-ua/opc-ua.ts"
import { openvpn, openvpnTcp } from "./office/openvpn.ts"
import { pccc } from "./cip/pccc.ts"
import { pop3 } from "./mail/pop3.ts"
import { powerlink, powerlinkUdp } from "./real-time/powerlink.ts"
import { profinetCm, profinetMapper } from "./profinet/profinet-cm.ts"
import { profinetDcp } from "./profinet/profinet-dcp.ts"
import { profinetRt } from "./profinet/profinet-rt.ts"
import { ptp } from "./office/ptp.ts"
import { quic } from "./office/quic.ts"
import { radius } from "./office/radius.ts"
import { rdp } from "./office/rdp.ts"
import { rocPlus } from "./telemetry/roc-plus.ts"
import { s7commPlus, s7commPlusSealed } from "./s7/s7comm-plus.ts"
import { s7comm } from "./s7/s7comm.ts"
import { sercos } from "./real-time/sercos.ts"
import { sbus } from "./telemetry/sbus.ts"
import { sip } from "./office/sip.ts"
import { slmp } from "./mitsubishi/slmp.ts"
import { slmp1E } from "./mitsubishi/slmp-1e.ts"
import { slmpAscii } from "./mitsubishi/slmp-ascii.ts"
import { smb } from "./office/smb.ts"
import { smtp } from "./mail/smtp.ts"
import { snmp } from "./office/snmp.ts"
import { ssh } from "./office/ssh.ts"
import { ssdp } from "./names/ssdp.ts"
import { stp } from "./neighbours/stp.ts"
import { sv } from "./iec61850/sv.ts"
import { syslog } from "./office/syslog.ts"
import { teamviewer } from "./office/teamviewer.ts"
import { telnet } from "./office/telnet.ts"
import { tftp } from "./office/tftp.ts"
import { tls } from "./office/tls.ts"
import { tpkt } from "./osi/tpkt.ts"
import { vnc } from "./office/vnc.ts"
import { umas } from "./modbus/umas.ts"
import { wireguard } from "./office/wireguard.ts"
import { wsDiscovery } from "./names/ws-discovery.ts"
import { tristation } from "./tristation/tristation.ts"
import { capwap } from "./tunnels/capwap.ts"
import { erspan, erspanBare } from "./tunnels/erspan.ts"
import { geneve } from "./tunnels/geneve.ts"
import { gre } from "./tunnels/gre.ts"
import { gtp } from "./tunnels/gtp.ts"
import { ipInIp, ipv6InIp, sixToFour } from "./tunnels/ip-in-ip.ts"
import { l2tp, l2tpIp } from "./tunnels/l2tp.ts"
import { mpls, mplsInside } from "./tunnels/mpls.ts"
import { ppp } from "./tunnels/ppp.ts"
import { pppoe, pppoeDiscovery } from "./tunnels/pppoe.ts"
import { teredo } from "./tunnels/teredo.ts"
import { vxlan } from "./tunnels/vxlan.ts"

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
  ccLinkIe,
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
  slmpAscii,
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
  dlmsHdlc,
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
  hsrp,
  vrrp,
  igmp,
  ospf,
  eigrp,
  http,
  tls,
  ssh,
  vnc,
  dcerpc,
  kerberos,
  ldap,
  mysql,
  postgresql,
  tds,
  tns,
  tftp,
  ssdp,
  wsDiscovery,
  rdp,
  smb,
  ftp,
  imap,
  pop3,
  smtp,
  telnet,
  ntp,
  oncRpc,
  ptp,
  radius,
  sip,
  snmp,
  syslog,
  mqtt,
  isakmp,
  esp,
  openvpn,
  openvpnTcp,
  wireguard,
  teamviewer,
  quic,
  vxlan,
  geneve,
  gre,
  erspanBare,
  erspan,
  ipInIp,
  sixToFour,
  ipv6InIp,
  teredo,
  ppp,
  pppoe,
  pppoeDiscovery,
  l2tp,
  l2tpIp,
  mpls,
  mplsInside,
  capwap,
  gtp,
  // The weakest structure: everybody else is asked before.
  slmp1E,
]
