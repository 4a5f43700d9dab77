/** The stations of the sample bottling plant: names, addresses, and what they say of themselves. */
import { address, type Host, local, remote } from "./host.ts"
import type { Identity } from "./enip-messages.ts"
import type { Station } from "./profinet-messages.ts"

/** Router and firewall between control, supervision, office and internet; its MAC ends in the VLAN's number. */
export const router = local("FW-PLANT", "00:09:0f:a4:10:00", "10.20.10.1", 255)

export const coreSwitch = local("SW-CORE", "00:01:42:5c:31:01", "10.20.10.2", 255)
export const fillingSwitch = local("SW-FILLING", "00:1b:1b:77:20:03", "10.20.10.3")
export const packingSwitch = local("SW-PACKING", "00:80:63:1e:4a:04", "10.20.10.4")
export const clock = local("TIME-1", "ec:46:70:00:8a:05", "10.20.10.5")

export const blowMould = local("PLC-BLOWMOULD", "00:1b:1b:30:0a:10", "10.20.10.10", 30)
export const filler = local("PLC-FILLER", "00:1b:1b:30:0a:11", "10.20.10.11", 30)
export const cleaning = local("PLC-CIP", "00:1b:1b:41:7c:12", "10.20.10.12", 30)
export const utilities = local("PLC-UTILITIES", "00:1b:1b:30:1f:13", "10.20.10.13", 30)

export const fillerIo = local("filler-et200sp-1", "00:1b:1b:6d:02:21", "10.20.10.21")
export const capperIo = local("capper-et200sp-2", "00:1b:1b:6d:02:22", "10.20.10.22")
export const fillerDrive = local("filler-drive-1", "00:1b:1b:93:55:23", "10.20.10.23")
export const fillerSensors = local("filler-iolink-1", "00:02:01:42:91:24", "10.20.10.24")

export const packer = local("PLC-PACKER", "00:1d:9c:c8:11:30", "10.20.10.30")
export const packerDrive = local("PACKER-DRIVE", "00:1d:9c:d0:42:31", "10.20.10.31")
export const packerPanel = local("HMI-PACKER", "00:1d:9c:e3:07:32", "10.20.10.32", 128)
export const packerIo = local("PACKER-IO", "00:00:bc:5f:48:33", "10.20.10.33")
export const camera = local("VISION-CAP", "00:d0:24:21:9b:34", "10.20.10.34")

export const palletiser = local("PLC-PALLETISER", "00:00:54:1a:6b:40", "10.20.10.40")
export const powerMeter = local("METER-MAIN", "00:00:54:71:0c:41", "10.20.10.41")
export const conveyorIo = local("CONVEYOR-IO", "00:30:de:0a:77:42", "10.20.10.42")
export const pumpDrive = local("PUMP-DRIVE", "00:1b:08:33:12:43", "10.20.10.43")
export const gateway = local("GATEWAY-CIP", "00:90:e8:5a:28:44", "10.20.10.44")
export const labeller = local("PLC-LABELLER", "00:60:65:1d:f2:46", "10.20.10.46")

export const substation = local("RTU-SUBSTATION", "00:30:a7:0c:5e:50", "10.20.10.50")
export const waterWell = local("RTU-WELL", "00:30:a7:0f:81:51", "10.20.10.51")

export const fillerPanel = local("HMI-FILLER", "00:1b:1b:a8:4e:71", "10.20.10.71", 128)
export const scada1 = local("SCADA-1", "00:06:5b:8e:44:64", "10.20.10.100", 128)
export const scada2 = local("SCADA-2", "00:06:5b:8e:45:65", "10.20.10.101", 128)
export const engineering = local("ENG-1", "10:c5:95:20:6e:6e", "10.20.10.110", 128)
/** Appears on the second day. */
export const laptop = local("DESKTOP-7Q2KLM", "00:07:e9:b1:d4:c7", "10.20.10.199", 128)

export const historian = local("HIST-1", "00:01:e6:4d:91:12", "10.20.20.12", 128)
export const operator1 = local("OPER-1", "00:06:5b:c2:10:15", "10.20.20.15", 128)
export const operator2 = local("OPER-2", "00:06:5b:c2:11:16", "10.20.20.16", 128)
export const domain = local("DC-PLANT", "00:50:56:9a:3c:17", "10.20.20.17", 128)
export const storage = local("NAS-RECIPES", "00:11:32:6e:08:20", "10.20.20.20")
export const printer = local("PRINTER-LABELS", "00:07:4d:3b:90:21", "10.20.20.21")
export const ups = local("UPS-ROOM1", "00:c0:b7:e4:55:22", "10.20.20.22")
export const ipCamera = local("CAM-DOCK", "00:40:8c:d7:20:23", "10.20.20.23")
export const climate = local("HVAC-HALL", "00:05:19:08:4f:30", "10.20.20.30")
export const building = local("BMS-1", "00:50:56:9a:71:31", "10.20.20.31", 128)
export const logServer = local("LOG-1", "00:50:56:9a:80:40", "10.20.20.40")

/** The office is one router away, the internet many. */
export const execution = remote("MES-1", "10.20.40.10", 128, 1)
export const planning = remote("ERP-WEB", "10.20.40.20", 64, 1)
export const updates = remote("updates", "20.109.209.108", 128, 14)
export const webSite = remote("web", "93.184.216.34", 64, 11)
export const strange = remote("unknown", "185.220.101.47", 64, 16)

/** What the S7 controllers answer to a list read. */
export type Siemens = {
  readonly host: Host
  readonly order: string
  readonly firmware: readonly [number, number, number]
  readonly type: string
  readonly serial: string
  readonly slot: number
}
export const siemens: readonly Siemens[] = [
  {
    host: blowMould,
    order: "6ES7 315-2EH14-0AB0",
    firmware: [3, 2, 6],
    type: "CPU 315-2 PN/DP",
    serial: "S C-C2UR28922012",
    slot: 2,
  },
  {
    host: filler,
    order: "6ES7 317-2EK14-0AB0",
    firmware: [3, 2, 8],
    type: "CPU 317-2 PN/DP",
    serial: "S C-D7U432552013",
    slot: 2,
  },
  {
    host: cleaning,
    order: "6ES7 414-3EM06-0AB0",
    firmware: [6, 0, 3],
    type: "CPU 414-3 PN/DP",
    serial: "S C-B1U119932011",
    slot: 3,
  },
  {
    host: utilities,
    order: "6ES7 315-2EH14-0AB0",
    firmware: [3, 1, 1],
    type: "CPU 315-2 PN/DP",
    serial: "S C-B9UD77402011",
    slot: 2,
  },
]

/** What the Modbus stations answer to a device identification. */
export const modbusIdentities: ReadonlyMap<Host, readonly string[]> = new Map([
  [palletiser, ["Schneider Electric", "BMX P34 2020", "v2.90"]],
  [powerMeter, ["Schneider Electric", "METSEPM5560", "003.002.001"]],
  [conveyorIo, ["WAGO Kontakttechnik GmbH", "750-352", "V06.12"]],
  [pumpDrive, ["Danfoss", "VLT FC-202", "3.42"]],
  [gateway, ["Moxa Inc.", "MGate MB3180", "2.3.0"]],
])

/** What the EtherNet/IP stations answer to a list identity. Status 0x3060: key switch in remote, run. */
export const identities: ReadonlyMap<Host, Identity> = new Map([
  [
    packer,
    { vendor: 1, type: 14, code: 167, revision: [33, 11], status: 0x3060, serial: 0x60f1a2c8, name: "5069-L330ER/A" },
  ],
  [
    packerDrive,
    {
      vendor: 1,
      type: 2,
      code: 9,
      revision: [7, 1],
      status: 0x60,
      serial: 0x40aa3d10,
      name: "PowerFlex 525 3P 480V 5.0HP",
    },
  ],
  [
    packerPanel,
    {
      vendor: 1,
      type: 24,
      code: 52,
      revision: [12, 104],
      status: 0x34,
      serial: 0x00e307b2,
      name: "PanelView Plus_7 Standard 1000",
    },
  ],
  [
    packerIo,
    { vendor: 1, type: 12, code: 108, revision: [5, 17], status: 0x60, serial: 0x7091bc0e, name: "1734-AENT/B" },
  ],
  [
    camera,
    { vendor: 678, type: 43, code: 772, revision: [5, 7], status: 0x64, serial: 0x00219b34, name: "In-Sight 7802" },
  ],
])

/** What the PROFINET stations answer to an identify. */
export const stations: ReadonlyMap<Host, Station> = new Map([
  [filler, { station: "plc-filler", type: "S7-300", vendor: 0x2a, device: 0x0102, role: 2 }],
  [fillerIo, { station: "filler-et200sp-1", type: "ET200SP", vendor: 0x2a, device: 0x0313, role: 1 }],
  [capperIo, { station: "capper-et200sp-2", type: "ET200SP", vendor: 0x2a, device: 0x0313, role: 1 }],
  [fillerDrive, { station: "filler-drive-1", type: "SINAMICS G120", vendor: 0x2a, device: 0x0512, role: 1 }],
  [fillerSensors, { station: "filler-iolink-1", type: "AL1302", vendor: 0x0136, device: 0x0a02, role: 1 }],
  [fillingSwitch, { station: "sw-filling", type: "SCALANCE X-200", vendor: 0x2a, device: 0x0a01, role: 1 }],
])

/** DNP3: link address, and device attributes by variation. */
export const outstations: ReadonlyMap<
  Host,
  { readonly link: number; readonly attributes: readonly (readonly [number, string])[] }
> = new Map([
  [
    substation,
    {
      link: 10,
      attributes: [
        [252, "Schweitzer Engineering Laboratories"],
        [250, "SEL-3530"],
        [248, "1143290417"],
        [242, "R146-V2"],
      ],
    },
  ],
  [
    waterWell,
    {
      link: 11,
      attributes: [
        [252, "Schweitzer Engineering Laboratories"],
        [250, "SEL-2411"],
        [248, "1170450022"],
        [242, "R310"],
      ],
    },
  ],
])

export const plantGateway = address("10.20.10.1")
