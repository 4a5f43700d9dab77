/** PROFINET real time frames (IEC 61158-6-10 section 4.7, table of frame ids): recognised and counted, their data not read. */
import type { Dissector } from "./dissector.ts"
import { protocol } from "./protocol.ts"

const rtProtocol = protocol({ name: "profinet-rt", title: "PROFINET RT", family: "ot", wireshark: "pn_rt" })

export const profinetRt: Dissector = {
  protocol: rtProtocol,
  ethertypes: [0x8892],

  probe(bytes, from, to) {
    if (to - from < 4) return false
    const id = (bytes[from]! << 8) | bytes[from + 1]!
    return isKnown(id)
  },

  read(r) {
    const id = r.u16("Frame identifier")
    if (id < 0x0100 || id > 0xfbff || r.left < 6) return r.skip(r.left, "Data")
    // Cyclic data ends with the cycle counter, the data status and the transfer status (section 4.7.2).
    r.skip(r.left - 4, "User data")
    r.u16("Cycle counter")
    r.u8("Data status")
    r.u8("Transfer status")
  },
}

/** Time synchronisation, RT class 3, classes 1 and 2, alarms, PTCP and fragments; reserved ranges are not ours. */
const isKnown = (id: number): boolean =>
  (id >= 0x0020 && id <= 0x0081) ||
  (id >= 0x0100 && id <= 0x0fff) ||
  (id >= 0x8000 && id <= 0xfbff) ||
  id === 0xfc01 ||
  id === 0xfe01 ||
  (id >= 0xfefc && id <= 0xfeff) ||
  (id >= 0xff00 && id <= 0xff8f)
