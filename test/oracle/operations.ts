/** Operations that real captures are known to show, checked by hand against tshark's reading of the same frames. */

export type Expected = {
  readonly capture: string
  /** The last value in words may be left out where none is kept. */
  readonly operations: readonly (readonly [
    protocol: string,
    key: string,
    where: string,
    asked: number,
    succeeded: number,
    refused: number,
    value?: string,
  ])[]
  /** Of hosts "192.168.1.40: mode = run", of their parts "Backplane slot 0: mode = run". */
  readonly claims?: readonly string[]
  /** "DNP3 address 4": sub-devices that must be shown. */
  readonly parts?: readonly string[]
  /** "cip class:142:7": what must not be seen. */
  readonly absent?: readonly string[]
}

const modicon = "program, block"
/** Of the last piece, 16 bytes are kept. */
const firmware = "cc fe 1b 00 ff ff ff ff ff ff ff ff ff ff ff ff"

export const expected: readonly Expected[] = [
  {
    capture: "s7comm-iti-step7-s300-stop.pcap",
    operations: [["s7comm", "41", "", 1, 1, 0]],
    claims: ["134.249.61.163: mode = stop"],
  },
  {
    capture: "s7comm-iti-downloading-block-db1.pcap",
    operations: [
      ["s7comm", "userdata:3:3", "DB 1", 1, 0, 1],
      ["s7comm", "26", "DB 1 (loaded, not yet active)", 1, 1, 0],
      ["s7comm", "27", "DB 1 (loaded, not yet active)", 3, 3, 0],
      ["s7comm", "28", "DB 1 (loaded, not yet active)", 1, 1, 0],
      ["s7comm", "pi:_INSE", "DB 1 (loaded, not yet active)", 1, 1, 0],
    ],
    absent: ["s7comm 41", "s7comm pi:_DELE"],
  },
  {
    capture: "umas-iti-modicon-test.pcap",
    operations: [
      ["umas", "16", "reservation by USER-714E74F21B", 1, 1, 0],
      ["umas", "51", "", 1, 1, 0],
      ["umas", "52", `${modicon} 1`, 1, 1, 0],
      ["umas", "52", `${modicon} 13`, 1, 1, 0],
    ],
  },
  {
    // One packet: an attempt that nobody answered.
    capture: "enip-iti-cip-stop-plc.pcap",
    operations: [["cip", "class:142:7", "class 0x8E controller mode, instance 1", 1, 0, 0]],
  },
  {
    capture: "enip-iti-eip-remotemodechangeattempt.pcap",
    operations: [["cip", "class:142:7", "class 0x8E controller mode, instance 1", 1, 1, 0]],
    // The status word of the identity says it before and after: 0x3060, then 0x3070.
    claims: ["192.168.10.121: mode = program", "192.168.10.121: keySwitch = remote"],
  },
  {
    capture: "enip-iti-eip-firmwarechange.pcap",
    operations: [
      ["cip", "class:161:81", "class 0xA1 firmware storage, instance 1", 1, 0, 1],
      ["cip", "class:161:75", "class 0xA1 firmware storage, instance 1", 1, 1, 0],
      ["cip", "class:161:77", "class 0xA1 firmware storage, instance 1", 5243, 5243, 0, firmware],
      ["cip", "class:1:5", "class 0x01 identity, instance 1", 1, 1, 0, "power cycle"],
    ],
    claims: ["192.168.10.120: firmware = 4.003"],
  },
  {
    capture: "enip-iti-eip-changetimeattempt.pcap",
    operations: [
      ["cip", "class:139:4", "class 0x8B wall clock time, instance 1, attribute 6", 1, 1, 0, "2008-10-23 23:26:43.000"],
    ],
  },
  {
    // Looking at the rack is all that the attempt came to: nothing was set.
    capture: "enip-iti-eip-ipaddresschangeattempt.pcap",
    operations: [
      ["cip", "1", "slot 4, class 0x01 identity, instance 1", 17, 0, 17],
      ["cip", "14", "slot 0, class 0xF4 port, instance 0, attribute 8", 43, 0, 43],
    ],
    parts: ["Backplane slot 0", "Backplane slot 1", "Backplane slot 2", "Backplane slot 3"],
    claims: [
      "Backplane slot 0: model = 1756-L61/B LOGIX5561",
      "Backplane slot 0: mode = run",
      "Backplane slot 0: project = NiftyController",
      "Backplane slot 2: model = MVI56 ProSoft Technology, Inc.",
    ],
    absent: ["cip class:245:16", "cip class:245:4", "cip class:245:2", "cip 16", "cip 4"],
  },
  {
    capture: "enip-iti-eip-softwareupload.pcap",
    operations: [
      [
        "cip",
        "84",
        "slot 0, connection to class 0x02 message router, instance 1",
        7,
        7,
        0,
        "every 8000 ms (500 bytes) out, 8000 ms (500 bytes) in, class 3",
      ],
      ["cip", "79", "slot 0, class 0x6A configuration download, instance 7162", 1, 1, 0],
    ],
    absent: ["cip 80", "cip class:172:8", "cip class:142:7"],
  },
  {
    capture: "mixedot-malc-winxp.pcap",
    operations: [],
    claims: ["10.50.1.54: model = 1763-LEC", "10.50.1.54: mode = run"],
  },
  {
    capture: "dnp3-iti-file-del.pcap",
    operations: [
      ["dnp3", "27", "address 4, file C:/temp/DNPDeviceConfiguration written to Remote Device.xml", 1, 1, 0],
    ],
  },
  {
    capture: "dnp3-iti-write.pcap",
    operations: [["dnp3", "2:50", "address 2, time and date", 1, 1, 0, "2011-12-19 22:06:33.859"]],
  },
  {
    // Two outstations behind one address; a broadcast is answered by nobody.
    capture: "dnp3-iti-dnp3.pcap",
    operations: [["dnp3", "21", "all outstations (65535), class 1 events", 2, 0, 0]],
    parts: ["DNP3 address 4", "DNP3 address 6"],
  },
  {
    capture: "dnp3-iti-select-operate-and-responses.pcap",
    operations: [
      ["dnp3", "3", "address 10, binary output commands (group 12) 0", 1, 1, 0, "latch on"],
      ["dnp3", "4", "address 10, binary output commands (group 12) 0", 1, 1, 0, "latch on"],
    ],
  },
  {
    capture: "dnp3-iti-file-write-2.pcap",
    operations: [
      ["dnp3", "25:2", "address 4, file ./helloworld.txt", 1, 1, 0],
      ["dnp3", "2:70", "address 4, files (group 70) 0", 1, 1, 0],
    ],
    absent: ["dnp3 25:1", "dnp3 27"],
  },
  {
    capture: "iec104-iti-javarmi-and-iec-misc.pcap",
    operations: [
      ["iec104", "100", "common address 37133", 21, 21, 0, "whole station"],
      ["iec104", "1", "common address 37133, single point 10011", 21, 0, 0, "off, invalid"],
    ],
  },
  {
    capture: "iec104-ndpi-iec104.pcap",
    operations: [["iec104", "36", "common address 10772, measured value 331279", 1, 0, 0, "9.803324"]],
    parts: ["IEC 104 common address 10516", "IEC 104 common address 10772"],
  },
  {
    // The capture itself breaks the rule: data of one state number differ, told by comparing tshark's values frame by frame.
    capture: "goose-iti-sample-file-goose.pcap",
    operations: [
      ["goose", "data-changed", "AA1C1Q01A1LD0/LLN0$GO$gcb_A", 5, 0, 0],
      ["goose", "data-changed", "AA1C1Q05A1LD0/LLN0$GO$gcb_A", 4, 0, 0],
      ["goose", "data-changed", "AA1C1Q07A1LD0/LLN0$GO$gcb_A", 9, 0, 0],
    ],
    absent: [
      "goose sequence-skipped",
      "goose sequence-repeated",
      "goose state-back",
      "goose state-skipped",
      "goose late",
    ],
  },
  {
    capture: "goose-iti-goose.pcap",
    operations: [["goose", "state-restarted", "GEDeviceF650/LLN0$GO$gcb01", 1, 0, 0]],
  },
  {
    // PsExec through the pipe svcctl: a program of 32 bits makes its service by operation 45, which tshark has no name for.
    capture: "smb-suri-dcerpc-smb-test-01-input.pcap",
    operations: [
      ["dcerpc", "2:45", "", 1, 1, 0],
      ["dcerpc", "2:19", "", 1, 1, 0],
      ["dcerpc", "2:2", "", 1, 1, 0],
    ],
    absent: ["dcerpc 2:12", "dcerpc 2:11"],
  },
  {
    // Remote registry and accounts through pipes: read, and nothing changed; then a program is run by WMI over TCP.
    capture: "rdp-elcab-then-wmiexec.pcap",
    operations: [["dcerpc", "18:24", "", 1, 1, 0]],
    absent: ["dcerpc 5:6", "dcerpc 5:22", "dcerpc 2:12"],
  },
  {
    // The count begins again with 0 after 4799, twice.
    capture: "sv-dina-normal-traffic.pcap",
    operations: [
      ["sv", "0", "4001", 10_161, 0, 0],
      ["sv", "synchronised:2", "4001", 1, 0, 0],
    ],
    absent: ["sv samples-skipped", "sv samples-repeated", "sv samples-back"],
  },
]
