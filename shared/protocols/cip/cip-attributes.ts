/** Attributes of objects that matter in a plant: CIP volume 1 chapter 5 (Identity, Time Sync), volume 2 chapter 5 (TCP/IP Interface, Ethernet Link), 1756-PM016 (Wall Clock Time). */

const names: Readonly<Record<number, readonly (string | undefined)[]>> = {
  0x01: [
    undefined,
    "vendor",
    "device type",
    "product code",
    "revision",
    "status",
    "serial number",
    "product name",
    "state",
    "configuration consistency value",
    "heartbeat interval",
  ],
  0xf5: [
    undefined,
    "status",
    "configuration capability",
    "configuration control",
    "physical link object",
    "interface configuration",
    "host name",
    "safety network number",
    "time to live",
    "multicast configuration",
    "select address conflict detection",
    "last conflict",
    "quick connect",
    "encapsulation inactivity time-out",
  ],
  0xf6: [
    undefined,
    "interface speed",
    "interface flags",
    "physical address",
    "interface counters",
    "media counters",
    "interface control",
    "interface type",
    "interface state",
    "admin state",
    "interface label",
  ],
}

export const attributeName = (number: number, attribute: number): string | undefined => names[number]?.[attribute]
