/** Capture filters that a technician can choose by what they mean, in the language of libpcap. */

export type CaptureFilter = {
  readonly name: string
  readonly title: string
  /** When to choose it, and what is not seen then. */
  readonly description: string
  readonly filter: string
}

const otPorts = [
  "102", // S7comm, MMS
  "502", // Modbus/TCP
  "789", // Red Lion Crimson
  "1089-1091", // Foundation Fieldbus HSE
  "1911", // Niagara Fox
  "2222", // EtherNet/IP implicit
  "2404", // IEC 60870-5-104
  "4840", // OPC UA
  "9600", // OMRON FINS
  "18245", // GE SRTP
  "20000", // DNP3
  "34962-34964", // PROFINET
  "44818", // EtherNet/IP explicit
  "47808", // BACnet/IP
]
const portTerms = otPorts.map((port) => (port.includes("-") ? `portrange ${port}` : `port ${port}`)).join(" or ")
/** PROFINET, EtherCAT, POWERLINK, SERCOS III, GOOSE, sampled values, LLDP. */
const otTypes = ["0x8892", "0x88a4", "0x88ab", "0x88cd", "0x88b8", "0x88ba", "0x88cc"]
const typeTerms = otTypes.map((type) => `ether proto ${type}`).join(" or ")

/** Both as sent and behind a VLAN tag: a term after `vlan` looks behind the tag. */
const behindTags = (terms: string): string => `(${terms}) or (vlan and (${terms}))`

export const captureFilters: readonly CaptureFilter[] = [
  {
    name: "everything",
    title: "Everything",
    description: "All packets. The right choice unless the computer is too slow for the traffic.",
    filter: "",
  },
  {
    name: "ot",
    title: "Control traffic only",
    description:
      "Packets of the usual control protocols, ARP and the switches' own announcements. Office traffic, and whatever uses other ports, is not seen.",
    filter: behindTags(`arp or ${typeTerms} or ${portTerms}`),
  },
  {
    name: "no-video",
    title: "Everything but video streams",
    description: "Leaves out RTP and RTSP of cameras, which can be most of the bytes. The cameras are still seen.",
    filter: "not (udp portrange 16384-32767) and not (udp port 5004 or udp port 5005)",
  },
  {
    name: "no-backup",
    title: "Everything but file transfers and backups",
    description:
      "Leaves out Windows file sharing, NFS, iSCSI and rsync. Their servers are then seen by other traffic only.",
    filter: "not (tcp port 445 or tcp port 139 or port 2049 or tcp port 3260 or tcp port 873)",
  },
  {
    name: "no-remote",
    title: "Everything but my own remote session",
    description: "Leaves out remote desktop and SSH, so that watching this computer from afar is not itself recorded.",
    filter: "not (port 3389 or tcp port 22)",
  },
  {
    name: "one-subnet",
    title: "One subnet only",
    description: "Change the address to that of your control network.",
    filter: behindTags("net 192.168.0.0/24"),
  },
]
