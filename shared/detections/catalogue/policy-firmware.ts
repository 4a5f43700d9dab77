/** Policy violations about firmware: a version that differs from the one the baseline knows. */
import type { AlertKind } from "../alert-kind.ts"
import { policy } from "./shape.ts"

type Device = Pick<AlertKind, "id" | "title" | "why" | "harmless"> & {
  /** "the IPC", with the article. */
  readonly device: string
  /** Where its version and the history of changes are read without trusting the network. */
  readonly readAt: string
  /** What loads the firmware legitimately. */
  readonly tool: string
}

const firmware = ({ device, readAt, tool, ...own }: Device): AlertKind =>
  policy({
    ...own,
    category: "firmware-change",
    techniques: ["T0857"],
    steps: [
      `Ask whether ${device} was updated or swapped today; the work order should name the new version.`,
      `If nobody did it, read the version at ${readAt} and compare it with the value in the alert.`,
      `Find the computer that ran ${tool} shortly before in the device's timeline, and keep its capture.`,
      `If the version is not one the maker publishes, treat ${device} as tampered with: keep the process safe by hand, then replace it and load a known image.`,
    ],
  })

export const policyFirmware: readonly AlertKind[] = [
  firmware({
    id: "beckhoff-software-changed",
    title: "Beckhoff Software Changed",
    device: "the Beckhoff controller",
    readAt: "the controller itself, in the TwinCAT system manager or on the device's configuration page",
    tool: "a TwinCAT update or a new image",
    why: "TwinCAT runs the control tasks beside Windows on the same PC: another runtime version can change cycle times and drivers, and a tampered one obeys somebody else.",
    harmless: "A technician installed a TwinCAT update or put in a CF card with a newer image during a planned stop.",
  }),
  firmware({
    id: "emerson-roc-firmware-version-changed",
    title: "Emerson ROC Firmware Version Changed",
    device: "the ROC",
    readAt: "ROCLINK, connected to the local operator port",
    tool: "ROCLINK's firmware download",
    why: "A ROC measures gas or oil flow for billing and runs shut-in logic at unattended sites; firmware nobody approved can falsify both without anybody there to see it.",
    harmless: "The measurement department rolled out an approved update over radio, site by site.",
  }),
  firmware({
    id: "firmware-change-detected",
    title: "Firmware Change Detected",
    device: "the device",
    readAt: "the device's own display, web page or engineering tool",
    tool: "a firmware load",
    why: "The sensor saw a device carry other firmware than it did before. Firmware lies beneath the program: what is hidden there survives a new download and a restart.",
    harmless: "A defective device was replaced by a spare part with a later firmware and took over its address.",
  }),
  firmware({
    id: "firmware-version-changed",
    title: "Firmware Version Changed",
    device: "the device",
    readAt: "the nameplate data in the device's engineering tool over a local cable",
    tool: "the maker's update tool",
    why: "The version a device tells of itself is not the one in the baseline. Known weaknesses come and go with versions, so a downgrade can be the first step of an attack.",
    harmless: "The update was planned, or two modules of one rack answer in turn and tell different versions.",
  }),
  firmware({
    id: "honeywell-firmware-version-changed",
    title: "Honeywell Firmware Version Changed",
    device: "the Honeywell controller",
    readAt: "Control Builder or the station's system status display",
    tool: "the Honeywell firmware manager",
    why: "C300 and similar controllers run in redundant pairs: an unplanned version on one half can break synchronisation, so that the switch-over fails when it is needed.",
    harmless: "A migration runs: both halves of a pair are brought to the new release one after the other.",
  }),
  firmware({
    id: "mitsubishi-firmware-version-changed",
    title: "Mitsubishi Firmware Version Changed",
    device: "the MELSEC CPU",
    readAt: "GX Works (Diagnosis, product information list) over the USB port",
    tool: "the firmware update of GX Works or an SD card",
    why: "A MELSEC CPU is updated from GX Works or an SD card, so a new version means that somebody had programming access or stood at the cabinet.",
    harmless: "The CPU was swapped for a newer production lot, which comes with a higher firmware version.",
  }),
  firmware({
    id: "modbus-firmware-version-changed",
    title: "Modbus Firmware Version Changed",
    device: "the Modbus device",
    readAt: "its own display or the maker's configuration tool",
    tool: "the update tool of its maker",
    why: "The device answers Modbus function 43 (read device identification) with another revision than before. Register maps can move between revisions: the same address may now mean another quantity.",
    harmless: "A meter or drive of the same type was replaced, or a gateway now answers for another unit.",
  }),
  firmware({
    id: "s7-plus-plc-firmware-changed",
    title: "S7 Plus PLC Firmware Changed",
    device: "the S7-1200 or S7-1500",
    readAt: "the CPU's display or TIA Portal's Online & diagnostics",
    tool: "TIA Portal's firmware update, the web server or a SIMATIC memory card",
    why: "S7-1200 and S7-1500 take firmware from TIA Portal, the web server or a memory card. Older versions lack the protection of later ones, and a change also stops the CPU for minutes.",
    harmless: "Maintenance updated the CPU in a planned stop, or replaced it by a spare with the latest version.",
  }),
]
